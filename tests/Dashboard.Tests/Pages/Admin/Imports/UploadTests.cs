using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

/// <summary>What senders may do to the upload of the import page, friendly and not.</summary>
public sealed class UploadTests(ImportsProgram program) : IClassFixture<ImportsProgram>
{
    private static int _made;

    [Fact]
    public async Task Upload_OneFile_AnswersWithItsAddressAndIsWrittenDown()
    {
        var (browser, token) = await program.BrowserAsync();
        using var form = ImportsProgram.Form(NoTable(), "essai.txt");
        using var answer = await ImportsProgram.UploadAsync(browser, token, form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"/admin/imports/{file.GetProperty("id").GetInt64()}", file.GetProperty("address").GetString());
        Assert.Contains("admin essai.txt", await program.AuditAsync("import.uploaded"));
        browser.Dispose();
    }

    [Theory]
    [InlineData("../../x.csv", "x.csv")]
    [InlineData("..\\..\\x.csv", "x.csv")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("C:\\fichiers\\tableau.csv", "tableau.csv")]
    [InlineData("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv")]
    [InlineData("..", "..")]
    public async Task Upload_HostileName_IsOnlyALabel(string sent, string shown)
    {
        var (browser, token) = await program.BrowserAsync();
        using var form = ImportsProgram.Form(NoTable(), sent);
        using var answer = await ImportsProgram.UploadAsync(browser, token, form);
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(shown, file.GetProperty("fileName").GetString());
        var page = await browser.GetStringAsync(new Uri(file.GetProperty("address").GetString()!, UriKind.Relative));
        Assert.Contains(WebUtility.HtmlEncode(shown), page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        browser.Dispose();
    }

    [Fact]
    public async Task Upload_NameOf300Characters_IsShortenedInTheMiddle()
    {
        var (browser, token) = await program.BrowserAsync();
        using var form = ImportsProgram.Form(NoTable(), new string('a', 296) + ".csv");
        using var answer = await ImportsProgram.UploadAsync(browser, token, form);
        var name = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("fileName").GetString()!;
        Assert.Equal(200, name.Length);
        Assert.EndsWith(".csv", name, StringComparison.Ordinal);
        browser.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("CfDJ8-of-another-session")]
    public async Task Upload_WithoutTheTokenOfItsSession_IsRefusedAndKeepsNothing(string token)
    {
        using var browser = await program.SignedInAsync("admin");
        var before = await CountAsync();
        using var form = ImportsProgram.Form(NoTable(), "x.csv");
        using var answer = token.Length > 0
            ? await ImportsProgram.UploadAsync(browser, token, form)
            : await browser.PostAsync(new Uri("/admin/imports/fichiers", UriKind.Relative), form);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(token.Length > 0 ? answer.StatusCode == HttpStatusCode.BadRequest : answer.Headers.Location?.ToString().EndsWith("refus=no-token", StringComparison.Ordinal) == true);
        Assert.Equal(before, await CountAsync());
        Assert.DoesNotContain(program.Uploads, u => u.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upload_PlainFormOfTwoFiles_TakesBothAndGoesBackToThePage()
    {
        var (browser, token) = await program.BrowserAsync();
        var before = await CountAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { NoTable(), "files", "un.txt" },
            { NoTable(), "files", "deux.txt" },
        };
        using var answer = await browser.PostAsync(new Uri("/admin/imports/fichiers", UriKind.Relative), form);
        Assert.Equal("/admin/imports", answer.Headers.Location?.ToString());
        Assert.Equal(before + 2, await CountAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task Upload_PlainFormOfAnEmptyFile_SaysSoOnThePage()
    {
        var (browser, token) = await program.BrowserAsync();
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent([]), "files", "vide.csv" } };
        using var answer = await browser.PostAsync(new Uri("/admin/imports/fichiers", UriKind.Relative), form);
        Assert.EndsWith("refus=empty-file", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("il est vide", WebUtility.HtmlDecode(await browser.GetStringAsync(answer.Headers.Location)), StringComparison.Ordinal);
        browser.Dispose();
    }

    [Fact]
    public async Task Upload_CutOff_LeavesNothing()
    {
        var (browser, token) = await program.BrowserAsync();
        var before = await CountAsync();
        using var leaving = new CancellationTokenSource();
        using var file = new StreamContent(new BrokenOffStream(3_000_000, leaving));
        using var form = ImportsProgram.Form(file, "coupe.csv");
        await Assert.ThrowsAnyAsync<Exception>(() => ImportsProgram.UploadAsync(browser, token, form, leaving.Token));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (program.Uploads.Any(u => u.EndsWith(".part", StringComparison.Ordinal)))
        {
            await Task.Delay(20, patience.Token); // the server notices a little later than the sender
        }

        Assert.Equal(before, await CountAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task Upload_FormWithoutItsEnd_IsRefusedAndKeepsNothing()
    {
        var (browser, token) = await program.BrowserAsync();
        var before = await CountAsync();
        using var form = new StringContent("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"x.csv\"\r\n\r\na;b\r\n1;");
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var answer = await ImportsProgram.UploadAsync(browser, token, form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("broken-off", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(before, await CountAsync());
        browser.Dispose();
    }

    [Fact]
    public async Task Upload_FiftyAtOnce_AreAllTakenInAndRead()
    {
        var (browser, token) = await program.BrowserAsync();
        using var api = await program.WithTokenAsync("admin");
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using var form = ImportsProgram.Form(NoTable(), $"fichier-{i}.txt");
            using var answer = await ImportsProgram.UploadAsync(browser, token, form);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        }));
        Assert.Equal(50, ids.Distinct().Count());
        foreach (var id in ids)
        {
            Assert.Equal("invalid", ImportsProgram.State(await program.ReadAsync(api, id)));
        }

        browser.Dispose();
    }

    [Fact]
    public async Task Upload_LongerThanTheBoundByItsOwnWord_IsRefusedBeforeItIsRead()
    {
        var (browser, token) = await program.BrowserAsync();
        var zeros = new ZeroStream(202_000_000);
        using var file = new StreamContent(zeros);
        using var form = ImportsProgram.Form(file, "grand.csv");
        using var answer = await ImportsProgram.UploadAsync(browser, token, form);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.True(zeros.Position < 10_000_000, $"{zeros.Position} bytes were read");
        browser.Dispose();
    }

    [Fact]
    public async Task Upload_StreamOf201Megabytes_IsRefusedAtTheBoundAndKeepsNothing()
    {
        using var api = await program.WithTokenAsync("admin");
        using var body = new StreamContent(new ZeroStream(201_000_000, hasLength: false));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/imports?name=grand.csv", UriKind.Relative)) { Content = body };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await api.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("too-large", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.DoesNotContain(program.Uploads, u => u.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upload_GzipOfTenGigabytes_IsRefusedWhenItPassesTheBound()
    {
        using var api = await program.WithTokenAsync("admin");
        // A hundred members of 100 MB of zeros: about 10 MB to send.
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            new ZeroStream(100_000_000).CopyTo(gzip);
        }

        var bomb = Enumerable.Repeat(member.ToArray(), 100).SelectMany(m => m).ToArray();
        var inflatedBefore = Inflated();
        var detail = await program.BringAsync(api, bomb, "bombe.csv.gz");
        Assert.Equal("invalid", ImportsProgram.State(detail));
        Assert.Equal("too-large", detail.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(inflatedBefore, Inflated());
    }

    private static string[] Inflated() => Directory.GetFiles(Path.GetTempPath(), "octoplus-*.inflated");

    /// <summary>A text that is no table and unlike any other.</summary>
    private static ByteArrayContent NoTable()
        => new(Encoding.UTF8.GetBytes($"rien qui soit un tableau {Interlocked.Increment(ref _made)}"));

    private async Task<int> CountAsync()
    {
        using var api = await program.WithTokenAsync("admin");
        var list = await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/imports?limit=200", UriKind.Relative));
        return list.GetProperty("open").GetArrayLength() + list.GetProperty("over").GetArrayLength();
    }
}
