using Octoplus.Core.Reference;

namespace Octoplus.Core.Forecasts;

/// <summary>How far ahead forecasts are published.</summary>
public static class ForecastHorizons
{
    /// <summary>24 months, 8 quarters, 26 weeks, 3 years.</summary>
    public static int Of(PeriodGrain grain) => grain switch
    {
        PeriodGrain.Month => 24,
        PeriodGrain.Quarter => 8,
        PeriodGrain.Week => 26,
        _ => 3,
    };
}
