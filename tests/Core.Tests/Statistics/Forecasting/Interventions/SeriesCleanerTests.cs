using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Interventions;
using Octoplus.Core.Tests.Statistics.Forecasting.Calendar;
using Xunit.Abstractions;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Interventions;

public sealed class SeriesCleanerTests(ITestOutputHelper output)
{
    [Fact]
    public void Clean_CleanSeries_FindsNextToNothing()
    {
        var random = new Random(21);
        (string Name, Func<double[]> Make, bool IsCount)[] kinds =
        [
            ("steady", () => SimulatedSeries.Monthly(random, 264), false),
            ("carried on", () => SimulatedSeries.Monthly(random, 264, carry: 0.7), false),
            ("short", () => SimulatedSeries.Monthly(random, 72), false),
            ("trend", () => [.. SimulatedSeries.Monthly(random, 264).Select((v, t) => v * Math.Exp(0.008 * t))], false),
            ("walk", () => Walk(random, 264), false),
            ("few", () => [.. Enumerable.Range(0, 264).Select(_ => (double)Poisson(random, 3))], true),
            ("rare", () => [.. Enumerable.Range(0, 264).Select(_ => (double)Poisson(random, 0.2))], true),
        ];
        foreach (var (name, make, isCount) in kinds)
        {
            var (outliers, shifts, points) = (0, 0, 0);
            for (var i = 0; i < 200; i++)
            {
                var values = make();
                var found = SeriesCleaner.Clean(values, PeriodGrain.Month, 199901, 12, new() { IsCount = isCount }).Interventions;
                outliers += found.Count(f => f.Kind == InterventionKind.Outlier);
                shifts += found.Count(f => f.Kind == InterventionKind.LevelShift);
                points += values.Length;
            }

            output.WriteLine($"{name}: {outliers} outliers in {points} months, {shifts} shifts in 200 series");
            Assert.True(outliers <= points / 2000.0, $"{name}: {outliers} outliers in {points} months");
            Assert.True(shifts <= 3, $"{name}: {shifts} shifts");
        }
    }

    /// <summary>A lockdown: three months in a row, then back.</summary>
    [Fact]
    public void Clean_ARunOfLowMonths_IsReplacedByWhatWasToBeExpected()
    {
        var random = new Random(22);
        var hits = 0;
        for (var i = 0; i < 50; i++)
        {
            var whole = SimulatedSeries.Monthly(random, 120);
            double[] values = [.. whole];
            for (var t = 100; t < 103; t++)
            {
                values[t] *= 0.5;
            }

            var cleaned = SeriesCleaner.Clean(values, PeriodGrain.Month, 201101, 12);
            hits += cleaned.Interventions.Count(f => f is { Kind: InterventionKind.Outlier, Period: 201905 or 201906 or 201907, Effect: < 0.65 });
            Assert.Equal(whole[..100].Sum(), cleaned.Values.Take(100).Sum(), whole[..100].Sum() * 0.01);
            Assert.All(Enumerable.Range(100, 3), t => Assert.InRange(cleaned.Values[t] / whole[t], 0.7, 1.4));
        }

        Assert.InRange(hits, 140, 150);
    }

    [Fact]
    public void Clean_AStepOfTheLevel_BringsWhatIsBeforeToTheLaterLevel()
    {
        var random = new Random(23);
        var (found, effects) = (0, new List<double>());
        for (var i = 0; i < 50; i++)
        {
            double[] values = [.. SimulatedSeries.Monthly(random, 180).Select((v, t) => t < 120 ? v : v * 1.6)];

            var cleaned = SeriesCleaner.Clean(values, PeriodGrain.Month, 200001, 12);

            if (cleaned.Interventions.SingleOrDefault(f => f.Kind == InterventionKind.LevelShift) is { } shift && Math.Abs(shift.Period - 201001) <= 1)
            {
                found++;
                effects.Add(shift.Effect);
                Assert.Equal(1, cleaned.Values.Skip(108).Take(12).Average() / cleaned.Values.Skip(120).Take(12).Average(), 0.15);
                Assert.Equal(values[150..], cleaned.Values.Skip(150));
            }
        }

        output.WriteLine($"found in {found} of 50, mean {effects.Average():F3}");
        Assert.InRange(found, 45, 50);
        Assert.Equal(1.6, effects.Average(), 0.06);
    }

    [Fact]
    public void Clean_AKnownBreak_IsTakenOutThereAndListed()
    {
        var random = new Random(24);
        double[] values = [];
        var effects = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            values = [.. SimulatedSeries.Monthly(random, 120).Select((v, t) => t < 100 ? v : v * 1.25)];
            effects.Add(SeriesCleaner.Clean(values, PeriodGrain.Month, 201001, 12, new() { KnownBreaks = [201805] })
                .Interventions.Single(f => f.Kind == InterventionKind.KnownBreak).Effect);
        }

        output.WriteLine($"{effects.Min():F3} {effects.Average():F3} {effects.Max():F3}");
        Assert.Equal(1.25, effects.Average(), 0.03);
        var cleaned = SeriesCleaner.Clean(values, PeriodGrain.Month, 201001, 12, new() { KnownBreaks = [201805, 203001] });

        var known = Assert.Single(cleaned.Interventions, f => f.Kind == InterventionKind.KnownBreak);
        Assert.Equal(201805, known.Period);
        Assert.Equal(values[50] * known.Effect, cleaned.Values[50], 1e-9);
    }

    /// <summary>A known break where nothing happened: listed, with an effect near 1, and nothing is scaled by its noise.</summary>
    [Fact]
    public void Clean_AKnownBreakWithoutAStep_LeavesTheValues()
    {
        double[] values = [.. Enumerable.Range(0, 120).Select(t => 500 + (40 * Math.Sin(t * Math.PI / 6)) + (t * 7 % 13))];

        var cleaned = SeriesCleaner.Clean(values, PeriodGrain.Month, 201001, 12, new() { KnownBreaks = [201501] });

        Assert.Equal(values, cleaned.Values);
        Assert.Equal(1, Assert.Single(cleaned.Interventions).Effect, 0.02);
    }

    /// <summary>Three months at another level may be news: neither a step nor outliers. As a known break, they are one.</summary>
    [Fact]
    public void Clean_TheLastThreeMonthsDiffer_AreLeftAloneUnlessGiven()
    {
        double[] values = [.. SimulatedSeries.Monthly(new Random(25), 120).Select((v, t) => t < 117 ? v : v * 1.8)];

        Assert.Empty(SeriesCleaner.Clean(values, PeriodGrain.Month, 201001, 12).Interventions);
        var known = Assert.Single(SeriesCleaner.Clean(values, PeriodGrain.Month, 201001, 12, new() { KnownBreaks = [201910] }).Interventions);
        Assert.Equal((InterventionKind.KnownBreak, 201910), (known.Kind, known.Period));
        Assert.Equal(1.8, known.Effect, 0.2);
    }

    [Fact]
    public void Clean_SwitchedOff_ChangesNothing()
    {
        double[] values = [.. SimulatedSeries.Monthly(new Random(26), 120).Select((v, t) => t == 60 ? 10 * v : t < 80 ? v : 2 * v)];

        var cleaned = SeriesCleaner.Clean(values, PeriodGrain.Month, 201001, 12, new() { HandlesBreaks = false, HandlesOutliers = false, KnownBreaks = [201509] });

        Assert.Equal(values, cleaned.Values);
        Assert.Empty(cleaned.Interventions);
    }

    [Fact]
    public void Clean_AnySeries_IsFiniteWithoutNewNegatives()
    {
        double[][] all =
        [
            [], [5], [1, 2, 3, 4, 5], new double[100], [.. Enumerable.Repeat(7.0, 100)], [.. new double[60], .. Enumerable.Repeat(100.0, 60)],
            [.. Enumerable.Repeat(100.0, 60), .. new double[60]], [.. Enumerable.Range(0, 100).Select(t => t == 50 ? 1e12 : 10.0)],
            [.. Enumerable.Range(0, 100).Select(t => (t % 2 == 0 ? 1 : -1) * 1e12)], [.. Enumerable.Range(0, 3000).Select(t => Math.Pow(t, 3))],
            [.. Enumerable.Range(0, 90).Select(t => t % 45 == 0 ? 1.0 : 0)], [1e308, -1e308, .. Enumerable.Repeat(1e308, 60)],
            [.. Enumerable.Range(0, 60).Select(t => 1e-300 * t)],
        ];
        foreach (var values in all)
        {
            foreach (var season in new[] { 0, 1, 4, 12, 52, 366 })
            {
                foreach (var isCount in new[] { true, false })
                {
                    var cleaned = SeriesCleaner.Clean(values, PeriodGrain.Month, 199901, season, new() { IsCount = isCount, KnownBreaks = [199902, 200304, 200501] });
                    Assert.Equal(values.Length, cleaned.Values.Count);
                    Assert.All(cleaned.Values, v => Assert.True(double.IsFinite(v)));
                    Assert.All(cleaned.Interventions, f => Assert.True(double.IsFinite(f.Effect) && f.Effect >= 0));
                    Assert.True(values.Any(v => v < 0) || cleaned.Values.All(v => v >= 0));
                }
            }
        }

        double[] unknown = [1, double.NaN, 3];
        Assert.Equal(unknown, SeriesCleaner.Clean(unknown, PeriodGrain.Month, 199901, 12).Values);
    }

    /// <summary>The first lockdown of 2020 is an outlier of thefts nearly everywhere, and hardly a step.</summary>
    [SkippableFact]
    public void Clean_RealMonthlyFile_MarksTheLockdown()
    {
        foreach (var measure in new[] { "vols", "cambriolages", "violences", "stupefiants", "falsifications" })
        {
            var found = MonthlyFile.Read(measure).Select(s => (s.Key, s.Value.Values.Length,
                SeriesCleaner.Clean(s.Value.Values, PeriodGrain.Month, s.Value.First, 12, new() { IsCount = true }).Interventions)).ToList();
            var all = found.SelectMany(f => f.Interventions).ToList();
            output.WriteLine($"{measure}: April 2020 in {found.Count(f => f.Interventions.Any(IsApril))} of {found.Count}; 2020 {all.Count(f => f.Kind == InterventionKind.Outlier && f.Period > 202000)}, before "
                + $"{all.Count(f => f.Kind == InterventionKind.Outlier && f.Period < 202000)} outliers in {found.Sum(f => f.Length)} months; {all.Count(f => f.Kind == InterventionKind.LevelShift)} steps: "
                + string.Join(' ', all.Where(f => f.Kind == InterventionKind.LevelShift).GroupBy(f => f.Period / 100).OrderBy(g => g.Key).Select(g => $"{g.Key}:{g.Count()}")));
            Assert.True(measure != "vols" || found.Count(f => f.Interventions.Any(IsApril)) > 0.8 * found.Count);
            Assert.InRange(all.Count(f => f.Kind == InterventionKind.Outlier && f.Period < 202000), 0, 0.01 * found.Sum(f => f.Length));
        }

        static bool IsApril(Intervention f) => f is { Kind: InterventionKind.Outlier, Period: 202004 };
    }

    private static double[] Walk(Random random, int months)
    {
        var level = 0.0;
        return [.. Enumerable.Range(0, months).Select(_ => 1000 * Math.Exp(level += 0.05 * SimulatedSeries.Gauss(random)))];
    }

    private static int Poisson(Random random, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}
