using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Tests.Forecasts;

public abstract partial class TrainForecastsSuite
{
    private ForecastPreview Preview(ForecastAll? engine = null) => new(new ForecastSetQueries(Database, new SeriesQueries(Database)), Queries, engine ?? _engine.ForecastAll);

    [SkippableFact]
    public async Task Preview_OfADepartmentAndOfASum_ForecastsWithoutPublishing()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        var before = await ForecastRowsAsync();
        using var preview = Preview();
        var department = await preview.RunAsync(new ForecastKey(Dataset, Measure, "77"), new ForecastTrial(36), CancellationToken.None);
        var region = await preview.RunAsync(new ForecastKey(Dataset, Measure, "R11"), new ForecastTrial(6), CancellationToken.None);
        var country = await preview.RunAsync(new ForecastKey(Dataset, Measure, "FR"), new ForecastTrial(1), CancellationToken.None);

        Assert.Equal((36, 32.0, 202001), (department!.Steps.Count, department.Steps[0].Mean, department.Steps[0].Period));
        Assert.Equal((6, 54.0, 24), (region!.Steps.Count, region.Steps[0].Mean, region.History.Count));
        Assert.Equal(148.0, Assert.Single(country!.Steps).Mean);
        Assert.Equal([201901], country.Interventions.Select(i => i.Period));
        Assert.Equal(before, await ForecastRowsAsync());
    }

    [SkippableFact]
    public async Task Preview_Choices_ReachTheEngine()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        ForecastOptions? seen = null;
        using var preview = Preview((inputs, options, progress, token) =>
        {
            seen = options;
            return _engine.ForecastAll(inputs, options, progress, token);
        });
        await preview.RunAsync(
            new ForecastKey(Dataset, Measure, "75"), new ForecastTrial(12, 20, HandlesBreaks: false, HandlesOutliers: false, UsesCalendar: false), CancellationToken.None);

        Assert.Equal(
            (12, 20, false, false, false, false),
            (seen!.Horizon, seen.HistoryPeriods, seen.HandlesBreaks, seen.HandlesOutliers, seen.UsesCalendar, seen.Backtests));
    }

    [SkippableFact]
    public async Task Preview_OfTheWholeHistory_KeepsWhatWasPublished()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        var seen = new List<ForecastSpecification?>();
        using var preview = Preview((inputs, options, progress, token) =>
        {
            seen.Add(options.Kept);
            return _engine.ForecastAll(inputs, options, progress, token);
        });
        await preview.RunAsync(new ForecastKey(Dataset, Measure, "75"), new ForecastTrial(12), CancellationToken.None);
        await preview.RunAsync(new ForecastKey(Dataset, Measure, "75"), new ForecastTrial(12, 20), CancellationToken.None);

        Assert.Equal([1.5], seen[0]!.IntervalScales);
        Assert.Null(seen[1]);
    }

    [SkippableFact]
    public async Task Preview_OfNothingOrOutOfBounds_IsRefused()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        using var preview = Preview();

        Assert.Null(await preview.RunAsync(new ForecastKey(Dataset, Measure, "99"), new ForecastTrial(12), CancellationToken.None));
        Assert.Null(await preview.RunAsync(new ForecastKey(Dataset, "rien", "75"), new ForecastTrial(12), CancellationToken.None));
        Assert.Null(await preview.RunAsync(new ForecastKey(Datasets.Etat4001, "homicides", "75"), new ForecastTrial(12), CancellationToken.None));
        foreach (var bad in new[] { new ForecastTrial(0), new ForecastTrial(ForecastPreview.MaxHorizon + 1), new ForecastTrial(12, 0) })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => preview.RunAsync(new ForecastKey(Dataset, Measure, "75"), bad, CancellationToken.None));
        }
    }
}
