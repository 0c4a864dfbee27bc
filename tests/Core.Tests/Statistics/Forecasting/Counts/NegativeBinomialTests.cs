using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Counts;

public sealed class NegativeBinomialTests
{
    /// <summary>R 4.2.2: <c>pnbinom(k, size = mean / (dispersion - 1), mu = mean)</c> and <c>ppois(k, mean)</c>.</summary>
    [Theory]
    [InlineData(3, 2, 0, 0.125)]
    [InlineData(3, 2, 3, 0.65625)]
    [InlineData(3, 2, 24, 0.99999717623)]
    [InlineData(0.4, 1.5, 0, 0.722981180798)]
    [InlineData(0.4, 1.5, 3.7, 0.991608855086)]
    [InlineData(25, 4, 24, 0.526713488345)]
    [InlineData(25, 4, 30, 0.736788763125)]
    [InlineData(25, 1, 24, 0.473398468556)]
    [InlineData(25, 1, 30, 0.863308869153)]
    [InlineData(800, 6, 900, 0.9228638739)]
    public void Cumulative_KnownMeanAndDispersion_AsInR(double mean, double dispersion, double level, double expected)
    {
        var counts = new NegativeBinomial(mean, dispersion);

        Assert.Equal(expected, counts.Cumulative(level), 1e-9);
        Assert.Equal(1 - expected, counts.Exceeds(level), 1e-9);
    }

    /// <summary>R 4.2.2: <c>qnbinom(c(.025, .1, .5, .9, .975), …)</c> and <c>qpois</c>.</summary>
    [Theory]
    [InlineData(3, 2, new double[] { 0, 0, 2, 6, 9 })]
    [InlineData(0.4, 1.5, new double[] { 0, 0, 0, 1, 3 })]
    [InlineData(25, 4, new double[] { 9, 13, 24, 38, 48 })]
    [InlineData(25, 1, new double[] { 16, 19, 25, 32, 35 })]
    [InlineData(800, 6, new double[] { 669, 712, 798, 890, 941 })]
    public void Quantile_KnownMeanAndDispersion_AsInR(double mean, double dispersion, double[] expected)
    {
        var counts = new NegativeBinomial(mean, dispersion);

        Assert.Equal(expected, new[] { 0.025, 0.1, 0.5, 0.9, 0.975 }.Select(counts.Quantile));
    }

    /// <summary>Where the formula changes, at a mean of 100,000, both sides agree to three decimals of a probability.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(500)]
    public void Cumulative_AroundLargestExactMean_Continuous(double dispersion)
    {
        var (below, above) = (new NegativeBinomial(100_000, dispersion), new NegativeBinomial(100_000.001, dispersion));

        foreach (var z in new[] { -2.5, -1, 0, 1, 2.5 })
        {
            var level = 100_000 + (z * Math.Sqrt(100_000 * dispersion));
            Assert.Equal(below.Cumulative(level), above.Cumulative(level), 1e-3);
        }
    }

    [Fact]
    public void Quantile_NoEvents_Zero()
    {
        Assert.Equal(0, new NegativeBinomial(0, 1).Quantile(0.999));
        Assert.Equal(0, NegativeBinomial.FromDeviation(-3, 2).Quantile(0.5));
        Assert.Equal(0, new NegativeBinomial(5, 1).Cumulative(-1));
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e3)]
    [InlineData(1e7)]
    [InlineData(1e12)]
    public void Quantile_AnySize_IsLeastAtOrAboveProbability(double mean)
    {
        foreach (var dispersion in new[] { 1, 1.000001, 3, 1e4 })
        {
            var counts = new NegativeBinomial(mean, dispersion);
            foreach (var probability in new[] { 0.001, 0.1, 0.5, 0.9, 0.999 })
            {
                var quantile = counts.Quantile(probability);
                Assert.True(counts.Cumulative(quantile) >= probability);
                Assert.True(counts.Cumulative(quantile - 1) < probability);
            }
        }
    }

    [Fact]
    public void Constructor_Unreasonable_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NegativeBinomial(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NegativeBinomial(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NegativeBinomial(1, 1).Quantile(1));
    }
}
