using System.Security.Cryptography;
using System.Text.Json;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;

namespace Octoplus.EndToEnd;

/// <summary><c>import</c> as a user runs it: exit codes, one JSON line a file, and a database that bad files do not touch.</summary>
public sealed class ImportCommandTests : IClassFixture<ImportCommandTests.Imported>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Imported _imported;

    public ImportCommandTests(Imported imported) => _imported = imported;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_GoodFile_ExitsWith0AndServesIt()
    {
        // A database of its own: those who look into one leave a write-ahead log beside it.
        await using var test = TestDatabase.OnSqlite();
        var result = await ImportProcess.RunAsync(test, WorkbookBuilder.Valid().Save(_folder.File("good.xlsx")));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var outcome = result.Outcome;
        Assert.Equal(
            ("good.xlsx", "accepted", "etat4001", 2019, 2020, 14_195L),
            (Text(outcome, "file"), Text(outcome, "status"), Text(outcome, "dataset"), outcome.GetProperty("firstPeriod").GetInt32(),
                outcome.GetProperty("lastPeriod").GetInt32(), outcome.GetProperty("total").GetInt64()));
        Assert.Equal(
            [6840L, 7355L],
            (await new CountQueries(test.Database).ByTerritoryAsync(
                Nomenclature.FindMeasure("tous")!, TerritoryLevel.Country, null, null, CancellationToken.None)).Select(r => r.Count(Force.All)!.Value));
    }

    [Theory]
    [InlineData("TruncatedZip", "broken-workbook", "The file is no complete .xlsx workbook")]
    [InlineData("NotExcel", "unknown-kind", "The content is of no known kind")]
    [InlineData("PasswordProtected", "password-protected", "The workbook is protected by a password")]
    [InlineData("CsvNamedXlsx", "unknown-kind", "The content is of no known kind")]
    [InlineData("EmptyWorkbook", "unknown-kind", "The content is of no known kind")]
    [InlineData("ZipWithoutWorkbook", "broken-workbook", "The file is no complete .xlsx workbook")]
    [InlineData("EmptyFile", "empty-file", "The file is empty: 0 bytes.")]
    [InlineData("Missing", "missing-file", "There is no file of this name.")]
    [InlineData("Folder", "not-a-file", "This is a folder")]
    [InlineData("YearTwice", "duplicate-sheet", "The sheets 'Services PN 2019', 'Services PN 2019 (2)' are of one force and year.")]
    public Task Import_BadFile_ExitsWith2AndTouchesNothing(string defect, string code, string reason)
        => AssertRefusedAsync(
            defect switch
            {
                "TruncatedZip" => BrokenFiles.TruncatedZip(_folder),
                "NotExcel" => BrokenFiles.NotExcel(_folder),
                "PasswordProtected" => BrokenFiles.PasswordProtected(_folder),
                "CsvNamedXlsx" => BrokenFiles.CsvNamedXlsx(_folder),
                "EmptyWorkbook" => BrokenFiles.EmptyWorkbook(_folder),
                "ZipWithoutWorkbook" => BrokenFiles.ZipWithoutWorkbook(_folder),
                "EmptyFile" => BrokenFiles.EmptyFile(_folder),
                "YearTwice" => WorkbookBuilder.Valid().DuplicateSheet("Services PN 2019", "Services PN 2019 (2)").Save(_folder.File("twice.xlsx")),
                "Folder" => Directory.CreateDirectory(_folder.File("folder.xlsx")).FullName + Path.DirectorySeparatorChar,
                _ => _folder.File("missing.xlsx"),
            },
            code,
            reason);

    [Fact]
    public async Task Import_FileHeldByAnotherProgram_ExitsWith2AndTouchesNothing()
    {
        var path = WorkbookBuilder.Valid(2021).Save(_folder.File("held.xlsx"));
        await using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await AssertRefusedAsync(path, "unreadable-file", "The file cannot be read:");
    }

    [Fact]
    public async Task Import_ZeroBomb_IsRefusedQuicklyInLittleMemory()
    {
        var result = await AssertRefusedAsync(
            BrokenFiles.ZeroBomb(_folder), "too-large", "The part 'xl/worksheets/sheet1.xml' inflates to more than 200 MB");

        Assert.InRange(result.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.InRange(result.PeakMegabytes, 1, 400);
    }

    [Fact]
    public async Task Import_GoodAndBadFiles_TellsOfEachAndExitsWith2()
    {
        await using var test = TestDatabase.OnSqlite();
        var result = await ImportProcess.RunAsync(
            test, BrokenFiles.NotExcel(_folder), WorkbookBuilder.Valid().Save(_folder.File("one.xlsx")), WorkbookBuilder.Valid().Save(_folder.File("two.xlsx")));

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["refused", "accepted", "unchanged"], result.Lines.Select(line => Text(JsonDocument.Parse(line).RootElement, "status")));
    }

    [Fact]
    public async Task Import_NoFile_SaysSoAndExitsWith2()
    {
        var result = await ImportProcess.RunAsync(_imported.Test);

        Assert.Equal((2, "import: name one or more files."), (result.ExitCode, result.Error.Trim()));
        Assert.Empty(result.Lines);
    }

    private async Task<ImportProcess.Result> AssertRefusedAsync(string path, string code, string reason)
    {
        var before = Hash();
        var result = await ImportProcess.RunAsync(_imported.Test, path);

        Assert.Equal((2, ""), (result.ExitCode, result.Error));
        var outcome = result.Outcome;
        Assert.Equal("refused", Text(outcome, "status"));
        var finding = Assert.Single(outcome.GetProperty("findings").EnumerateArray());
        Assert.Equal((code, "error"), (Text(finding, "code"), Text(finding, "severity")));
        Assert.StartsWith(reason, Text(finding, "reason"), StringComparison.Ordinal);
        Assert.Contains(reason, Text(outcome, "message"), StringComparison.Ordinal);
        Assert.Equal(before, Hash());
        return result;
    }

    // The database is one file once the last process has closed it: the write-ahead log is gone.
    private string Hash()
    {
        Assert.Equal(["octoplus.db"], Directory.GetFiles(_imported.Test.Folder).Select(Path.GetFileName));
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(_imported.Test.Folder, "octoplus.db"))));
    }

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;

    /// <summary>A database into which the program has imported one good workbook.</summary>
    public sealed class Imported : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal TestDatabase Test { get; } = TestDatabase.OnSqlite();

        public async Task InitializeAsync()
            => Assert.Equal(0, (await ImportProcess.RunAsync(Test, WorkbookBuilder.Valid().Save(_folder.File("good.xlsx")))).ExitCode);

        public async Task DisposeAsync()
        {
            await Test.DisposeAsync();
            _folder.Dispose();
        }
    }
}
