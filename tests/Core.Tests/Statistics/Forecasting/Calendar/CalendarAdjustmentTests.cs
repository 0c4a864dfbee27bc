using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Calendar;
using Xunit.Abstractions;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Calendar;

public sealed class CalendarAdjustmentTests(ITestOutputHelper output)
{
    /// <summary>Each working day adds 2 %: found, with its size, and taken out.</summary>
    [Fact]
    public void Fit_AnEffectOfWorkingDays_IsFoundWithItsSize()
    {
        var random = new Random(4);
        var found = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var values = SimulatedSeries.Monthly(random, 264);
            for (var t = 0; t < values.Length; t++)
            {
                values[t] *= Math.Exp(0.02 * (Days(t).WorkingDays - 21));
            }

            found.AddRange(CalendarAdjustment.Fit(values, PeriodGrain.Month, 199901, "75").Effects.Where(e => e.Regressor == "working-days").Select(e => e.EffectPercent));
        }

        Assert.InRange(found.Count, 45, 50);
        Assert.Equal(2.0, found.Average(), 0.25);
    }

    [Fact]
    public void Fit_AnEffectOfEaster_IsFound()
    {
        var values = SimulatedSeries.Monthly(new Random(8), 264, noise: 0.02);
        for (var t = 0; t < values.Length; t++)
        {
            values[t] *= Math.Exp(0.1 * Days(t).Easter);
        }

        var effect = Assert.Single(CalendarAdjustment.Fit(values, PeriodGrain.Month, 199901, null).Effects, e => e.Regressor == "easter");
        Assert.Equal(10.5, effect.EffectPercent, 3.0);
    }

    /// <summary>Events in proportion to days: leap years are recognised where noise allows, each day 1 ÷ 30.4.</summary>
    [Fact]
    public void Fit_AnEffectOfLeapYears_IsTheNaturalOne()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 264).Select(t => Days(t).Days * 30.0 * Math.Exp(0.01 * SimulatedSeries.Gauss(random))).ToArray();

        var adjustment = CalendarAdjustment.Fit(values, PeriodGrain.Month, 199901, null);

        Assert.Equal(3.285, Assert.Single(adjustment.Effects, e => e.Regressor == "month-length").EffectPercent, 0.001);
        // February 2000 has 29 days, the mean one 28.24.
        Assert.Equal(29 / 28.244, adjustment.Factors(13, 1)[0], 0.001);
    }

    [Fact]
    public void Fit_NoEffect_FindsOneInFewSeries()
    {
        var random = new Random(15);
        var (found, length) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var effects = CalendarAdjustment.Fit(SimulatedSeries.Monthly(random, 264), PeriodGrain.Month, 199901, "75").Effects;
            found += effects.Any(e => e.Regressor != "month-length") ? 1 : 0;
            length += effects.Any(e => e.Regressor == "month-length") ? 1 : 0;
        }

        output.WriteLine($"found in {found} of 400, length in {length}");
        Assert.InRange(found, 0, 20);
        Assert.InRange(length, 0, 60);
    }

    [Fact]
    public void Factors_BeyondTheHistory_GoOnAndAreOneInTheMeanYear()
    {
        var values = SimulatedSeries.Monthly(new Random(2), 264);
        for (var t = 0; t < values.Length; t++)
        {
            values[t] *= Math.Exp(0.02 * (Days(t).WorkingDays - 21));
        }

        var adjustment = CalendarAdjustment.Fit(values, PeriodGrain.Month, 199901, "75");

        var factors = adjustment.Factors(264, 12 * 28);
        Assert.Equal(1, factors.Average(), 0.002);
        Assert.Equal(adjustment.Factors(0, 300)[^36..], adjustment.Factors(264, 36));
        Assert.Equal(values, adjustment.Adjust(values).Zip(adjustment.Factors(0, 264), (a, f) => a * f), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Fit_NothingToLearnFrom_HasNoEffect()
    {
        var values = SimulatedSeries.Monthly(new Random(2), 264);
        double[][] without =
        [
            [], values[..48], new double[264], [.. values.Select(v => v - 1000)], [.. values[..263], 0], [.. values[..263], double.NaN],
            [.. values.Select(v => v / 1000)], [.. values.Select(_ => 50.0)],
        ];
        Assert.All(without, v => Assert.Empty(CalendarAdjustment.Fit(v, PeriodGrain.Month, 199901, "75").Effects));
        Assert.Empty(CalendarAdjustment.Fit(values, PeriodGrain.Year, 1750, "75").Effects);
        Assert.Empty(CalendarAdjustment.Fit(values, PeriodGrain.Month, 199913, "75").Effects);
        Assert.Equal([1, 1], CalendarAdjustment.None.Factors(0, 2));
    }

    [Fact]
    public void Fit_WeeksWithHolidays_FindsThem()
    {
        var (random, start) = (new Random(6), new DateOnly(2001, 1, 1));
        var values = Enumerable.Range(0, 1000).Select(t => 300
            * Math.Exp((0.03 * SimulatedSeries.Gauss(random)) - (0.08 * PeriodDays.Of(PeriodGrain.Week, Period.Key(PeriodGrain.Week, start.AddDays(7 * t)), "75")!.Value.Holidays))).ToArray();

        Assert.Equal(-7.7, Assert.Single(CalendarAdjustment.Fit(values, PeriodGrain.Week, 20010101, "75").Effects, e => e.Regressor == "holidays").EffectPercent, 1.5);
        Assert.Empty(CalendarAdjustment.Fit(values, PeriodGrain.Week, 20010101, "001").Effects);
    }

    /// <summary>Recorded at the counter, from Monday to Friday: most départements have more thefts in months with more working days.</summary>
    [SkippableFact]
    public void Fit_RealMonthlyFile_FindsEffectsWithOneSign()
    {
        foreach (var (measure, atLeast) in new[] { ("vols", 25), ("cambriolages", 4), ("violences", 15), ("falsifications", 15) })
        {
            var effects = MonthlyFile.Read(measure, 201912).SelectMany(s => CalendarAdjustment.Fit(s.Value.Values, PeriodGrain.Month, s.Value.First, s.Key == "France_Métro" ? "FR-METRO" : s.Key)
                .Effects.Select(e => (s.Key, e.Regressor, e.EffectPercent))).ToList();
            output.WriteLine(measure + ": " + string.Join(" · ", effects.GroupBy(e => e.Regressor)
                .Select(g => $"{g.Key} in {g.Count()}, median {g.Order(Comparer<(string, string, double EffectPercent)>.Create((a, b) => a.EffectPercent.CompareTo(b.EffectPercent))).ElementAt(g.Count() / 2).EffectPercent:F2} %, above 0 in {g.Count(e => e.EffectPercent > 0)}")));
            var ofWork = effects.Where(e => e.Regressor == "working-days").ToList();
            Assert.InRange(ofWork.Count, atLeast, 97);
            Assert.All(ofWork, e => Assert.InRange(e.EffectPercent, 0.5, 8));
        }
    }

    private static PeriodDays Days(int t) => PeriodDays.Of(PeriodGrain.Month, ((1999 + (t / 12)) * 100) + (t % 12) + 1, "75")!.Value;
}
