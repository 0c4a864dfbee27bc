using Octoplus.Ingest.Demonstration;

namespace Octoplus.EndToEnd;

/// <summary>
/// A data folder that the built program filled, once a run of the tests, when the first asks for it: a program under test begins with a copy, and
/// reads no file anew. That a first start fills its folder by itself is shown by <see cref="DemonstrationTests"/>.
/// </summary>
public sealed class GoldenFolder
{
    private const string Workbook = "etat4001/crimes-et-delits-depuis-2012.xlsx";
    private const string Population = "demography/estim-pop-dep-sexe-gca-1975-2023.xls";

    private readonly Lazy<Task<string>> _made;

    private GoldenFolder(Func<string, Task> fill) => _made = new(() => MakeAsync(fill));

    /// <summary>The fictional figures that the program makes where it has no others.</summary>
    public static GoldenFolder Demonstration { get; } = new(async folder =>
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "demonstration")).FullName, "etat4001-demonstration.xlsx");
        DemonstrationWorkbook.Write(path, new DemonstrationOptions());
        await RunAsync(folder, "import", path);
    });

    /// <summary>The same, with the groups of the first choices.</summary>
    public static GoldenFolder Groups { get; } = new(async folder =>
    {
        await Demonstration.CopyToAsync(folder);
        await RunAsync(folder, "run-job", "group-territories");
    });

    /// <summary>The same, and the published monthly file with forecasts of thefts, homicides and undeclared work.</summary>
    public static GoldenFolder Forecasts { get; } = new(async folder =>
    {
        await Demonstration.CopyToAsync(folder);
        await ImportAsync(folder, ServedForecasts.MonthlyFile);
        foreach (var measure in new[] { "vols", "homicides", "main-oeuvre" })
        {
            await RunAsync(folder, "run-job", "train-forecasts", $"etat4001-mensuel/{measure}");
        }
    });

    /// <summary>The published workbook and population.</summary>
    public static GoldenFolder Published { get; } = new(folder => ImportAsync(folder, Workbook, Population));

    /// <summary>The same, and the outlines of the arrondissements of Paris.</summary>
    public static GoldenFolder Paris { get; } = new(async folder =>
    {
        await Published.CopyToAsync(folder);
        await ImportAsync(folder, ServedParis.Outlines);
    });

    /// <summary>An edition of the workbook before the published one, and the population.</summary>
    public static GoldenFolder EarlierEdition { get; } = new(async folder =>
    {
        using var edition = new TemporaryFolder();
        await RunAsync(folder, "import", ServedImports.WriteEarlierEdition(Requires.RealFile(Workbook), edition), Requires.RealFile(Population));
    });

    /// <summary>Copies it into a folder that is there and empty.</summary>
    public async Task CopyToAsync(string folder)
    {
        var source = await _made.Value;
        foreach (var path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    private static async Task<string> MakeAsync(Func<string, Task> fill)
    {
        var folder = Directory.CreateTempSubdirectory("octoplus-golden-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await fill(folder);
        return folder;
    }

    private static Task ImportAsync(string folder, params string[] realFiles) => RunAsync(folder, ["import", .. realFiles.Select(Requires.RealFile)]);

    private static async Task RunAsync(string folder, params string[] command)
    {
        using var process = ImportProcess.StartCommand(folder, command);
        var result = await process.EndAsync();
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)} ended with {result.ExitCode}: {result.Error}{string.Join('\n', result.Lines)}");
    }
}
