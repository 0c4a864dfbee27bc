using Octoplus.Core.Forecasts;
using Octoplus.Core.Forecasts.Combination;

namespace Octoplus.Ingest.Forecasts;

/// <summary>The engine, see <see cref="Forecaster.ForecastAll"/>; tests count its calls, or put another in its place.</summary>
public delegate IReadOnlyList<ForecastResult> ForecastAll(
    IReadOnlyList<ForecastInput> inputs, ForecastOptions options, IProgress<int>? progress, CancellationToken cancellationToken);
