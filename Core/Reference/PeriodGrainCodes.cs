namespace Octoplus.Core.Reference;

/// <summary>The codes of grains in tables, addresses and the API.</summary>
public static class PeriodGrainCodes
{
    /// <summary><c>none</c>, <c>year</c>, <c>quarter</c>, <c>month</c>, <c>week</c> or <c>day</c>.</summary>
    public static string Code(this PeriodGrain grain) => grain switch
    {
        PeriodGrain.Year => "year",
        PeriodGrain.Quarter => "quarter",
        PeriodGrain.Month => "month",
        PeriodGrain.Week => "week",
        PeriodGrain.Day => "day",
        _ => "none",
    };

    /// <summary>The grain of a code, or null.</summary>
    public static PeriodGrain? TryParse(string? code) => code switch
    {
        "none" => PeriodGrain.None,
        "year" => PeriodGrain.Year,
        "quarter" => PeriodGrain.Quarter,
        "month" => PeriodGrain.Month,
        "week" => PeriodGrain.Week,
        "day" => PeriodGrain.Day,
        _ => null,
    };
}
