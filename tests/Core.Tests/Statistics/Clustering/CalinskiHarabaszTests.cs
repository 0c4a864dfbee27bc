using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class CalinskiHarabaszTests
{
    /// <summary>scikit-learn 1.2.1: <c>calinski_harabasz_score(load_iris().data[::10], labels)</c>, by kind and <c>[0] + [1] * 7 + [2] * 7</c>.</summary>
    [Theory]
    [InlineData("000001111122222", 51.791530944625414)]
    [InlineData("011111112222222", 7.0421632974533965)]
    public void Of_Iris_IsThatOfScikitLearn(string labels, double expected)
        => Assert.Equal(expected, CalinskiHarabasz.Of(SampleTables.Iris, 15, 4, [.. labels.Select(x => x - '0')], 3), 1e-10);

    /// <summary>As scikit-learn, whose code returns 1 there.</summary>
    [Fact]
    public void Of_RowsAtTheirCentres_IsOne() => Assert.Equal(1, CalinskiHarabasz.Of([1, 1, 2, 2], 4, 1, [0, 0, 1, 1], 2));

    [Fact]
    public void Of_OneGroupOrAsManyAsRows_IsOne()
    {
        Assert.Equal(1, CalinskiHarabasz.Of([1, 2, 4], 3, 1, [0, 0, 0], 2));
        Assert.Equal(1, CalinskiHarabasz.Of([1, 2, 4], 3, 1, [0, 1, 2], 3));
    }

    [Fact]
    public void Of_WhatDoesNotFit_Throws() => Assert.Throws<ArgumentException>(() => CalinskiHarabasz.Of([1, 2, 4], 2, 1, [0, 1], 2));
}
