using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Octoplus.Dashboard.Tests.Accounts;

/// <summary>Three attempts to sign in, and five requests to the API, a minute.</summary>
public sealed class BoundedProgram : AccountsProgram
{
    protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Access:SignInsPerMinute"] = "3", ["Access:ApiRequestsPerMinute"] = "5" };
}

public sealed class LimitTests(BoundedProgram program) : IClassFixture<BoundedProgram>
{
    [Fact]
    public async Task Requests_BeyondTheLimit_Are429WithTheTimeToWait()
    {
        // Attempts with tokens and by form count together; each grant is also a request to the API.
        using var client = program.Visitor();
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await client.SignInAsync($"name{i}", "wrong");
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var page = await client.SignInAsync("viewer", AccountsProgram.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.InRange(page.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("essais en peu de temps", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var token = await client.PostFormAsync("/api/v1/token", ("grant_type", "password"), ("username", "viewer"), ("password", AccountsProgram.Password));
        await ExpectProblemAsync(token);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await client.AskAsync("/api/v1/offences");
            statuses.Add(answer.StatusCode);
            if (i == 4)
            {
                await ExpectProblemAsync(answer);
            }
        }

        Assert.Equal(4, statuses.Count(s => s == HttpStatusCode.OK));
        using var health = await client.AskAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static async Task ExpectProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(429, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
    }
}
