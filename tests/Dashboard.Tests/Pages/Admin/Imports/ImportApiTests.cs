using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Octoplus.Dashboard.Tests.Accounts;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

/// <summary>The way of a file through the API, and what every sender of broken files is told.</summary>
public sealed class ImportApiTests(ImportsProgram program) : IClassFixture<ImportsProgram>
{
    [Fact]
    public async Task Import_FromUploadToRestore_EachStepIsServedAndWrittenDown()
    {
        using var api = await program.WithTokenAsync("admin");
        var first = await program.BringAsync(api, WorkbookBuilder.Valid(2019, 2020).ToArray(), "premier.xlsx");
        Assert.Equal("waiting", ImportsProgram.State(first));
        Assert.Equal("2019", first.GetProperty("import").GetProperty("firstPeriod").GetString());
        Assert.True(first.GetProperty("report").GetProperty("isFirst").GetBoolean());
        await DecideAsync(api, first, "/accept", HttpStatusCode.OK, "vu");

        var second = await program.BringAsync(api, WorkbookBuilder.Valid(2019, 2020).Sheet("Services PN 2020").Count(27, 1, 99).ToArray(), "second.xlsx");
        var cell = Assert.Single(second.GetProperty("report").GetProperty("largest").EnumerateArray());
        Assert.Equal("index-27", cell.GetProperty("measure").GetString());
        Assert.Equal(99, cell.GetProperty("after").GetDouble());
        Assert.Equal(3, second.GetProperty("report").GetProperty("formerPlaces").GetInt32() - 2);
        await DecideAsync(api, second, "/accept", HttpStatusCode.OK);
        await DecideAsync(api, second, "/accept", HttpStatusCode.Conflict);
        Assert.Equal(["2019", "2020"], await ActiveAsync(api, "second.xlsx"));

        await PostAsync(api, "/api/v1/datasets/etat4001/undo", HttpStatusCode.OK, new { comment = "faux", expected = (long?)null });
        Assert.Equal(["2019", "2020"], await ActiveAsync(api, "premier.xlsx"));
        await PostAsync(api, "/api/v1/datasets/etat4001/redo", HttpStatusCode.OK, null);
        Assert.Equal([], await ActiveAsync(api, "premier.xlsx"));
        await PostAsync(api, "/api/v1/datasets/etat4001/redo", HttpStatusCode.Conflict, null);
        await PostAsync(api, "/api/v1/datasets/etat4001/undo", HttpStatusCode.Conflict, new { expected = 1L });
        await PostAsync(api, $"/api/v1/vintages/{await VintageAsync(api, "premier.xlsx")}/restore", HttpStatusCode.OK, new { comment = "quand même" });
        Assert.Equal(["2019", "2020"], await ActiveAsync(api, "premier.xlsx"));

        foreach (var (action, file) in new[]
        {
            ("import.uploaded", "premier.xlsx"), ("import.accepted", "second.xlsx"), ("vintage.undone", "second.xlsx"), ("vintage.redone", "second.xlsx"), ("vintage.restored", "premier.xlsx"),
        })
        {
            Assert.Contains("admin " + file, await program.AuditAsync(action));
        }
    }

    [Fact]
    public async Task Accept_OfAReportThatIsOutOfDate_SaysSoAndMakesANewOne()
    {
        using var api = await program.WithTokenAsync("admin");
        var one = await program.BringAsync(api, WorkbookBuilder.Valid(2021).ToArray());
        var other = await program.BringAsync(api, WorkbookBuilder.Valid(2021).Sheet("Services PN 2021").Count(27, 1, 77).ToArray());
        await DecideAsync(api, other, "/accept", HttpStatusCode.OK);
        var problem = await DecideAsync(api, one, "/accept", HttpStatusCode.Conflict);
        Assert.Contains("new report", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var again = await program.ReadAsync(api, ImportsProgram.Id(one));
        Assert.Equal("waiting", ImportsProgram.State(again));
        Assert.Equal(1, again.GetProperty("report").GetProperty("changedCells").GetInt64());
        await DecideAsync(api, again, "/refuse", HttpStatusCode.OK, "l'autre est bon");
    }

    [Fact]
    public async Task Refuse_WithComment_DropsTheFileAndKeepsTheWords()
    {
        using var api = await program.WithTokenAsync("admin");
        var file = await program.BringAsync(api, WorkbookBuilder.Valid(2022).ToArray(), "non.xlsx");
        var refused = await DecideAsync(api, file, "/refuse", HttpStatusCode.OK, "  ce n'est pas la bonne édition  ");
        Assert.Equal("refused", refused.GetProperty("state").GetString());
        Assert.Equal("ce n'est pas la bonne édition", refused.GetProperty("comment").GetString());
        Assert.Equal("admin", refused.GetProperty("decidedBy").GetString());
        await DecideAsync(api, file, "/accept", HttpStatusCode.Conflict);
        Assert.DoesNotContain(program.Uploads, u => Path.GetFileName(u) == refused.GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Import_SentAsAForm_TakesTheNameOfTheFile()
    {
        using var api = await program.WithTokenAsync("admin");
        using var form = ImportsProgram.Form(new ByteArrayContent("code;valeur\n01;3\n"u8.ToArray()), "tableau.csv");
        using var answer = await api.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var row = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("tableau.csv", row.GetProperty("file").GetString());
        Assert.Equal("api", row.GetProperty("origin").GetString());
        Assert.Equal($"/api/v1/imports/{row.GetProperty("id").GetInt64()}", answer.Headers.Location?.ToString());
        Assert.Equal("mapping", ImportsProgram.State(await program.ReadAsync(api, row.GetProperty("id").GetInt64())));
    }

    [Theory]
    [InlineData("/api/v1/imports/99999", "GET")]
    [InlineData("/api/v1/imports/99999/accept", "POST")]
    [InlineData("/api/v1/imports/99999/refuse", "POST")]
    [InlineData("/api/v1/vintages/99999/restore", "POST")]
    public async Task UnknownId_IsNotFound(string path, string method)
    {
        using var api = await program.WithTokenAsync("admin");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var answer = await api.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/admin/imports/99999")]
    [InlineData("/admin/imports/originaux/99999")]
    [InlineData("/admin/imports/99999/constats.csv")]
    public async Task UnknownId_OnPages_IsTheNotFoundPage(string path)
    {
        using var browser = await program.SignedInAsync("admin");
        using var answer = await browser.AskAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Page introuvable", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(BrokenFiles.TruncatedZip), "broken-workbook")]
    [InlineData(nameof(BrokenFiles.NotExcel), "unknown-kind")]
    [InlineData(nameof(BrokenFiles.ZipWithoutWorkbook), "broken-workbook")]
    [InlineData(nameof(BrokenFiles.PasswordProtected), "password-protected")]
    [InlineData(nameof(BrokenFiles.ZeroBomb), "too-large")]
    [InlineData(nameof(BrokenFiles.EmptyWorkbook), "unknown-kind")]
    public async Task BrokenFile_EndsInvalidWithItsFinding(string kind, string code)
    {
        using var folder = new TemporaryFolder();
        using var api = await program.WithTokenAsync("admin");
        var path = kind switch
        {
            nameof(BrokenFiles.TruncatedZip) => BrokenFiles.TruncatedZip(folder),
            nameof(BrokenFiles.NotExcel) => BrokenFiles.NotExcel(folder),
            nameof(BrokenFiles.ZipWithoutWorkbook) => BrokenFiles.ZipWithoutWorkbook(folder),
            nameof(BrokenFiles.PasswordProtected) => BrokenFiles.PasswordProtected(folder),
            nameof(BrokenFiles.ZeroBomb) => BrokenFiles.ZeroBomb(folder, 300 << 20),
            _ => BrokenFiles.EmptyWorkbook(folder),
        };
        var detail = await program.BringAsync(api, await File.ReadAllBytesAsync(path));
        Assert.Equal("invalid", ImportsProgram.State(detail));
        Assert.Contains(detail.GetProperty("findings").EnumerateArray(), f => f.GetProperty("code").GetString() == code);
    }

    [Fact]
    public async Task BrokenFile_Empty_IsNotTakenIn()
    {
        using var api = await program.WithTokenAsync("admin");
        using var body = new ByteArrayContent([]);
        using var answer = await api.PostAsync(new Uri("/api/v1/imports?name=vide.csv", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("empty-file", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task BrokenFile_CsvListThatMissesDepartments_EndsInvalid()
    {
        using var api = await program.WithTokenAsync("admin");
        var detail = await program.BringAsync(api, "code_departement,nom_departement,code_region,nom_region\n01,Ain,84,Auvergne-Rhône-Alpes\n"u8.ToArray(), "liste.csv");
        Assert.Equal("invalid", ImportsProgram.State(detail));
        Assert.Equal(100, detail.GetProperty("import").GetProperty("errors").GetInt32());
    }

    [Fact]
    public async Task HostileCells_AreTextOnThePageAndInTheDownload()
    {
        using var api = await program.WithTokenAsync("admin");
        var detail = await program.BringAsync(
            api,
            WorkbookBuilder.Valid(2019).Sheet("Services PN 2019").Count(27, 1, "=HYPERLINK(\"http://evil.example\")").Count(28, 1, "<script>alert(1)</script>").Count(29, 1, "@sum").ToArray(),
            "hostile.xlsx");
        using var browser = await program.SignedInAsync("admin");
        var page = await browser.GetStringAsync(new Uri($"/admin/imports/{ImportsProgram.Id(detail)}", UriKind.Relative));
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);

        using var answer = await browser.AskAsync($"/admin/imports/{ImportsProgram.Id(detail)}/constats.csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var csv = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("Gravité;Feuille;Ligne;Colonne;Trouvé", csv, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(";=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(";\"=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(";@sum", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Original_OfAnAcceptedFile_IsAnAttachmentOfTheSameBytes()
    {
        using var api = await program.WithTokenAsync("admin");
        var content = WorkbookBuilder.Valid(2023).ToArray();
        await DecideAsync(api, await program.BringAsync(api, content, "l'édition <2023>.xlsx"), "/accept", HttpStatusCode.OK);
        using var browser = await program.SignedInAsync("admin");
        using var answer = await browser.AskAsync($"/admin/imports/originaux/{await VintageAsync(api, "l'édition <2023>.xlsx")}");
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains("admin l'édition <2023>.xlsx", await program.AuditAsync("vintage.downloaded"));
    }

    private static async Task<JsonElement> DecideAsync(HttpClient api, JsonElement detail, string verb, HttpStatusCode expected, string? comment = null)
        => await PostAsync(api, ImportsProgram.Api(ImportsProgram.Id(detail), verb).ToString(), expected, comment is null ? null : new { comment });

    private static async Task<JsonElement> PostAsync(HttpClient api, string path, HttpStatusCode expected, object? body)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var answer = await api.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> VintageOfAsync(HttpClient api, string file)
        => (await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/vintages", UriKind.Relative))).EnumerateArray().Single(v => v.GetProperty("file").GetString() == file);

    private static async Task<long> VintageAsync(HttpClient api, string file) => (await VintageOfAsync(api, file)).GetProperty("id").GetInt64();

    private static async Task<IEnumerable<string?>> ActiveAsync(HttpClient api, string file)
        => [.. (await VintageOfAsync(api, file)).GetProperty("activePeriods").EnumerateArray().Select(p => p.GetString())];
}
