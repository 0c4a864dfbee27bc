using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Peaks;
using Xunit.Abstractions;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Peaks;

public sealed class PeakForecasterTests(ITestOutputHelper output)
{
    private const int First = 20010101;

    /// <summary>Bad weeks come together: last week's tell of the next.</summary>
    [Fact]
    public void Forecast_WeeksThatCarryOn_TellsPeaksAndIsCalibrated()
    {
        var forecasts = PeakForecaster.Forecast(Simulated(31, series: 8, weeks: 900, carry: 0.8, spread: 0.12));

        var score = forecasts.Backtest!;
        output.WriteLine(Text(score));
        Assert.True(forecasts.IsLearnt);
        Assert.InRange(score.Auc!.Value, 0.65, 0.95);
        Assert.InRange(score.Skill, 0.03, 0.5);
        Assert.InRange(score.BaseRate, 0.07, 0.15);
        Assert.InRange(score.CalibrationError, 0, 0.03);
        Assert.All(forecasts.Series, s => Assert.True(s is { Refusal: PeakRefusal.None, Probability: > 0 and < 1, Backtest.Count: > 100 } && s.Threshold > s.Usual));
    }

    /// <summary>Thresholds of many weeks, so that they hardly vary by chance themselves: a low one is exceeded more often, which can be told.</summary>
    [Fact]
    public void Forecast_IndependentWeeks_TellsNothingAndSaysTheBaseRate()
    {
        var forecasts = PeakForecaster.Forecast(
            Simulated(32, series: 8, weeks: 1300, carry: 0, spread: 0, season: 0), new() { Years = 10, MinYears = 8, WeeksAround = 20 });

        output.WriteLine(Text(forecasts.Backtest!));
        Assert.InRange(forecasts.Backtest!.Auc!.Value, 0.46, 0.54);
        Assert.InRange(forecasts.Backtest.CalibrationError, 0, 0.03);
        Assert.All(forecasts.Series, s => Assert.InRange(s.Probability, 0.05, 0.15));
    }

    /// <summary>A rising level makes no peaks: a tenth of the weeks are, as without.</summary>
    [Fact]
    public void Forecast_ARisingLevel_HasAsManyPeaks()
    {
        var rising = Simulated(33, series: 4, weeks: 900, carry: 0, spread: 0).Select(i => i with
        {
            Counts = [.. i.Counts.Select((c, t) => (double?)Math.Round(c!.Value * Math.Exp(0.0006 * t)))],
        }).ToList();

        Assert.InRange(PeakForecaster.Forecast(rising).Backtest!.BaseRate, 0.07, 0.17);
    }

    [Fact]
    public void Forecast_AWeekAhead_IsAskedForByItsMonday()
    {
        var input = Simulated(34, series: 1, weeks: 600, carry: 0.5, spread: 0.1)[0];

        Assert.Equal(20120702, Assert.Single(PeakForecaster.Forecast([input]).Series).Week);
        Assert.Equal(20120716, Assert.Single(PeakForecaster.Forecast([input with { Ahead = 3 }]).Series).Week);
    }

    /// <summary>What comes after a week changes nothing that was said of it.</summary>
    [Fact]
    public void Forecast_AFutureWeek_HasNoSayInThePast()
    {
        var inputs = Simulated(35, series: 1, weeks: 700, carry: 0.6, spread: 0.1);
        double[] counts = [.. inputs[0].Counts.Select(c => c!.Value)];
        double[] later = [.. counts.Select((c, t) => t < 620 ? c : 5 * c)];

        Assert.Equal(new WeekSeason(counts, 2, new()).Threshold[..622], new WeekSeason(later, 2, new()).Threshold[..622]);
        Assert.Equal(new WeekSeason(counts[..620], 2, new()).Threshold, new WeekSeason(counts, 2, new()).Threshold[..622]);
    }

    [Fact]
    public void Forecast_Twice_IsTheSame()
    {
        var inputs = Simulated(36, series: 3, weeks: 600, carry: 0.6, spread: 0.1);

        Assert.Equal(PeakForecaster.Forecast(inputs).Series.Select(s => s.Probability), PeakForecaster.Forecast(inputs).Series.Select(s => s.Probability));
    }

    [Fact]
    public void Forecast_SeriesThatCannotBe_AreRefusedEachByItsReason()
    {
        var good = Simulated(37, series: 1, weeks: 500, carry: 0.5, spread: 0.1)[0];
        PeakInput[] inputs =
        [
            good,
            new("short", First, [.. Enumerable.Repeat((double?)20, 100)]),
            new("empty", First, []),
            new("negative", First, [.. Enumerable.Repeat((double?)-1, 500)]),
            new("infinite", First, [.. Enumerable.Repeat((double?)double.PositiveInfinity, 500)]),
            new("zero", First, [.. Enumerable.Repeat((double?)0, 500)]),
            new("rare", First, [.. Enumerable.Range(0, 500).Select(t => (double?)(t % 3 == 0 ? 1 : 0))]),
            new("unknown", First, [.. good.Counts.Take(480), .. Enumerable.Repeat((double?)null, 20)]),
            new("no week", 20010199, good.Counts),
            new("same", First, [.. Enumerable.Repeat((double?)20, 500)]),
        ];

        var forecasts = PeakForecaster.Forecast(inputs).Series;

        Assert.Equal(
            [PeakRefusal.None, PeakRefusal.TooShort, PeakRefusal.TooShort, PeakRefusal.Unknown, PeakRefusal.Unknown, PeakRefusal.TooFewEvents, PeakRefusal.TooFewEvents, PeakRefusal.Unknown, PeakRefusal.Unknown, PeakRefusal.None],
            forecasts.Select(f => f.Refusal));
        Assert.All(forecasts, f => Assert.True(double.IsFinite(f.Probability) && double.IsFinite(f.Threshold)));
        Assert.Empty(PeakForecaster.Forecast([]).Series);
    }

    /// <summary>22 districts, 1,300 weeks. What is said here of the real file is what the page says.</summary>
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Forecast_RealWeeklyFile_IsBetterThanTheBaseRateAndCalibrated(int ahead)
    {
        var inputs = WeeklyFile(ahead);
        var forecasts = PeakForecaster.Forecast(inputs);
        output.WriteLine(Text(forecasts.Backtest!));
        output.WriteLine(string.Join('\n', forecasts.Series.Select(s => $"{s.Id} {s.Refusal} {s.Week} {s.Probability:P1} > {s.Threshold:F1}, usual {s.Usual:F1}; AUC {s.Backtest?.Auc:F3}, base {s.Backtest?.BaseRate:P1}")));

        Assert.True(forecasts.IsLearnt);
        Assert.True(forecasts.Backtest!.Auc > 0.6);
        Assert.True(forecasts.Backtest.Skill > 0);
        Assert.InRange(forecasts.Backtest.CalibrationError, 0, 0.03);
    }

    private static List<PeakInput> WeeklyFile(int ahead)
        => [.. File.ReadLines(Requires.RealFile("weekly/chicago-weekly-districts.csv")).Skip(1).Select(l => l.Split(','))
            .GroupBy(f => f[0]).Select(g =>
            {
                var counts = g.ToDictionary(f => int.Parse(f[1].Replace("-", "", StringComparison.Ordinal)), f => double.Parse(f[2]));
                var (from, until) = (counts.Keys.Min(), counts.Keys.Max());
                var start = Period.Start(PeriodGrain.Week, from)!.Value;
                var weeks = ((Period.Start(PeriodGrain.Week, until)!.Value.DayNumber - start.DayNumber) / 7) + 1;

                // The last four may be incomplete.
                return new PeakInput(g.Key, from, [.. Enumerable.Range(0, weeks - 4)
                    .Select(t => counts.TryGetValue(Period.Key(PeriodGrain.Week, start.AddDays(7 * t)), out var c) ? c : (double?)null)]) { Ahead = ahead };
            })];

    private static List<PeakInput> Simulated(int seed, int series, int weeks, double carry, double spread, double season = 0.15)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, series).Select(s =>
        {
            var state = 0.0;
            return new PeakInput($"{s}", First, [.. Enumerable.Range(0, weeks).Select(t =>
            {
                state = (carry * state) + (spread * Math.Sqrt(1 - (carry * carry)) * SimulatedSeries.Gauss(random));
                var mean = (60 + (20 * s)) * Math.Exp((season * Math.Sin(2 * Math.PI * t / 52.18)) + state);
                return (double?)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * SimulatedSeries.Gauss(random))));
            })]);
        })];
    }

    private static string Text(ProbabilityScore score)
        => $"n {score.Count}, base {score.BaseRate:P2}, AUC {score.Auc:F4}, Brier {score.Brier:F5} against {score.BrierOfBaseRate:F5}, skill {score.Skill:P2}, calibration error {score.CalibrationError:P2}\n"
            + string.Join('\n', score.Bins.Select(b => $"  {b.Count} {b.Predicted:P1} {b.Observed:P1}"));
}
