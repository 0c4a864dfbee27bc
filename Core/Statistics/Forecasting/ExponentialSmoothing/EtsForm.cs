namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

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

/// <summary>
/// Where the variables of a form stand in one vector: α, β/α, γ/(1 − α), φ, the initial level, the initial slope, then the initial season
/// (in the order of the values). As shares β and γ need no bound but 0 and 1.
/// </summary>
internal readonly struct EtsLayout
{
    public const double LeastShare = 1e-4;
    public const double LeastDamping = 0.8;
    public const double LargestDamping = 0.98;

    public EtsLayout(EtsForm form, int season)
    {
        Form = form;
        Season = form.HasSeason ? season : 0;
        Trend = form.HasTrend ? 1 : -1;
        Seasonal = form.HasSeason ? (form.HasTrend ? 2 : 1) : -1;
        Level = form.Smoothings;
        Damping = form.Trend == EtsTrend.Damped ? Level - 1 : -1;
        Slope = form.HasTrend ? Level + 1 : -1;
        FirstSeason = Level + (form.HasTrend ? 2 : 1);
        Count = FirstSeason + Season;
    }

    public EtsForm Form { get; }

    /// <summary>Periods in a season; 0 for forms without.</summary>
    public int Season { get; }

    public int Trend { get; }

    public int Seasonal { get; }

    public int Damping { get; }

    public int Level { get; }

    public int Slope { get; }

    public int FirstSeason { get; }

    public int Count { get; }

    public double Alpha(ReadOnlySpan<double> x) => x[0];

    public double Beta(ReadOnlySpan<double> x) => Trend < 0 ? 0 : x[0] * x[Trend];

    public double Gamma(ReadOnlySpan<double> x) => Seasonal < 0 ? 0 : (1 - x[0]) * x[Seasonal];

    public double Phi(ReadOnlySpan<double> x) => Damping < 0 ? 1 : x[Damping];

    /// <summary>Bounds of all variables; states are free.</summary>
    public void Bound(Span<double> low, Span<double> high)
    {
        low[..Count].Fill(double.NegativeInfinity);
        high[..Count].Fill(double.PositiveInfinity);
        low[..Level].Fill(LeastShare);
        high[..Level].Fill(1 - LeastShare);
        if (Damping >= 0)
        {
            (low[Damping], high[Damping]) = (LeastDamping, LargestDamping);
        }
    }
}
