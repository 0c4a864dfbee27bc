using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>The engine as its callers see it: shape, invariances, determinism and what is kept.</summary>
public sealed class ForecasterTests
{
    private static readonly ForecastOptions _options = new() { Horizon = 12 };

    [Fact]
    public void Forecast_SeasonalSeries_FollowsItsSeasonAndExplainsItself()
    {
        var result = Forecaster.Forecast(Monthly("a", 96, 1), _options);

        Assert.Equal((ForecastRefusal.None, 202212, 96, 12), (result.Refusal, result.Origin, result.History.Count, result.Steps.Count));
        Assert.Equal((202301, 202312), (result.Steps[0].Period, result.Steps[^1].Period));
        // The season has its top in April and its trough in October.
        Assert.Equal(3, result.SeasonalProfile.ToList().IndexOf(result.SeasonalProfile.Max()));
        Assert.True(result.Steps[3].Mean > 1.2 * result.Steps[9].Mean);
        Assert.Equal(1, result.Specification!.Weights.Sum(w => w.Weight), 9);
        Assert.Equal(Predictability.Good, result.Predictability);
        AssertOrdered(result);
    }

    [Fact]
    public void Forecast_LevelThatFellByHalf_ShowsTheTrendWhereTheSeriesWas()
    {
        var whole = Monthly("a", 96, 1);
        var fallen = whole with { Values = [.. whole.Values.Select((v, i) => i < 60 ? v : Math.Round(v!.Value / 2))] };

        var history = Forecaster.Forecast(fallen, _options).History;

        Assert.InRange(history.Take(48).Average(h => h.Trend!.Value) / history.Take(48).Average(h => h.Value!.Value), 0.9, 1.1);
        Assert.InRange(history.Skip(72).Average(h => h.Trend!.Value) / history.Skip(72).Average(h => h.Value!.Value), 0.9, 1.1);
    }

    [Fact]
    public void Forecast_Backtest_ScoresCombinationYardstickAndCandidates()
    {
        var result = Forecaster.Forecast(Monthly("a", 96, 1), _options);

        var whole = result.Backtest.Where(s => s is { FirstStep: 1, LastStep: 12 }).ToDictionary(s => s.Method, StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["combination", "naive", "ets", "arima", "theta"], StringComparer.Ordinal), whole.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.True(whole["combination"].Mae < whole["naive"].Mae);
        Assert.NotNull(whole["combination"].Coverage80);
        Assert.Null(whole["naive"].Coverage80);
        Assert.Equal(
            [(1, 1), (1, 12), (3, 3), (6, 6), (12, 12)],
            result.Backtest.Where(s => s.Method == ForecastResult.Combination).Select(s => (s.FirstStep, s.LastStep)).Order());
    }

    [Fact]
    public void ForecastAll_OneOrManyCores_SameToTheLastDigit()
    {
        var inputs = Enumerable.Range(0, 12).Select(i => Monthly($"s{i}", 60 + (3 * i), i)).ToList();
        var all = Forecaster.ForecastAll(inputs, _options);
        IReadOnlyList<ForecastResult>? alone = null;
        var thread = new Thread(() => alone = OnOneCore(inputs));
        thread.Start();
        thread.Join();

        Assert.Equal(all.SelectMany(r => r.Steps), alone!.SelectMany(r => r.Steps));
    }

    [Fact]
    public void ForecastAll_OtherOrder_SameForecasts()
    {
        var inputs = Enumerable.Range(0, 6).Select(i => Monthly($"s{i}", 72, i)).ToList();
        var straight = Forecaster.ForecastAll(inputs, _options);
        var turned = Forecaster.ForecastAll([.. inputs.AsEnumerable().Reverse()], _options);

        Assert.Equal(straight.SelectMany(r => r.Steps), turned.Reverse().SelectMany(r => r.Steps));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0.001)]
    [InlineData(1e12)]
    public void Forecast_OtherUnit_ForecastsInThatUnit(double factor)
    {
        var input = Monthly("a", 84, 4);
        var plain = Forecaster.Forecast(input, _options);
        var scaled = Forecaster.Forecast(input with { Values = [.. input.Values.Select(v => v * factor)] }, _options);

        for (var h = 0; h < 12; h++)
        {
            Assert.Equal(1, scaled.Steps[h].Mean / plain.Steps[h].Mean / factor, 2);
            Assert.Equal(1, scaled.Steps[h].High95 / plain.Steps[h].High95 / factor, 2);
        }
    }

    [Fact]
    public void Forecast_KeptSpecification_KeepsWeightsAndIsNotBacktested()
    {
        var input = Monthly("a", 96, 1);
        var chosen = Forecaster.Forecast(input with { Values = [.. input.Values.SkipLast(1)] }, _options).Specification!;
        var updated = Forecaster.Forecast(input, _options with { Kept = chosen });

        Assert.Same(chosen, updated.Specification);
        Assert.Empty(updated.Backtest);
        Assert.Equal(Predictability.Untested, updated.Predictability);
        var anew = Forecaster.Forecast(input, _options);
        Assert.InRange(updated.Steps[5].Mean / anew.Steps[5].Mean, 0.97, 1.03);
        Assert.InRange((updated.Steps[5].High95 - updated.Steps[5].Low95) / (anew.Steps[5].High95 - anew.Steps[5].Low95), 0.7, 1.4);
    }

    [Fact]
    public void Forecast_KeptSpecificationAndTheSameValues_IsTheSameForecast()
    {
        var inputs = Enumerable.Range(1, 4).Select(i => Monthly($"{i}", 60 + (20 * i), i) with { IsCount = i > 2 }).ToList();
        var anew = Forecaster.ForecastAll(inputs, _options);

        for (var i = 0; i < inputs.Count; i++)
        {
            var updated = Forecaster.Forecast(inputs[i], _options with { Kept = anew[i].Specification });
            Assert.Equal(anew[i].Steps, updated.Steps);
            Assert.Equal(anew[i].History, updated.History);
        }
    }

    [Fact]
    public void Forecast_KnownBreak_ShowsFitAndTrendAtTheLevelBeforeIt()
    {
        var input = Monthly("a", 96, 1);
        var broken = input with { Values = [.. input.Values.Select((v, i) => i < 48 ? v : 2 * v)], KnownBreaks = [201901] };
        var result = Forecaster.Forecast(broken, _options);

        Assert.Contains(result.Interventions, i => i is { Kind: InterventionKind.KnownBreak, Period: 201901 } && i.Effect > 1.5);
        Assert.All(result.History.Skip(24), h => Assert.InRange(h.Fitted!.Value / h.Value!.Value, 0.7, 1.4));
        Assert.InRange(result.History[47].Trend!.Value / result.History[48].Trend!.Value, 0.4, 0.6);
    }

    [Fact]
    public void Forecast_Gaps_AreNotScored()
    {
        var input = Monthly("a", 96, 1);
        var result = Forecaster.Forecast(input with { Values = [.. input.Values.Select((v, i) => i is 90 or 93 ? null : v)] }, _options);

        var overall = result.Backtest.First(b => b is { Method: ForecastResult.Combination, FirstStep: 1, LastStep: 12 });
        var within = overall.Coverage80!.Value * overall.Count;
        Assert.Equal(Math.Round(within), within, 9);
    }

    [Fact]
    public void Forecast_LongHorizon_BandsNeverNarrowMuch()
    {
        var result = Forecaster.Forecast(Monthly("a", 120, 2), new ForecastOptions { Horizon = ForecastOptions.MaxHorizon });

        AssertOrdered(result);
        Assert.True(result.Steps[^1].High95 - result.Steps[^1].Low95 > result.Steps[0].High95 - result.Steps[0].Low95);
        Assert.All(result.Steps.Skip(1).Zip(result.Steps), pair => Assert.True(pair.First.TotalDeviation > pair.Second.TotalDeviation * 0.9));
    }

    [Fact]
    public void Forecast_HistoryPeriods_LearnsFromTheLastOnly()
    {
        var input = Monthly("a", 120, 3);
        var shortened = Forecaster.Forecast(input, _options with { HistoryPeriods = 60 });

        Assert.Equal(60, shortened.History.Count);
        Assert.Equal(
            Forecaster.Forecast(input with { FirstPeriod = 202001 - 200, Values = [.. input.Values.TakeLast(60)] }, _options).Steps, shortened.Steps);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(121)]
    public void Forecast_HorizonOutOfRange_Throws(int horizon)
        => Assert.Throws<ArgumentException>(() => Forecaster.Forecast(Monthly("a", 40, 1), new ForecastOptions { Horizon = horizon }));

    /// <summary>Season with its top in April, a slow rise and noise; begins so that 96 months end with 2022.</summary>
    internal static ForecastInput Monthly(string id, int count, int seed)
    {
        var random = new Random(seed);
        var first = PeriodSteps.Add(PeriodGrain.Month, 202212, 1 - count);
        var values = new double?[count];
        for (var i = 0; i < count; i++)
        {
            var month = PeriodSteps.Position(PeriodGrain.Month, PeriodSteps.Add(PeriodGrain.Month, first, i), 12);
            values[i] = Math.Round((400 + i) * (1 + (0.2 * Math.Sin(month * Math.PI / 6))) * Math.Exp(0.05 * Normal(random)));
        }

        return new ForecastInput(id, PeriodGrain.Month, first, values, IsCount: false);
    }

    internal static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal static void AssertOrdered(ForecastResult result) => Assert.All(result.Steps, s =>
    {
        Assert.True(double.IsFinite(s.Low95) && double.IsFinite(s.High95) && double.IsFinite(s.TotalDeviation) && s.TotalDeviation >= 0);
        Assert.True(s.Low95 <= s.Low80 && s.Low80 <= s.Mean && s.Mean <= s.High80 && s.High80 <= s.High95);
    });

    // On a scheduler of one thread, as on a machine of one core.
    private static IReadOnlyList<ForecastResult> OnOneCore(List<ForecastInput> inputs)
        => Task.Factory.StartNew(
            () => Forecaster.ForecastAll(inputs, _options), CancellationToken.None, TaskCreationOptions.None,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).GetAwaiter().GetResult();
}
