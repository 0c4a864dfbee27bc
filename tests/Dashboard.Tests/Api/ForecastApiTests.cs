using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Tests.Accounts;

namespace Octoplus.Dashboard.Tests.Api;

/// <summary>The monthly series of <see cref="SeriesFiles"/>, forecast: 2 thefts a month in each of the 96 départements.</summary>
public sealed class ForecastApiTests(AccountsProgram program) : IClassFixture<AccountsProgram>, IAsyncLifetime
{
    public Task InitializeAsync() => program.ServeAsync(TrainForecastsJob.Key, async folder =>
    {
        await File.WriteAllLinesAsync(folder.File("monthly.csv"), SeriesFiles.Monthly());
        return folder.File("monthly.csv");
    });

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Forecast_OfADepartment_HasPointsModelAndSource()
    {
        var forecast = await GetAsync("territory=31&measure=vols&horizon=3");

        Assert.Equal(
            ("etat4001-mensuel", "vols", "Vols", "month", "31", "all", "none", "2005-01", false),
            (Text(forecast, "dataset"), Text(forecast, "measure"), Text(forecast, "label"), Text(forecast, "grain"), Text(forecast, "territory"), Text(forecast, "force"),
                Text(forecast, "refusal"), Text(forecast, "origin"), forecast.GetProperty("isDemonstration").GetBoolean()));
        Assert.StartsWith("etat4001-mensuel-200501-", Text(forecast, "vintage"), StringComparison.Ordinal);
        Assert.NotEqual("", Text(forecast, "model"));
        var points = forecast.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(["2005-02", "2005-03", "2005-04"], points.Select(p => Text(p, "period")));
        Assert.All(points, p => Assert.InRange(p.GetProperty("mean").GetDouble(), p.GetProperty("low95").GetDouble(), p.GetProperty("high95").GetDouble()));
        Assert.Contains("Recorded crime is not crime", Text(forecast, "caveat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_OfTheCountry_IsTheSumOfItsDepartmentsTwelveMonthsAhead()
    {
        var country = (await GetAsync("territory=FR&measure=vols")).GetProperty("points").EnumerateArray().Select(p => p.GetProperty("mean").GetDouble()).ToList();
        var department = (await GetAsync("territory=31&measure=vols")).GetProperty("points").EnumerateArray().Select(p => p.GetProperty("mean").GetDouble()).ToList();

        Assert.Equal(12, country.Count);
        Assert.Equal(department.Select(d => 96 * d), country);
    }

    [Theory]
    [InlineData("measure=vols", 400, "territory is required")]
    [InlineData("territory=31", 400, "measure is required")]
    [InlineData("territory=31&measure=vols&horizon=0", 400, "horizon is 0: expected 1 to 24 periods")]
    [InlineData("territory=31&measure=vols&horizon=25", 400, "horizon is 25: expected 1 to 24 periods")]
    [InlineData("territory=31&measure=vols&horizon=deux", 400, "from \"deux\"")]
    [InlineData("territory=31&measure=vol%3Cb%3E", 400, "measure is 'vol<b>': forecasts are of ")]
    [InlineData("territory=31&measure=vols&dataset=autre", 400, "dataset is 'autre': forecasts are of etat4001-mensuel")]
    [InlineData("territory=31&measure=vols&force=armee", 400, "force is 'armee': expected all, police or gendarmerie")]
    [InlineData("territory=31&measure=vols&force=police", 404, "has no forecast by force for '31'")]
    [InlineData("territory=84X&measure=vols", 404, "has no forecast for the territory '84X': it has 110, such as 01, 02, 03")]
    public async Task Forecast_BadRequest_SaysWhatAndWhatWasExpected(string query, int status, string detail)
    {
        using var client = program.Visitor();
        using var answer = await client.AskAsync("/api/v1/forecasts?" + query);

        Assert.Equal(((HttpStatusCode)status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(detail, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Asked_TellOfTheRunsByMeasure()
    {
        using var api = await program.WithTokenAsync("analyst");
        var metrics = await api.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/forecasts/metrics", UriKind.Relative));

        var first = metrics.GetProperty("runs").EnumerateArray().GroupBy(r => r.GetProperty("run").GetInt64()).Last().ToList();
        Assert.Equal(11, first.Count);
        Assert.Equal((JsonValueKind.Null, 1100, 1100, 0), (first[0].GetProperty("measure").ValueKind, Number(first[0], "series"), Number(first[0], "trained"), Number(first[0], "scored")));
        Assert.Equal(JsonValueKind.Array, metrics.GetProperty("records").ValueKind);
    }

    [Fact]
    public async Task Retrain_OfAMeasure_IsAcceptedAndWrittenDown()
    {
        using var api = await program.WithTokenAsync("analyst");
        using var answer = await api.PostAsJsonAsync(new Uri("/api/v1/forecasts/retrain", UriKind.Relative), new { measure = "violences_sexuelles" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("train-forecasts", "person", "etat4001-mensuel/violences-sexuelles", "analyst"), (Text(run, "job"), Text(run, "cause"), Text(run, "parameter"), Text(run, "startedBy")));
        Assert.Equal(JobState.Succeeded, (await EndAsync(run.GetProperty("id").GetInt64())).State);
        Assert.Contains("analyst train-forecasts", await program.AuditAsync("job.run"));
    }

    [Fact]
    public async Task Retrain_WhileARunGoesOn_Is409()
    {
        var store = program.Services.GetRequiredService<JobRunStore>();
        JobLease? lease = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((lease = await store.BeginAsync(new NewRun(TrainForecastsJob.Key, JobCause.Person, "all", "other", "elsewhere"), TimeSpan.FromMinutes(1), patience.Token)) is null)
        {
            await Task.Delay(20, patience.Token);
        }

        using var api = await program.WithTokenAsync("admin");
        using var answer = await api.PostAsync(new Uri("/api/v1/forecasts/retrain", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        using var unknown = await api.PostAsync(new Uri("/api/v1/forecasts/retrain?measure=rien", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.True(await store.EndAsync(lease, new JobEnd(JobState.Stopped, 0, Message.Of("forecast.up-to-date"), StoppedBy: "other"), [], CancellationToken.None));
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static int Number(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private async Task<JobRun> EndAsync(long id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var runs = program.Services.GetRequiredService<JobRunQueries>();
        while (true)
        {
            if (await runs.FindAsync(id, patience.Token) is { State: not JobState.Running } run)
            {
                return run;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<JsonElement> GetAsync(string query)
    {
        using var client = program.Visitor();
        using var answer = await client.AskAsync("/api/v1/forecasts?" + query);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
