namespace Octoplus.Core.Forecasts.Arima;

/// <summary>
/// Seasonal ARIMA models with automatic orders: seasonal differences by the strength of the season, others by the test of Kwiatkowski et al.,
/// the rest by the stepwise search of Hyndman and Khandakar (2008, doi:10.18637/jss.v027.i03), by exact likelihood throughout.
/// </summary>
public sealed class ArimaMethod : IForecastMethod
{
    /// <summary>Longest season with seasonal terms; a longer one (weeks) is left to the other terms.</summary>
    public const int LongestSeason = 24;

    // Orders do not get better from more; long series stay affordable.
    private const int MostSearchedValues = 400;

    // Counted, not timed, so that a search ends at the same model on any machine.
    private const long QuickWork = 8_000_000;

    /// <summary>Each model of the search is estimated to its end and orders may reach 5, as R's <c>auto.arima(approximation = FALSE)</c>; else
    /// estimates of the search are coarse, some 4 times faster, and only the model chosen is estimated to its end.</summary>
    public bool IsThorough { get; init; }

    /// <inheritdoc/>
    public string Key => "arima";

    /// <inheritdoc/>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) => Fit(values, season, []);

    /// <summary>Regression with ARIMA errors.</summary>
    /// <param name="regressors">k columns, each at least as long as the values.</param>
    public FittedArima? Fit(ReadOnlySpan<double> values, int season, IReadOnlyList<double[]> regressors)
    {
        var own = season is > 1 and <= LongestSeason ? season : 1;
        if (values.Length < 3 + regressors.Count)
        {
            return null;
        }

        var searched = values;
        var searchedRegressors = regressors;
        if (!IsThorough && values.Length > MostSearchedValues)
        {
            searched = values[^MostSearchedValues..];
            var from = values.Length - MostSearchedValues;
            searchedRegressors = [.. regressors.Select(column => column[from..])];
        }

        var differences = Differences(searched, own, searchedRegressors);
        var left = DifferencedSeries.Of(searched, differences.Differences, differences.SeasonalDifferences, own);
        var form = regressors.Count == 0 && UnitRoots.IsConstant(left, values)
            ? new ArimaForm(differences with { HasConstant = differences.Differences + differences.SeasonalDifferences <= 1 }, [])
            : ArimaSearch.Run(searched, differences, searchedRegressors, Limits(searched.Length, own));
        return IsThorough ? FittedArima.Of(values, form, regressors, 60, 1e-10) : FittedArima.Of(values, form, regressors, 12, 1e-4);
    }

    /// <summary>A model of given orders.</summary>
    /// <returns>Null where differencing leaves too few values for its coefficients.</returns>
    public static FittedArima? Fit(ReadOnlySpan<double> values, ArimaOrder order, IReadOnlyList<double[]>? regressors = null)
    {
        // Likelihoods have several maxima: white noise is one place to start from, the model without its moving average another.
        var fromNoise = FittedArima.Of(values, new(order, []), regressors ?? [], 60, 1e-10);
        if (order is { Ar: > 0, Ma: > 0 } or { SeasonalAr: > 0, SeasonalMa: > 0 })
        {
            var start = FittedArima.Of(values, new(order with { Ma = 0, SeasonalMa = 0 }, []), regressors ?? [], 60, 1e-4);
            var fromStart = start is null ? null : FittedArima.Of(values, start.As(order), regressors ?? [], 60, 1e-10);
            return fromStart is not null && !(fromNoise?.LogLikelihood >= fromStart.LogLikelihood) ? fromStart : fromNoise;
        }

        return fromNoise;
    }

    private static ArimaOrder Differences(ReadOnlySpan<double> values, int season, IReadOnlyList<double[]> regressors)
    {
        // Regressors first: what they explain is no trend and no season.
        var tested = regressors.Count == 0
            ? values
            : FittedArima.Of(values, new(new(0, 0, 0, HasConstant: true), []), regressors, 1, 1)?.Errors(values, regressors) ?? values;
        var seasonal = UnitRoots.Seasonal(tested, season);
        return new(0, UnitRoots.Ordinary(DifferencedSeries.Of(tested, 0, seasonal, season)), 0, 0, seasonal, 0, season);
    }

    private ArimaLimits Limits(int count, int season)
    {
        var most = Math.Min(5, count / 3);
        var mostSeasonal = season > 1 ? Math.Min(2, count / 3 / season) : 0;
        if (season > 1)
        {
            most = Math.Min(most, season - 1);
        }

        return IsThorough
            ? new(most, most, mostSeasonal, mostSeasonal, 30, 1e-5, 200_000_000)
            : new(most, most, mostSeasonal, mostSeasonal, 5, 0.03, QuickWork);
    }
}
