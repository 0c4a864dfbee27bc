using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Tests.Accounts;

/// <summary>The program in memory without figures, with a user of each role: viewer, analyst and admin, all of one password.</summary>
public class AccountsProgram : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "cheval agrafe pile";

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        await AddUserAsync("viewer", Role.Viewer);
        await AddUserAsync("analyst", Role.Analyst);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        _folder.Dispose();
    }

    public async Task AddUserAsync(string name, Role role, bool mustChange = false)
    {
        var hash = Services.GetRequiredService<IPasswordHasher<UserAccount>>().HashPassword(new UserAccount(), Password);
        Assert.Equal(UserChange.Done, await Services.GetRequiredService<UserStore>().AddAsync(new NewUser(name, role, hash, mustChange), AuditActor.System, CancellationToken.None));
    }

    public async Task<UserAccount> UserAsync(string name) => (await Services.GetRequiredService<UserQueries>().FindAsync(name, CancellationToken.None))!;

    /// <summary>What was written down under an action, as <c>actor subject</c>, newest first.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync(string action)
        => [.. (await Services.GetRequiredService<AuditQueries>().PageAsync(new AuditFilter(Action: action), 1, 100, CancellationToken.None)).Rows.Select(r => $"{r.Actor} {r.Subject}")];

    /// <summary>Someone with a cookie jar who does not follow redirects.</summary>
    public HttpClient Visitor(string scheme = "http")
        => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri(scheme + "://localhost") });

    public async Task<HttpClient> SignedInAsync(string name)
    {
        var client = Visitor();
        using var answer = await client.SignInAsync(name, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public async Task<HttpClient> WithTokenAsync(string name)
    {
        var client = Visitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await client.TokenAsync(name)).GetProperty("access_token").GetString());
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Data:Folder", _folder.Path);
        builder.UseSetting("Data:Demonstration", "false");
        builder.UseSetting("Sources:0:Url", "https://127.0.0.1:9/");
        builder.UseSetting("Sources:1:Url", "https://127.0.0.1:9/");
        builder.UseSetting("Admin:Password", Password);
        builder.UseSetting("Access:SignInsPerMinute", "10000");
        builder.UseSetting("Access:RevalidateSeconds", "1");
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        // As many as the program does cost most of the time of these tests, and keep nobody out here.
        builder.ConfigureTestServices(services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000));
    }
}

/// <summary>The same, with reading for signed-in users only.</summary>
public sealed class ClosedProgram : AccountsProgram
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Access:AnonymousRead"] = "false" };
}

/// <summary>What a browser or a program does.</summary>
internal static partial class VisitorSteps
{
    /// <summary>The token of the first form of a page.</summary>
    public static async Task<string> AntiforgeryAsync(this HttpClient client, string page)
        => WebUtility.HtmlDecode(TokenField().Match(await client.GetStringAsync(new Uri(page, UriKind.Relative))).Groups[1].Value);

    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient client, string page, string form, params (string Name, string Value)[] fields)
    {
        var token = await client.AntiforgeryAsync(page);
        return await client.PostFormAsync(page, [("_handler", form), ("__RequestVerificationToken", token), .. fields]);
    }

    public static Task<HttpResponseMessage> SignInAsync(this HttpClient client, string name, string password, string page = "/connexion")
        => client.SubmitAsync(page, "sign-in", ("Name", name), ("Password", password));

    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public static async Task<JsonElement> TokenAsync(this HttpClient client, string name)
    {
        using var answer = await client.PostFormAsync("/api/v1/token", ("grant_type", "password"), ("username", name), ("password", AccountsProgram.Password));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
