namespace Octoplus.Core.Forecasts.ExponentialSmoothing;

/// <summary>How the error enters.</summary>
public enum EtsError
{
    /// <summary>Added: as large at any level.</summary>
    Additive,

    /// <summary>In proportion to the forecast; values must be positive.</summary>
    Multiplicative,
}

/// <summary>What the level does.</summary>
public enum EtsTrend
{
    /// <summary>Only what errors make it do.</summary>
    None,

    /// <summary>Goes on as a straight line.</summary>
    Additive,

    /// <summary>Flattens out.</summary>
    Damped,
}

/// <summary>What the season does.</summary>
public enum EtsSeason
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Added to the level.</summary>
    Additive,

    /// <summary>Multiplies the level; only with a multiplicative error.</summary>
    Multiplicative,
}

/// <summary>A form of exponential smoothing in the taxonomy of Hyndman, Koehler, Ord and Snyder (2008, doi:10.1007/978-3-540-71918-2, section 2.5).</summary>
public readonly record struct EtsForm(EtsError Error, EtsTrend Trend, EtsSeason Season)
{
    /// <summary>
    /// The 15 forms that are estimated: no multiplicative trend (it forecasts badly) and no additive error with a multiplicative season
    /// (it divides by what may be 0), as in R's package forecast.
    /// </summary>
    public static IReadOnlyList<EtsForm> All { get; } =
    [
        .. from error in Enum.GetValues<EtsError>()
           from trend in Enum.GetValues<EtsTrend>()
           from season in Enum.GetValues<EtsSeason>()
           where error == EtsError.Multiplicative || season != EtsSeason.Multiplicative
           select new EtsForm(error, trend, season),
    ];

    /// <summary>Smoothing parameters: α, then β, γ and φ where there are.</summary>
    internal int Smoothings => 1 + (HasTrend ? 1 : 0) + (HasSeason ? 1 : 0) + (Trend == EtsTrend.Damped ? 1 : 0);

    internal bool HasTrend => Trend != EtsTrend.None;

    internal bool HasSeason => Season != EtsSeason.None;

    /// <summary>All that is estimated but the variance; of the initial season one is given by the others.</summary>
    internal int Estimated(int season) => Smoothings + 1 + (HasTrend ? 1 : 0) + (HasSeason ? season - 1 : 0);

    /// <summary>The form that is written so; null for anything else. With it a form that was chosen earlier is fitted again.</summary>
    public static EtsForm? Parse(string text)
    {
        foreach (var form in All)
        {
            if (form.ToString() == text)
            {
                return form;
            }
        }

        return null;
    }

    /// <summary><c>ETS(M,Ad,M)</c>.</summary>
    public override string ToString()
    {
        var trend = Trend switch { EtsTrend.None => "N", EtsTrend.Additive => "A", _ => "Ad" };
        var season = Season switch { EtsSeason.None => "N", EtsSeason.Additive => "A", _ => "M" };
        return $"ETS({(Error == EtsError.Additive ? "A" : "M")},{trend},{season})";
    }
}
