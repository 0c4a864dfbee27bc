using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;

namespace Octoplus.Dashboard.Tests.Accounts;

public sealed class TokenTests(AccountsProgram program) : IClassFixture<AccountsProgram>
{
    [Fact]
    public async Task Password_Right_GivesAJwtForFifteenMinutes()
    {
        using var client = program.Visitor();
        using var answer = await client.PostFormAsync("/api/v1/token", ("grant_type", "password"), ("username", "Analyst"), ("password", AccountsProgram.Password));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        Assert.Equal(900, body.GetProperty("expires_in").GetInt32());
        var token = new JsonWebToken(body.GetProperty("access_token").GetString());
        Assert.Equal("HS256", token.Alg);
        Assert.Equal("analyst", token.GetClaim("role").Value);
        Assert.Equal(TimeSpan.FromMinutes(15), token.ValidTo - token.ValidFrom);
        Assert.DoesNotContain((await program.UserAsync("analyst")).SecurityStamp, Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(token.EncodedPayload)), StringComparison.Ordinal);
        Assert.Contains("analyst analyst", await program.AuditAsync(AuditActions.TokenGranted));
    }

    [Theory]
    [InlineData("invalid_request", "")]
    [InlineData("invalid_request", "grant_type=password&username=viewer")]
    [InlineData("invalid_request", "grant_type=refresh_token")]
    [InlineData("invalid_request", "grant_type=password&username=a&username=b&password=c")]
    [InlineData("unsupported_grant_type", "grant_type=client_credentials")]
    [InlineData("invalid_grant", "grant_type=password&username=viewer&password=wrong")]
    [InlineData("invalid_grant", "grant_type=password&username=nobody&password=wrong")]
    [InlineData("invalid_grant", "grant_type=refresh_token&refresh_token=unknown")]
    public async Task Grant_Refused_IsAnErrorOfOAuth(string error, string form)
    {
        using var client = program.Visitor();
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await client.PostAsync(new Uri("/api/v1/token", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal(error, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Refresh_UsedTwice_EndsTheFamilyAndIsWrittenDown()
    {
        using var client = program.Visitor();
        var first = (await client.TokenAsync("viewer")).GetProperty("refresh_token").GetString()!;
        using var next = await client.PostFormAsync("/api/v1/token", ("grant_type", "refresh_token"), ("refresh_token", first));
        var second = (await next.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refresh_token").GetString()!;
        foreach (var token in new[] { first, second })
        {
            using var refused = await client.PostFormAsync("/api/v1/token", ("grant_type", "refresh_token"), ("refresh_token", token));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.Contains(" viewer", await program.AuditAsync(AuditActions.TokenReused));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("other key")]
    [InlineData("no signature")]
    [InlineData("expired")]
    [InlineData("other audience")]
    public async Task Bearer_NotOurs_Is401EvenWhereReadingIsOpen(string defect)
    {
        var user = await program.UserAsync("admin");
        var key = new SymmetricSecurityKey(defect == "other key" ? new byte[64] : await File.ReadAllBytesAsync(await KeyFileAsync()));
        var ends = DateTime.UtcNow.AddMinutes(defect == "expired" ? -5 : 5);
        var forged = defect == "garbage" ? "a.b.c" : new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "octoplus",
            Audience = defect == "other audience" ? "other" : "octoplus",
            NotBefore = ends.AddMinutes(-15),
            Expires = ends,
            SigningCredentials = defect == "no signature" ? null : new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object> { ["sub"] = user.Id.ToString(), ["role"] = "admin", ["stamp"] = UserClaims.Digest(user.SecurityStamp) },
        });
        using var client = program.Visitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", forged);
        using var answer = await client.AskAsync("/api/v1/offences");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Bearer_MadeWithTheKey_IsAccepted()
    {
        // The other half of the test above: its tokens fail for their defects alone.
        using var client = await program.WithTokenAsync("viewer");
        using var answer = await client.AskAsync("/api/v1/offences");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Bearer_UserDisabled_EndsWithinTheLimit()
    {
        await program.AddUserAsync("leaver", Role.Viewer);
        using var client = await program.WithTokenAsync("leaver");
        using var before = await client.AskAsync("/api/v1/offences");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await program.Services.GetRequiredService<UserStore>().SetDisabledAsync((await program.UserAsync("leaver")).Id, isDisabled: true, AuditActor.System, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var status = HttpStatusCode.OK;
        while (status == HttpStatusCode.OK)
        {
            using var answer = await client.GetAsync(new Uri("/api/v1/offences", UriKind.Relative), patience.Token);
            status = answer.StatusCode;
            await Task.Delay(50, patience.Token);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Key_MadeOnce_IsTheProgramsAlone()
    {
        var path = await KeyFileAsync();
        Assert.Equal(64, new FileInfo(path).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task Key_ManyNodesAtOnce_ShareOne()
    {
        using var folder = new TemporaryFolder();
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Convert.ToHexString(TokenKey.Load(folder.Path)))));
        Assert.Single(keys.Distinct(StringComparer.Ordinal));
        Assert.Equal([TokenKey.FileName], Directory.EnumerateFiles(folder.Path).Select(f => Path.GetFileName(f)!));
    }

    [Fact]
    public void Key_CutOff_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, TokenKey.FileName), new byte[10]);
        Assert.Contains("holds 10 bytes, expected 64", Assert.Throws<InvalidDataException>(() => TokenKey.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private async Task<string> KeyFileAsync()
    {
        using var client = program.Visitor();
        await client.TokenAsync("viewer");
        return Path.Combine(program.Folder, "keys", TokenKey.FileName);
    }
}
