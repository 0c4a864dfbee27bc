using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>Tests that only read from them share them.</summary>
[CollectionDefinition(Name)]
public sealed class ImportedRealFilesCollection : ICollectionFixture<ImportedRealFiles>
{
    public const string Name = "imported real files";
}

/// <summary>The published files, imported once for all tests of them; nothing where they are not there (each test then skips itself).</summary>
public sealed class ImportedRealFiles : IAsyncLifetime
{
    private const string WorkbookFile = "etat4001/crimes-et-delits-depuis-2012.xlsx";
    private const string PopulationFile = "demography/estim-pop-dep-sexe-gca-1975-2023.xls";
    private const string DepartmentsFile = "demography/departements-france.csv";

    private readonly TestDatabase _test = TestDatabase.OnSqlite();
    private readonly List<ImportOutcome> _outcomes = [];

    /// <summary>Of the workbook.</summary>
    public ImportOutcome Workbook => _outcomes[0];

    /// <summary>Of the population.</summary>
    public ImportOutcome Population => _outcomes[1];

    /// <summary>Of the list of départements.</summary>
    public ImportOutcome Departments => _outcomes[2];

    public Database Database => _test.Database;

    /// <summary>Skips the calling test where the files are absent.</summary>
    /// <returns>The paths of the workbook and of the population.</returns>
    public (string Workbook, string Population) Require()
    {
        Requires.RealFile(DepartmentsFile);
        return (Requires.RealFile(WorkbookFile), Requires.RealFile(PopulationFile));
    }

    internal async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql) => await _test.ColumnAsync<T>(sql);

    public async Task InitializeAsync()
    {
        var files = new[] { WorkbookFile, PopulationFile, DepartmentsFile }.Select(f => Path.Combine(RealData.Folder ?? "", f)).ToList();
        if (!files.TrueForAll(File.Exists))
        {
            return;
        }

        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
        var importer = new TestImports(Database, _test.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        foreach (var file in files)
        {
            _outcomes.Add(await importer.ImportAsync(file, "test", "tester", null, CancellationToken.None));
        }

        await new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();
}
