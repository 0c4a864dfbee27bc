using System.Globalization;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Dashboard.Commands;

/// <summary>What <c>cluster</c> is called with.</summary>
internal sealed record ClusterArguments(string Input, string Output, int Clusters, int Seed, FeatureScaling Scaling)
{
    /// <summary>Most groups.</summary>
    public const int MaxClusters = 1000;

    private const string Use = "cluster --input in.csv --output out.csv --k 5 [--seed 42] [--scale zscore]";

    private static readonly string[] _names = ["--input", "--output", "--k", "--seed", "--scale"];

    private static readonly Dictionary<string, FeatureScaling> _scalings = new(StringComparer.Ordinal)
    {
        ["none"] = FeatureScaling.None,
        ["zscore"] = FeatureScaling.ZScore,
        ["robust"] = FeatureScaling.Robust,
    };

    /// <summary>Null with the reason where the use is wrong.</summary>
    public static ClusterArguments? Parse(IReadOnlyList<string> arguments, out string wrong)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!_names.Contains(arguments[i], StringComparer.Ordinal) || i + 1 == arguments.Count || !given.TryAdd(arguments[i], arguments[i + 1]))
            {
                wrong = $"'{arguments[i]}' is unknown, given twice or without a value: {Use}";
                return null;
            }
        }

        var scaling = FeatureScaling.None;
        wrong = !given.TryGetValue("--input", out var input) | !given.TryGetValue("--output", out var output) | !given.TryGetValue("--k", out var k) ? "give --input, --output and --k."
            : Number(k!) is not (>= 1 and <= MaxClusters) ? $"--k must be a whole number from 1 to {MaxClusters}."
            : given.TryGetValue("--seed", out var seed) && Number(seed) is null ? "--seed must be a whole number from 0 to 2147483647."
            : given.TryGetValue("--scale", out var scale) && !_scalings.TryGetValue(scale, out scaling) ? $"--scale must be one of {string.Join(", ", _scalings.Keys)}."
            : "";
        return wrong.Length > 0 ? null : new ClusterArguments(input!, output!, Number(k!)!.Value, given.TryGetValue("--seed", out seed) ? Number(seed)!.Value : 42, scaling);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
