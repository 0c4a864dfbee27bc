using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Core.Forecasts;

/// <summary>The engine, see <see cref="Forecaster.ForecastAll"/>; tests count its calls, or put another in its place.</summary>
public delegate IReadOnlyList<ForecastResult> ForecastAll(
    IReadOnlyList<ForecastInput> inputs, ForecastOptions options, IProgress<int>? progress, CancellationToken cancellationToken);
