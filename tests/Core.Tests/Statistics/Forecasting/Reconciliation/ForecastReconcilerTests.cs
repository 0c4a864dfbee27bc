using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Reconciliation;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Reconciliation;

public sealed class ForecastReconcilerTests
{
    private static readonly ForecastHierarchy _small = ForecastHierarchy.Of(
        [new("01", ["R84", "FR"]), new("03", ["R84", "FR"]), new("971", ["R01", "FR"])]);

    [Fact]
    public void Of_LeavesWithSums_NumbersBottomFirstAndWidestSumsNext()
    {
        Assert.Equal(["01", "03", "971", "FR", "R84", "R01"], _small.Nodes);
        Assert.Equal([0, 1], _small.Sums[1].Members);
        Assert.Throws<ArgumentException>(() => ForecastHierarchy.Of([]));
        Assert.Throws<ArgumentException>(() => ForecastHierarchy.Of([new("a", ["S"]), new("a", ["S"])]));
        Assert.Throws<ArgumentException>(() => ForecastHierarchy.Of([new("a", ["S", "T"])], ["S"]));
    }

    [Fact]
    public void Reconcile_NoHistory_AddsBottomUpInWholeEvents()
    {
        // 10.4 + 20.4 + 5.4 = 36.2: France 36, of which the two régions 31 (30.8) and 5.
        var reconciled = ForecastReconciler.Reconcile(_small, [.. new[] { 10.4, 20.4, 5.4, 99, 99, 99 }.Select(m => Result("x", [m]))]);

        Assert.Equal([11, 20, 5, 36, 31, 5], reconciled.Results.Select(r => r.Steps[0].Mean));
        Assert.Equal((ReconciliationMethod.BottomUp, ReconciliationReason.TooFewPeriods), (reconciled.Choice.Method, reconciled.Choice.Reason));
        Assert.Empty(reconciled.Missing);
    }

    [Fact]
    public void Reconcile_ARefusedDepartment_IsMissingAndLeftOutOfTheSums()
    {
        ForecastResult[] bases = [Result("01", [10]), new() { Id = "03", Refusal = ForecastRefusal.TooShort }, Result("971", [5]), Result("FR", [50]), Result("R84", [40]), Result("R01", [5])];

        var reconciled = ForecastReconciler.Reconcile(_small, bases);

        Assert.Equal(["03"], reconciled.Missing);
        Assert.Same(bases[1], reconciled.Results[1]);
        Assert.Equal([15, 10, 5], reconciled.Results.Skip(3).Select(r => r.Steps[0].Mean));
    }

    /// <summary>Steps of different months cannot be added: a département whose figures stop earlier is as one without forecast.</summary>
    [Fact]
    public void Reconcile_AnOtherOrigin_IsMissing()
    {
        ForecastResult[] bases = [Result("01", [10]), Result("03", [7]) with { Origin = 201906 }, Result("971", [5]), Result("FR", [50]), Result("R84", [40]), Result("R01", [5])];

        Assert.Equal(["03"], ForecastReconciler.Reconcile(_small, bases).Missing);
    }

    /// <summary>Estimates are no whole numbers, but no less than nothing either; of balances there may be less.</summary>
    [Theory]
    [InlineData(1.5, 0)]
    [InlineData(-1.5, -2.5)]
    public void Reconcile_FractionsBelowZero_StayOnlyWhereValuesAre(double value, double expected)
    {
        var below = Result("01", [-2.5]) with { History = [new HistoryStep(202012, value, null, null)] };
        ForecastResult[] bases = [below, Result("03", [20.25]), Result("971", [5]), Result("FR", [50]), Result("R84", [40]), Result("R01", [5])];

        var steps = ForecastReconciler.Reconcile(_small, bases, new() { IsCount = false }).Results.Select(r => r.Steps[0]).ToList();

        Assert.Equal([expected, 20.25, 5, 25.25 + expected, 20.25 + expected, 5], steps.Select(s => s.Mean));
        Assert.True(value < 0 || steps.TrueForAll(s => s.Low95 >= 0));
    }

    [Fact]
    public void Reconcile_AMovedMean_KeepsTheWidthOfItsBands()
    {
        ForecastResult[] bases = [Result("01", [10.4]), Result("03", [20.4]), Result("971", [0.2]), Result("FR", [50]), Result("R84", [40]), Result("R01", [5])];

        var steps = ForecastReconciler.Reconcile(_small, bases).Results.Select(r => r.Steps[0]).ToList();

        // Bands of the stand-ins are ± 4 and ± 6. France falls from 50 to 31.
        Assert.Equal(new ForecastStep(202001, 31, 27, 35, 25, 37, 3), steps[3]);
        Assert.Equal(new ForecastStep(202001, 0, 0, 4, 0, 6, 3), steps[2]);
    }

    [Fact]
    public void Reconcile_AnyForecasts_AddUpInWholeEventsNeverNegative()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var (hierarchy, bases) = Departments(new Random(seed), regions: 4, perRegion: 5, periods: 60, horizon: 3);
            var reconciled = ForecastReconciler.Reconcile(hierarchy, bases, new() { Method = ReconciliationMethod.MinTrace });
            var n = hierarchy.Leaves.Count;
            for (var h = 0; h < 3; h++)
            {
                var means = reconciled.Results.Select(r => r.Steps[h].Mean).ToArray();
                Assert.All(means, m => Assert.True(m >= 0 && m == Math.Floor(m)));
                Assert.All(hierarchy.Sums.Select((s, k) => (s, k)), s => Assert.Equal(s.s.Members.Sum(i => means[i]), means[n + s.k]));
                Assert.All(reconciled.Results.Select(r => r.Steps[h]), s => Assert.True(
                    s.Low95 >= 0 && s.Low95 <= s.Low80 && s.Low80 <= s.Mean && s.Mean <= s.High80 && s.High80 <= s.High95));
            }
        }));

    /// <summary>Each sum that is nested in the others is its own value rounded; no bottom node moves by a whole event.</summary>
    [Fact]
    public void Round_NestedSums_AreTheirOwnValuesRoundedUpOrDown()
        => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Gen.Choose(0, 5000).ArrayOf(12).ToArbitrary(), thousandths =>
        {
            var hierarchy = ForecastHierarchy.Of([.. Enumerable.Range(0, 12).Select(i => new HierarchyLeaf($"d{i}", ["FR", $"R{i / 4}"]))]);
            var bottom = Array.ConvertAll(thousandths, t => t / 700.0);

            var rounded = new WholeEvents(hierarchy).Round(bottom);

            Assert.Equal(Math.Round(bottom.Sum(), MidpointRounding.AwayFromZero), rounded.Sum());
            Assert.All(hierarchy.Sums, s => Assert.True(Math.Abs(s.Members.Sum(i => bottom[i]) - s.Members.Sum(i => rounded[i])) < 1 + 1e-9));
            Assert.All(bottom.Zip(rounded), p => Assert.True(Math.Abs(p.First - p.Second) < 1 + 1e-9 && p.Second >= 0));
        }));

    /// <summary>Forces cross territories: both still add up exactly.</summary>
    [Fact]
    public void Reconcile_PoliceAndGendarmerie_AddUpToAll()
    {
        var random = new Random(5);
        var hierarchy = ForecastHierarchy.Of([.. from d in Enumerable.Range(1, 6) from f in new[] { "police", "gendarmerie" }
            select new HierarchyLeaf($"{d}/{f}", ["FR", $"R{d % 2}", $"{d}", $"FR/{f}", $"R{d % 2}/{f}"])]);

        var means = ForecastReconciler.Reconcile(hierarchy, [.. hierarchy.Nodes.Select(id => Result(id, [random.NextDouble() * 50]))])
            .Results.ToDictionary(r => r.Id, r => r.Steps[0].Mean, StringComparer.Ordinal);

        Assert.Equal(means["FR"], means["FR/police"] + means["FR/gendarmerie"]);
        Assert.Equal(means["FR"], means["R0"] + means["R1"]);
        Assert.Equal(means["R1"], means["1"] + means["3"] + means["5"]);
        Assert.All(Enumerable.Range(1, 6), d => Assert.Equal(means[$"{d}"], means[$"{d}/police"] + means[$"{d}/gendarmerie"]));
    }

    /// <summary>The country's own forecast is good and those of départements are biased together: MinT hears the country, and the rule sees it.</summary>
    [Fact]
    public void Reconcile_AGoodForecastOfTheCountry_ChoosesMinTrace()
    {
        var (hierarchy, bases) = Departments(new Random(11), regions: 3, perRegion: 4, periods: 120, horizon: 2, commonError: 12);

        var choice = ForecastReconciler.Reconcile(hierarchy, bases).Choice;

        Assert.Equal((ReconciliationMethod.MinTrace, ReconciliationReason.SmallerErrors), (choice.Method, choice.Reason));
        Assert.True(choice.MinTrace!.Mean < choice.BottomUp!.Mean);
        Assert.InRange(choice.Shrinkage!.Value, 0, 1);
    }

    /// <summary>A lockdown that hits all at once would teach that errors go together; told as outliers, those months teach nothing.</summary>
    [Fact]
    public void Reconcile_ACommonOutlier_IsLeftOutOfTheErrors()
    {
        var (hierarchy, bases) = Departments(new Random(3), regions: 3, perRegion: 4, periods: 90, horizon: 2);
        var shock = bases[0].History[40].Period;
        ForecastResult[] marked = [.. bases.Select(b => b with { Interventions = [new(InterventionKind.Outlier, shock, 0.5)] })];
        ForecastResult[] shocked = [.. marked.Select(b => b with { History = [.. b.History.Select(s => s.Period == shock ? s with { Value = 100_000 } : s)] })];

        Assert.Equal(
            ForecastReconciler.Reconcile(hierarchy, marked).Results.Select(r => r.Steps[0].Mean),
            ForecastReconciler.Reconcile(hierarchy, shocked).Results.Select(r => r.Steps[0].Mean));
    }

    internal static (ForecastHierarchy Hierarchy, ForecastResult[] Bases) Departments(
        Random random, int regions, int perRegion, int periods, int horizon, double commonError = 3)
    {
        var hierarchy = ForecastHierarchy.Of([.. Enumerable.Range(0, regions * perRegion).Select(i => new HierarchyLeaf($"{i}", ["FR", $"R{i / perRegion}"]))]);
        var (n, nodes) = (hierarchy.Leaves.Count, hierarchy.Nodes.Count);
        var (values, fitted) = (new double[nodes][], new double[nodes][]);
        for (var i = 0; i < nodes; i++)
        {
            (values[i], fitted[i]) = (new double[periods], new double[periods]);
        }

        for (var t = 0; t < periods; t++)
        {
            var common = commonError * Gauss(random);
            for (var i = 0; i < nodes; i++)
            {
                values[i][t] = i < n ? Math.Max(0, Math.Round(20 + (i % 7) + (4 * Gauss(random)))) : hierarchy.Sums[i - n].Members.Sum(m => values[m][t]);
                fitted[i][t] = i < n ? values[i][t] + common + (2 * Gauss(random)) : values[i][t] + (5 * Gauss(random));
            }
        }

        var results = Enumerable.Range(0, nodes).Select(i => Result(
            hierarchy.Nodes[i],
            [.. Enumerable.Range(0, horizon).Select(_ => (values[i][^1] * 0.3) - 3 + random.NextDouble())],
            [.. Enumerable.Range(0, periods).Select(t => new HistoryStep(((1990 + (t / 12)) * 100) + (t % 12) + 1, values[i][t], fitted[i][t], null))]));
        return (hierarchy, [.. results]);
    }

    private static ForecastResult Result(string id, double[] means, HistoryStep[]? history = null) => new()
    {
        Id = id,
        Origin = 201912,
        Steps = [.. means.Select((m, h) => new ForecastStep(202001 + h, m, Math.Max(0, m - 4), m + 4, Math.Max(0, m - 6), m + 6, 3))],
        History = history ?? [],
    };

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
