using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Octoplus.Dashboard.Tests.Pages.Admin.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

public sealed class JobApiTests(ImportsProgram program) : IClassFixture<ImportsProgram>
{
    [Fact]
    public async Task Run_Asked_IsAcceptedListedAndWrittenDown()
    {
        using var api = await program.WithTokenAsync("admin");
        using var answer = await api.PostAsync(new Uri("/api/v1/jobs/rebuild-views/runs", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("rebuild-views", "person", "admin"), (Text(run, "job"), Text(run, "cause"), Text(run, "startedBy")));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonElement last;
        do
        {
            var job = (await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/jobs", UriKind.Relative), patience.Token)).EnumerateArray().Single(j => Text(j, "name") == "rebuild-views");
            last = job.GetProperty("lastRun");
            await Task.Delay(20, patience.Token);
        }
        while (Text(last, "state") == "running");

        Assert.Equal("succeeded", Text(last, "state"));
        Assert.Contains("admin rebuild-views", await program.AuditAsync("job.run"));
    }

    [Fact]
    public async Task Run_OfNoJob_Is404NamingThem()
    {
        using var api = await program.WithTokenAsync("admin");
        using var answer = await api.PostAsync(new Uri("/api/v1/jobs/rien/runs", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("rebuild-views", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
