using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>What cannot be read at all: one finding with a stable code and what to do. Through the program: EndToEnd/ImportCommandTests.</summary>
public sealed class RefusedFileTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    public Task InitializeAsync() => SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _test.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task ImportAsync_TruncatedZip_IsRefused() => AssertRefusedAsync(BrokenFiles.TruncatedZip(_folder), "broken-workbook", "Download it again.");

    [Fact]
    public Task ImportAsync_NotExcel_IsRefused() => AssertRefusedAsync(BrokenFiles.NotExcel(_folder), "unknown-kind", "found neither a workbook nor a known table.");

    [Fact]
    public Task ImportAsync_PasswordProtected_IsRefused() => AssertRefusedAsync(BrokenFiles.PasswordProtected(_folder), "password-protected", "save it without one");

    [Fact]
    public Task ImportAsync_CsvNamedXlsx_IsRefused() => AssertRefusedAsync(BrokenFiles.CsvNamedXlsx(_folder), "unknown-kind", "Known are: the État 4001 workbook");

    [Fact]
    public Task ImportAsync_EmptyWorkbook_IsRefused() => AssertRefusedAsync(BrokenFiles.EmptyWorkbook(_folder), "unknown-kind", "a workbook with the sheets 'Feuil1'");

    [Fact]
    public Task ImportAsync_ZipWithoutWorkbook_IsRefused() => AssertRefusedAsync(BrokenFiles.ZipWithoutWorkbook(_folder), "broken-workbook", "is missing");

    [Fact]
    public Task ImportAsync_EmptyFile_IsRefused() => AssertRefusedAsync(BrokenFiles.EmptyFile(_folder), "empty-file", "0 bytes");

    [Fact]
    public Task ImportAsync_MissingFile_IsRefused() => AssertRefusedAsync(_folder.File("missing.xlsx"), "missing-file", "There is no file of this name.");

    [Fact]
    public Task ImportAsync_Folder_IsRefused() => AssertRefusedAsync(_folder.Path + Path.DirectorySeparatorChar, "not-a-file", "This is a folder");

    [Fact]
    public async Task ImportAsync_FileHeldByAnother_IsRefused()
    {
        var path = WorkbookBuilder.Valid().Save(_folder.File("held.xlsx"));
        await using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await AssertRefusedAsync(path, "unreadable-file", "The file cannot be read:");
    }

    /// <summary>A cell, a text and a row without end: the limits of Excel itself hold, long before memory is gone.</summary>
    [Theory]
    [InlineData("text", "a text is longer than the 32,767 characters of a cell")]
    [InlineData("columns", "a row has more than the 16,384 columns of a sheet")]
    [InlineData("xml", "cannot be read to its end")]
    [InlineData("entity", "cannot be read to its end")]
    public Task ImportAsync_CraftedSheet_IsRefused(string defect, string reason)
    {
        var workbook = WorkbookBuilder.Valid().Sheet("Services PN 2019").Cell(1, 6, new CellXml(defect switch
        {
            "text" => $"<is><t>{new string('A', 40_000)}</t></is>",
            "columns" => $"</c>{string.Concat(Enumerable.Repeat("<c/>", 17_000))}<c>",
            "xml" => "<v>1</w>",
            _ => "<v>&unknown;</v>",
        }));
        return AssertRefusedAsync(workbook.Save(_folder.File("crafted.xlsx")), "broken-workbook", reason);
    }

    [Fact]
    public async Task ImportAsync_FileName_IsToldWithoutItsFolder()
    {
        var outcome = await ImportAsync(_folder.File("missing.xlsx"));

        Assert.Equal(("missing.xlsx", "missing.xlsx"), (outcome.File, outcome.Findings[0].File));
    }

    [Fact]
    public async Task ImportAsync_ListOfDepartmentsWithDefects_NamesThemAll()
    {
        var path = _folder.File("departements.csv");
        var lines = ReferenceTerritories.Departments.Where(d => d.Code != "75").Select(d => $"{d.Code};{d.Name};{d.RegionCode};{d.RegionName}");
        await File.WriteAllLinesAsync(path, ["code_departement;nom_departement;code_region;nom_region", .. lines, "1;Ain;84;X", "01;Ain;84;X", "75;;11;X", "98Z;Y;11;X"]);
        var outcome = await ImportAsync(path);

        Assert.Equal(
            [
                ("missing-department", null, null), ("unknown-department", 102, "code_departement"), ("duplicate-department", 103, "code_departement"),
                ("missing-name", 104, "nom_departement"), ("unknown-department", 105, "code_departement"),
            ],
            outcome.Findings.Select(f => (f.Code, f.Row, f.Column)));
        Assert.Equal("Refused with 5 error(s): The list lacks Paris: its crime would have no région.", outcome.Message);
    }

    private async Task AssertRefusedAsync(string path, string code, string reason)
    {
        var before = await _test.DumpAsync();
        var outcome = await ImportAsync(path);

        Assert.Equal((ImportStatus.Refused, null, 0L), (outcome.Status, outcome.Vintage, outcome.Facts));
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal((FindingSeverity.Error, code), (finding.Severity, finding.Code));
        Assert.Contains(reason, finding.Reason, StringComparison.Ordinal);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"Refused with 1 error(s): {finding.Reason}"), outcome.Message);
        Assert.Equal(before, await _test.DumpAsync());
    }

    private Task<ImportOutcome> ImportAsync(string path)
        => new TestImports(_test.Database, _test.Folder).Importer.ImportAsync(path, "test", "tester", null, CancellationToken.None);
}
