using Octoplus.Core.Statistics.Forecasting.Peaks;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Peaks;

public sealed class ProbabilityScoreTests
{
    /// <summary>By hand: of the four pairs of event (0.4, 0.9) and none (0.1, 0.4), three are in order and one is a tie: 3.5 ÷ 4.</summary>
    [Fact]
    public void Of_FourWeeks_IsByHand()
    {
        var score = ProbabilityScore.Of([new(0.9, 0.5, true), new(0.4, 0.5, true), new(0.4, 0.5, false), new(0.1, 0.5, false)])!;

        Assert.Equal((4, 0.5, 0.875), (score.Count, score.BaseRate, score.Auc));
        Assert.Equal((0.01 + 0.36 + 0.16 + 0.01) / 4, score.Brier, 1e-12);
        Assert.Equal(0.25, score.BrierOfBaseRate, 1e-12);
        Assert.Equal(1 - (0.135 / 0.25), score.Skill, 1e-12);
        Assert.Equal(new CalibrationBin(4, 0.45, 0.5), Assert.Single(score.Bins));
        Assert.Equal(0.05, score.CalibrationError, 1e-12);
    }

    [Fact]
    public void Of_AHundred_HasTenBinsOfTen()
    {
        var score = ProbabilityScore.Of([.. Enumerable.Range(0, 100).Select(i => new ProbabilityOutcome(i / 100.0, 0.5, i >= 50))])!;

        Assert.Equal(10, score.Bins.Count);
        Assert.All(score.Bins, b => Assert.Equal(10, b.Count));
        Assert.Equal((0.045, 0), (score.Bins[0].Predicted, score.Bins[0].Observed), new Near());
        Assert.Equal(1, score.Auc);
    }

    [Fact]
    public void Of_OneOutcomeOnly_HasNoAuc() => Assert.Null(ProbabilityScore.Of([new(0.2, 0.1, false)])!.Auc);

    [Fact]
    public void Of_Nothing_IsNull() => Assert.Null(ProbabilityScore.Of([]));

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) < 1e-12;

        public int GetHashCode((double, double) obj) => 0;
    }
}
