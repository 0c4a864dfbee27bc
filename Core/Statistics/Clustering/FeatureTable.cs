namespace Octoplus.Core.Statistics.Clustering;

/// <summary>What is grouped: n rows × d features.</summary>
/// <param name="Ids">n identifiers, each once.</param>
/// <param name="Features">d names, each once.</param>
/// <param name="Values">n × d, row-major, in the unit of each feature; NaN where a value is missing.</param>
public sealed record FeatureTable(IReadOnlyList<string> Ids, IReadOnlyList<string> Features, IReadOnlyList<double> Values)
{
    /// <summary>What the values are ratios of; null where they are not: the real value of a group is then the mean of its members.</summary>
    public RatioParts? Parts { get; init; }
}

/// <summary>Values as factor × numerator ÷ denominator, so that the rate of a group is the rate of its members taken together, never a mean of rates.</summary>
/// <param name="Numerators">n × d, row-major: events, persons.</param>
/// <param name="Denominators">n × d, row-major: inhabitants, all events, km².</param>
/// <param name="Factors">d, such as 1000 for a rate per 1,000, 100 for a share in per cent.</param>
public sealed record RatioParts(IReadOnlyList<double> Numerators, IReadOnlyList<double> Denominators, IReadOnlyList<double> Factors);

/// <summary>A value that is missing.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Feature">Of the column.</param>
public sealed record MissingCell(string Id, string Feature);

/// <summary>What is done to each value first.</summary>
public enum FeatureTransformation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>log(1 + x), for x ≥ 0.</summary>
    Log,

    /// <summary>√x, for x ≥ 0.</summary>
    SquareRoot,
}

/// <summary>How features are brought to one scale, after <see cref="FeatureTransformation"/>.</summary>
public enum FeatureScaling
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>(x − mean) ÷ standard deviation (of n, as scikit-learn's StandardScaler).</summary>
    ZScore,

    /// <summary>(x − median) ÷ (third − first quartile); the standard deviation where the quartiles are one.</summary>
    Robust,
}
