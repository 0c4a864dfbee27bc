namespace Octoplus.Core.Statistics.Forecasting.Arima;

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

/// <summary>
/// The stepwise search of Hyndman and Khandakar (2008, doi:10.18637/jss.v027.i03, §3.2): four models to start with, then each neighbour of
/// the best so far, until none is better by the corrected criterion of Akaike. Models with a root within 1.01 of the unit circle do not
/// count.
/// </summary>
internal sealed class ArimaSearch
{
    private const double NearestRoot = 1.01;
    private const int MostModels = 94;

    // Steps in (p, q, P, Q) to neighbours, in the order of the article: season first, single orders before pairs.
    private static readonly (int Ar, int Ma, int SeasonalAr, int SeasonalMa)[] _steps =
    [
        (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
        (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
    ];

    private readonly ArimaLimits _limits;
    private readonly DifferencedSeries _without;
    private readonly DifferencedSeries? _with;
    private readonly ArmaFilter _filter;
    private readonly HashSet<ArimaOrder> _seen = [];
    private ArimaForm? _best;
    private double _bestAicc = double.PositiveInfinity;

    private ArimaSearch(ReadOnlySpan<double> values, ArimaOrder differences, IReadOnlyList<double[]> regressors, ArimaLimits limits)
    {
        _limits = limits;
        _without = new(values, differences with { HasConstant = false }, regressors);
        if (differences.Differences + differences.SeasonalDifferences <= 1)
        {
            _with = new(values, differences with { HasConstant = true }, regressors);
        }

        var lags = Math.Max(limits.Ar + (limits.SeasonalAr * differences.Season), limits.Ma + (limits.SeasonalMa * differences.Season));
        _filter = new(lags, (_with ?? _without).Columns.Length);
    }

    /// <param name="differences">With the differences and the season to search at; the rest is ignored.</param>
    public static ArimaForm Run(ReadOnlySpan<double> values, ArimaOrder differences, IReadOnlyList<double[]> regressors, ArimaLimits limits)
    {
        var search = new ArimaSearch(values, differences, regressors, limits);
        var plain = new ArimaOrder(0, differences.Differences, 0, 0, differences.SeasonalDifferences, 0, differences.Season, search._with is not null);
        search.Start(plain);
        while (search._seen.Count < MostModels && search._filter.Work < limits.Work && search.Step())
        {
        }

        return search._best ?? new(plain, []);
    }

    private void Start(ArimaOrder plain)
    {
        Try(plain with
        {
            Ar = Math.Min(2, _limits.Ar),
            Ma = Math.Min(2, _limits.Ma),
            SeasonalAr = Math.Min(1, _limits.SeasonalAr),
            SeasonalMa = Math.Min(1, _limits.SeasonalMa),
        });
        Try(plain);
        Try(plain with { Ar = Math.Min(1, _limits.Ar), SeasonalAr = Math.Min(1, _limits.SeasonalAr) });
        Try(plain with { Ma = Math.Min(1, _limits.Ma), SeasonalMa = Math.Min(1, _limits.SeasonalMa) });
        Try(plain with { HasConstant = false });
    }

    // The first better neighbour becomes the best.
    private bool Step()
    {
        if (_best is null)
        {
            return false;
        }

        var centre = _best.Order;
        foreach (var step in _steps)
        {
            if (Try(centre with
            {
                Ar = centre.Ar + step.Ar,
                Ma = centre.Ma + step.Ma,
                SeasonalAr = centre.SeasonalAr + step.SeasonalAr,
                SeasonalMa = centre.SeasonalMa + step.SeasonalMa,
            }))
            {
                return true;
            }
        }

        return Try(centre with { HasConstant = !centre.HasConstant });
    }

    private bool Try(ArimaOrder order)
    {
        var series = order.HasConstant ? _with : _without;
        if (series is null || !_limits.Allows(order) || !_seen.Add(order))
        {
            return false;
        }

        var likelihood = new ArimaLikelihood(order, series, _filter);
        if (likelihood.Count <= likelihood.ParameterCount + 1)
        {
            return false;
        }

        var estimate = ArimaEstimate.Of(likelihood, _best?.ParametersFor(order) ?? [], _limits.Rounds, _limits.Tolerance);
        if (!(estimate.Aicc < _bestAicc))
        {
            return false;
        }

        likelihood.Model.Set(estimate.Parameters);
        if (!likelihood.Model.HasRootsBeyond(NearestRoot))
        {
            return false;
        }

        (_best, _bestAicc) = (new(order, estimate.Parameters), estimate.Aicc);
        return true;
    }
}

/// <summary>Largest orders of a search, how closely each model is estimated, and after how much work of the filter the best so far is taken.</summary>
internal sealed record ArimaLimits(int Ar, int Ma, int SeasonalAr, int SeasonalMa, int Rounds, double Tolerance, long Work)
{
    public bool Allows(ArimaOrder order) =>
        order is { Ar: >= 0, Ma: >= 0, SeasonalAr: >= 0, SeasonalMa: >= 0 }
        && order.Ar <= Ar && order.Ma <= Ma && order.SeasonalAr <= SeasonalAr && order.SeasonalMa <= SeasonalMa;
}
