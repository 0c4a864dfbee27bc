using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics;
using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Tests.Statistics.Rates;

public sealed class PoissonIntervalTests
{
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(500);

    /// <summary>
    /// Garwood, F. (1936), Biometrika 28, 437–442, and Ulm, K. (1990), American Journal of Epidemiology 131, 373–375, to their four
    /// decimals; the further digits are sums of the Poisson series in 60 digits, solved by bisection.
    /// </summary>
    [Theory]
    [InlineData(0, 0, 3.688879454)]
    [InlineData(1, 0.025317808, 5.571643391)]
    [InlineData(2, 0.242209279, 7.224687668)]
    [InlineData(5, 1.623486390, 11.668332079)]
    [InlineData(10, 4.795388696, 18.390356042)]
    [InlineData(20, 12.216519583, 30.888377903)]
    [InlineData(50, 37.110963737, 65.918766664)]
    [InlineData(100, 81.363991251, 121.626793792)]
    [InlineData(1000, 938.973018408, 1063.952136016)]
    [InlineData(9999, 9803.962267410, 10196.941824990)]
    public void Exact_PublishedCount_GivesPublishedBounds(long count, double low, double high)
    {
        var interval = PoissonInterval.Exact(count);

        // Absolute for small counts, relative for large ones.
        Assert.Equal(low, interval.Low, 1e-8 * Math.Max(1, low));
        Assert.Equal(high, interval.High, 1e-8 * Math.Max(1, high));
    }

    [Fact]
    public void Exact_NegativeCount_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => PoissonInterval.Exact(-1));

    /// <summary>The definition: a mean at either end makes what was observed, or more extreme, 2.5 % likely.</summary>
    [Fact]
    public void Exact_AnyCount_LeavesTwoAndAHalfPercentBeyondEitherEnd()
        => Check.One(_config, Prop.ForAll(Counts(99_999), count =>
        {
            var interval = PoissonInterval.Exact(count);

            // P(X ≥ n | μ) is the regularised lower gamma function of n at μ; P(X ≤ n | μ) the upper one of n + 1.
            var atLow = count == 0 ? 0.025 : SpecialFunctions.GammaLowerRegularized(count, interval.Low);
            var atHigh = SpecialFunctions.GammaUpperRegularized(count + 1, interval.High);
            return Math.Abs(atLow - 0.025) < 1e-9 && Math.Abs(atHigh - 0.025) < 1e-9;
        }));

    [Fact]
    public void Exact_OneMore_MovesBothEndsUpAndHoldsTheCount()
        => Check.One(_config, Prop.ForAll(Counts(3_000_000), count =>
        {
            var (now, next) = (PoissonInterval.Exact(count), PoissonInterval.Exact(count + 1));
            return now.Low < next.Low && now.High < next.High && now.Low <= count && count < now.High;
        }));

    /// <summary>From 100,000 on the bounds come from another formula: the step there is like the steps beside it.</summary>
    [Fact]
    public void Exact_AroundTheLimitOfTheNewtonSteps_IsContinuous()
    {
        var intervals = Enumerable.Range(99_990, 20).Select(n => PoissonInterval.Exact(n)).ToList();

        Assert.All(intervals.Zip(intervals.Skip(1)), pair =>
        {
            // d low / d n = 1 − 0.98 / √n and d high / d n = 1 + 0.98 / √n, about.
            Assert.Equal(0.9969, pair.Second.Low - pair.First.Low, 0.002);
            Assert.Equal(1.0031, pair.Second.High - pair.First.High, 0.002);
        });
    }

    private static Arbitrary<long> Counts(int largest) => Gen.Choose(0, largest).Select(n => (long)n).ToArbitrary();
}
