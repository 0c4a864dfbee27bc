using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Octoplus.Tests;

/// <summary>A program that brings files by the REST API, as an administrator of its own.</summary>
internal sealed class DeskClient(Uri address) : IDisposable
{
    private const string Name = "admin";
    private const string Password = "correct-horse-battery";

    private readonly HttpClient _client = new() { BaseAddress = address };

    /// <summary>What a server needs in its environment for this client: the administrator, no bounds that tests would meet.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Admin__Name"] = Name,
        ["Admin__Password"] = Password,
        ["Access__SignInsPerMinute"] = "1000",
        ["Access__ApiRequestsPerMinute"] = "1000000",
    };

    public async Task SignInAsync()
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("username", Name), new("password", Password)]);
        using var answer = await _client.PostAsync(new Uri("api/v1/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Uploads a file and waits until it is read; returns its id.</summary>
    /// <exception cref="InvalidOperationException">It does not come to wait for a decision.</exception>
    public async Task<long> UploadAsync(string path)
    {
        await using var content = File.OpenRead(path);
        using var body = new StreamContent(content);
        using var answer = await _client.PostAsync(new Uri($"api/v1/imports?name={Path.GetFileName(path)}", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        while (await StateAsync(id) is var state && state != "waiting")
        {
            if (state is not ("queued" or "reading"))
            {
                throw new InvalidOperationException($"{path}: {state}");
            }

            await Task.Delay(20);
        }

        return id;
    }

    /// <param name="decision"><c>accept</c> or <c>refuse</c>.</param>
    public async Task DecideAsync(long id, string decision)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"api/v1/imports/{id}/{decision}"), UriKind.Relative), new { comment = "test" });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Runs a job now.</summary>
    /// <returns>Key of the run; null while the job runs.</returns>
    public async Task<long?> RunJobAsync(string job)
    {
        using var answer = await _client.PostAsync(new Uri($"api/v1/jobs/{job}/runs", UriKind.Relative), null);
        if (answer.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    /// <summary>The server of this client fires jobs by their schedules.</summary>
    public async Task<bool> TakesPartInScheduleAsync()
        => (await _client.GetFromJsonAsync<JsonElement>(new Uri("api/v1/jobs", UriKind.Relative))).EnumerateArray().All(j => j.GetProperty("schedule").ValueKind == JsonValueKind.String);

    /// <summary>SHA-256 of the vintages behind what is served.</summary>
    public async Task<IReadOnlyList<string?>> ServedAsync()
        => [.. (await _client.GetFromJsonAsync<JsonElement>(new Uri("api/v1/datasets", UriKind.Relative))).EnumerateArray().Select(d => d.GetProperty("sha256").GetString())];

    public void Dispose() => _client.Dispose();

    private async Task<string?> StateAsync(long id)
        => (await _client.GetFromJsonAsync<JsonElement>(new Uri(string.Create(CultureInfo.InvariantCulture, $"api/v1/imports/{id}"), UriKind.Relative)))
            .GetProperty("import").GetProperty("state").GetString();
}
