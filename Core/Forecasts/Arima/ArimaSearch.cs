namespace Octoplus.Core.Forecasts.Arima;

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
