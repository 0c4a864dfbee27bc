using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Octoplus.Dashboard.Tests.Accounts;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

/// <summary>The program in memory with nothing but its reference figures, to which tests bring files.</summary>
public sealed class ImportsProgram : AccountsProgram
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Access:ApiRequestsPerMinute"] = "100000" };

    /// <summary>Files of uploads and parts that lie in the data folder.</summary>
    public IEnumerable<string> Uploads
        => Directory.Exists(Path.Combine(Folder, "uploads")) ? Directory.EnumerateFiles(Path.Combine(Folder, "uploads")) : [];

    /// <summary>Waits until a file is read.</summary>
    public async Task<JsonElement> ReadAsync(HttpClient program, long id)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            var detail = await program.GetFromJsonAsync<JsonElement>(Api(id), patience.Token);
            if (detail.GetProperty("import").GetProperty("state").GetString() is not ("queued" or "reading"))
            {
                return detail;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Brings a file as a program does, and waits until it is read.</summary>
    public async Task<JsonElement> BringAsync(HttpClient program, byte[] content, string name = "fichier.xlsx")
    {
        using var body = new ByteArrayContent(content);
        using var answer = await program.PostAsync(new Uri("/api/v1/imports?name=" + Uri.EscapeDataString(name), UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await ReadAsync(program, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64());
    }

    public static Uri Api(long id, string verb = "") => new(string.Create(CultureInfo.InvariantCulture, $"/api/v1/imports/{id}{verb}"), UriKind.Relative);

    public static string State(JsonElement detail) => detail.GetProperty("import").GetProperty("state").GetString()!;

    public static long Id(JsonElement detail) => detail.GetProperty("import").GetProperty("id").GetInt64();

    /// <summary>A form with one file, as the script of the page sends it.</summary>
    public static MultipartFormDataContent Form(HttpContent file, string name)
    {
        // Written by hand: HttpClient would encode or refuse what a hostile sender does not.
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"files\"" };
        file.Headers.ContentDisposition.Parameters.Add(new NameValueHeaderValue("filename", $"\"{name.Replace("\"", "%22", StringComparison.Ordinal)}\""));
        return new MultipartFormDataContent { file };
    }

    /// <summary>An administrator's browser, with the token that its page holds.</summary>
    public async Task<(HttpClient Browser, string Token)> BrowserAsync()
    {
        var browser = await SignedInAsync("admin");
        return (browser, await browser.AntiforgeryAsync("/admin/imports"));
    }

    public static async Task<HttpResponseMessage> UploadAsync(HttpClient browser, string token, HttpContent form, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/admin/imports/fichiers", UriKind.Relative)) { Content = form };
        request.Headers.Add("RequestVerificationToken", token);
        return await browser.SendAsync(request, cancellationToken);
    }
}
