using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Tests.Statistics.Rates;

public sealed class ClassBreaksTests
{
    /// <summary>Definition 7 of Hyndman and Fan: the quartiles of 1…9 are 3, 5 and 7.</summary>
    [Fact]
    public void Quantiles_OneToNine_AreTheQuartiles()
    {
        var breaks = ClassBreaks.Quantiles([9, 1, 8, 2, 7, 3, 6, 4, 5], 4);

        Assert.Equal([3, 5, 7], breaks.Upper);
        Assert.Equal(4, breaks.Count);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 3], Enumerable.Range(1, 9).Select(v => breaks.ClassOf(v)));
    }

    [Fact]
    public void Quantiles_TenValues_Interpolate() => Assert.Equal([3.25, 5.5, 7.75], ClassBreaks.Quantiles(Enumerable.Range(1, 10).Select(v => (double)v), 4).Upper);

    [Fact]
    public void Quantiles_RepeatedValues_HaveFewerClasses()
    {
        Assert.Equal(1, ClassBreaks.Quantiles([4, 4, 4, 4], 7).Count);
        Assert.Equal([1.0], ClassBreaks.Quantiles([0, 0, 0, 1, 1], 2).Upper.Append(1.0).Distinct());
    }

    [Fact]
    public void Quantiles_NoOrOneValueOrOneClass_IsOneClass()
    {
        Assert.Equal(1, ClassBreaks.Quantiles([], 7).Count);
        Assert.Equal(1, ClassBreaks.Quantiles([3], 7).Count);
        Assert.Equal(1, ClassBreaks.Quantiles([1, 2, 3], 1).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassBreaks.Quantiles([1], 0));
    }

    [Fact]
    public void ChangePercent_IsSymmetricAroundNoChange()
    {
        Assert.Equal(ClassBreaks.ChangePercent.Upper, ClassBreaks.ChangePercent.Upper.Select(b => -b).Reverse());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], new[] { -50.0, -15, -5, 0, 5, 15, 50 }.Select(ClassBreaks.ChangePercent.ClassOf));
    }
}
