namespace Octoplus.Core.Forecasts.ExponentialSmoothing;

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
