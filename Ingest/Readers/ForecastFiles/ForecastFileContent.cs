using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Ingest.Readers.ForecastFiles;

/// <summary>What a file to forecast holds.</summary>
/// <param name="Inputs">Series without a wrong line, by name.</param>
/// <param name="Refusals">The others, by name.</param>
public sealed record ForecastFileContent(IReadOnlyList<ForecastInput> Inputs, IReadOnlyList<ForecastFileRefusal> Refusals);

/// <summary>Why a series of a file has no forecast.</summary>
/// <param name="Series">Its name.</param>
/// <param name="Code">Stable name of the defect.</param>
/// <param name="Line">1-based; null where no single line is to blame.</param>
/// <param name="Column">Header of the column.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record ForecastFileRefusal(string Series, string Code, int? Line, string? Column, string? Found, string Reason);
