using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.GroupFiles;

/// <summary>How a file is grouped, as it stands in the address; the file itself stays with the reader. What cannot be read is as if it were absent.</summary>
/// <param name="Clusters">k; null: as suggested.</param>
/// <param name="IsExample">Whether the example is grouped instead of a file.</param>
public sealed record GroupFileState(
    FeatureTransformation Transformation = FeatureTransformation.None, FeatureScaling Scaling = FeatureScaling.ZScore, int? Clusters = null, bool IsExample = false)
{
    public const string Address = "/groupes/fichier";
    public const int FewestClusters = 2;
    public const int MostClusters = 12;

    private const string Example = "dix-villes";

    private static readonly (FeatureTransformation Value, string? Word)[] _transformations =
        [(FeatureTransformation.None, null), (FeatureTransformation.Log, "log"), (FeatureTransformation.SquareRoot, "racine")];

    private static readonly (FeatureScaling Value, string? Word)[] _scalings =
        [(FeatureScaling.ZScore, null), (FeatureScaling.Robust, "robuste"), (FeatureScaling.None, "aucune")];

    /// <summary>Ten cities into three groups, in degrees as they are.</summary>
    public static GroupFileState TenCities { get; } = new(Scaling: FeatureScaling.None, Clusters: 3, IsExample: true);

    /// <summary>In the order of the choice.</summary>
    public static IReadOnlyList<FeatureTransformation> Transformations { get; } = [.. _transformations.Select(t => t.Value)];

    /// <summary>In the order of the choice.</summary>
    public static IReadOnlyList<FeatureScaling> Scalings { get; } = [.. _scalings.Select(s => s.Value)];

    /// <summary>Never fails.</summary>
    public static GroupFileState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? Word(string key) => values.TryGetValue(key, out var found) && found.FirstOrDefault()?.Trim() is { Length: > 0 } word ? word : null;
        return new GroupFileState(
            Array.Find(_transformations, t => t.Word == Word("transformation")).Value,
            Array.Find(_scalings, s => s.Word == Word("echelle")) is { Word: not null } scaling ? scaling.Value : FeatureScaling.ZScore,
            int.TryParse(Word("k"), NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k is >= FewestClusters and <= MostClusters ? k : null,
            Word("exemple") == Example);
    }

    /// <summary>With its question mark.</summary>
    public string ToQuery() => AddressQuery.Write(
        ("exemple", IsExample ? Example : null),
        ("transformation", Array.Find(_transformations, t => t.Value == Transformation).Word),
        ("echelle", Array.Find(_scalings, s => s.Value == Scaling).Word),
        ("k", Clusters?.ToString(CultureInfo.InvariantCulture)));
}
