using System.Globalization;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Dashboard.Commands;

/// <summary>What <c>forecast</c> is called with.</summary>
internal sealed record ForecastArguments(string Input, string Output, int Horizon, int? Season)
{
    private const int MaxSeason = 366;

    private static readonly string[] _names = ["--input", "--output", "--horizon", "--season"];

    /// <summary>Null with the reason where the use is wrong.</summary>
    public static ForecastArguments? Parse(IReadOnlyList<string> arguments, out string wrong)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!_names.Contains(arguments[i], StringComparer.Ordinal) || i + 1 == arguments.Count || !given.TryAdd(arguments[i], arguments[i + 1]))
            {
                wrong = $"'{arguments[i]}' is unknown, given twice or without a value: forecast --input in.csv --output out.csv --horizon 18 [--season 12]";
                return null;
            }
        }

        wrong = !given.ContainsKey("--input") || !given.ContainsKey("--output") || !given.ContainsKey("--horizon") ? "give --input, --output and --horizon."
            : !Within(given["--horizon"], ForecastOptions.MaxHorizon) ? $"--horizon must be a whole number from 1 to {ForecastOptions.MaxHorizon}."
            : given.TryGetValue("--season", out var season) && !Within(season, MaxSeason) ? $"--season must be a whole number from 1 to {MaxSeason}."
            : "";
        return wrong.Length > 0
            ? null
            : new ForecastArguments(given["--input"], given["--output"], Number(given["--horizon"]), given.TryGetValue("--season", out season) ? Number(season) : null);
    }

    private static bool Within(string text, int most)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
