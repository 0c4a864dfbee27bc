using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Tests.Statistics.Rates;

public sealed class CountChangeTests
{
    /// <summary>Twice the tail of Binomial(n, ½), by hand: 0 and 5 give 2 / 2⁵; 5 and 15 give 2 × 21,700 / 2²⁰.</summary>
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(7, 7, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(0, 8, 2.0 / 256)]
    [InlineData(3, 10, 189.0 / 2048)]
    [InlineData(5, 15, 5425.0 / 131072)]
    [InlineData(100, 130, 0.055613577781392)]
    [InlineData(460, 540, 0.012444146277172)]
    public void PValue_SmallCounts_IsExactInBothDirections(long before, long after, double expected)
    {
        Assert.Equal(expected, CountChange.PValue(before, after), 1e-10);
        Assert.Equal(expected, CountChange.PValue(after, before), 1e-10);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, -1)]
    public void PValue_NegativeCount_Throws(long before, long after)
        => Assert.Throws<ArgumentOutOfRangeException>(() => CountChange.PValue(before, after));

    [Fact]
    public void PValue_AnyCounts_IsSymmetricAProbabilityAndFallsWithTheGap()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Gen.Choose(0, 3000).ToArbitrary(), Gen.Choose(0, 3000).ToArbitrary(), (smaller, gap) =>
            {
                var p = CountChange.PValue(smaller, smaller + gap);
                return p is >= 0 and <= 1
                    && p == CountChange.PValue(smaller + gap, smaller)
                    // One event moved from the smaller to the larger count: their sum, and so the test, stays the same.
                    && (smaller == 0 || CountChange.PValue(smaller - 1, smaller + gap + 1) <= p);
            }));

    /// <summary>Above a sum of 1,000 the normal limit answers, within the 0.002 that its remark promises.</summary>
    [Fact]
    public void PValue_AroundTheLimitOfTheExactTest_IsContinuous()
        => Assert.All(Enumerable.Range(0, 60), half =>
        {
            var (exact, normal) = (CountChange.PValue(500 - half, 500 + half), CountChange.PValue(501 - half, 501 + half));
            Assert.Equal(exact, normal, 0.002);
        });

    [Fact]
    public void PValue_LargeCounts_IsFinite() => Assert.Equal(0, CountChange.PValue(1_000_000, 3_000_000_000), 1e-12);

    /// <summary>
    /// The step-up rule of Benjamini and Hochberg (1995), by hand. p = 1/128, 1/64, 1/32, 0.0414 and 1 against 0.01, 0.02, 0.03,
    /// 0.04, 0.05: the first two hold, and no later one.
    /// </summary>
    [Fact]
    public void Verdicts_MixedChanges_DeclaresThoseBelowTheStepUpLine()
        => Assert.Equal(
            [
                ChangeVerdict.NotDistinguishable, ChangeVerdict.Up, ChangeVerdict.NotDistinguishable, ChangeVerdict.Down,
                ChangeVerdict.NotDistinguishable, ChangeVerdict.Unknown, ChangeVerdict.Unknown,
            ],
            CountChange.Verdicts([new(5, 15), new(0, 8), new(6, 0), new(7, 0), new(10, 10), new(null, 100), new(100, null)]));

    /// <summary>Without the change that changed nothing, the same four hold together: 0.0414 is below 4/4 × 0.05.</summary>
    [Fact]
    public void Verdicts_LastBelowItsLine_DeclaresAllBeforeIt()
        => Assert.Equal(
            [ChangeVerdict.Up, ChangeVerdict.Up, ChangeVerdict.Down, ChangeVerdict.Down],
            CountChange.Verdicts([new(5, 15), new(0, 8), new(6, 0), new(7, 0)]));

    /// <summary>Step-up, not step-down: each p is 1/32, above the first three lines and below the fourth.</summary>
    [Fact]
    public void Verdicts_OnlyTheLastRankHolds_DeclaresAll()
        => Assert.All(CountChange.Verdicts([new(0, 6), new(0, 6), new(0, 6), new(0, 6)]), v => Assert.Equal(ChangeVerdict.Up, v));

    [Fact]
    public void Verdicts_Nothing_IsEmpty() => Assert.Empty(CountChange.Verdicts([]));

    [Fact]
    public void PValue_CountsInProportionToPopulation_AreNoChange()
        => Assert.Equal(1, CountChange.PValue(100, 200, 1_000_000, 2_000_000), 6);

    [Fact]
    public void PValue_UnequalExposure_IsTheBinomialTail()
        // 0 and 4 events, the second year with three times the exposure: P(X ≥ 4 | n = 4, p = ¾) = 0.31640625, twice that.
        => Assert.Equal(2 * 0.31640625, CountChange.PValue(0, 4, 1, 3), 12);

    [Fact]
    public void ChangePercent_WithPopulations_IsThatOfTheRate()
        // Seine-Saint-Denis, burglary of dwellings 2018 and 2019, population of the two years.
        => Assert.Equal(-9.0, new YearPair(7798, 7146, 1_632_677, 1_644_903).ChangePercent!.Value, 0.06);

    [Fact]
    public void ChangePercent_FromZeroOrUnknown_IsNull()
    {
        Assert.Null(new YearPair(0, 5).ChangePercent);
        Assert.Null(new YearPair(null, 5).ChangePercent);
        Assert.Null(new YearPair(5, null).ChangePercent);
        Assert.Equal(-100, new YearPair(5, 0).ChangePercent);
    }
}
