using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Everything that a copied address of the page of groups carries. What cannot be read is as if it were absent.</summary>
public sealed partial record GroupPageState
{
    public const string Address = "/groupes";

    public GroupTerritories Territories { get; init; }

    /// <summary>Null: the first preset of the territories.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Null: the last one.</summary>
    public int? Year { get; init; }

    /// <summary>1: each year by itself.</summary>
    public int YearsAveraged { get; init; } = 1;

    /// <summary>Null: as usual for the territories.</summary>
    public FeatureTransformation? Transformation { get; init; }

    /// <summary>Null: as usual for the territories.</summary>
    public FeatureScaling? Scaling { get; init; }

    /// <summary>k; null: as suggested.</summary>
    public int? Clusters { get; init; }

    /// <summary>Code of the territory that is pointed out.</summary>
    public string? Selected { get; init; }

    /// <summary>Number of the group that is pointed out.</summary>
    public int? Group { get; init; }

    /// <summary>Key of a column of the table of members; null: by group, closest first.</summary>
    public string? SortColumn { get; init; }

    public bool IsSortDescending { get; init; }

    /// <summary>Those chosen, or those of the first preset.</summary>
    public IReadOnlyList<string> ChosenFeatures => Features ?? FeaturePreset.For(Territories)[0].Features;

    /// <summary>What is grouped and how.</summary>
    public GroupChoice Choice => new(Territories, ChosenFeatures, YearsAveraged, Transformation ?? Usual.Transformation, Scaling ?? Usual.Scaling);

    /// <summary>Years, transformation and scaling are those that are shown first.</summary>
    public bool HasUsualMethod => YearsAveraged == 1 && Transformation is null && Scaling is null;

    private GroupChoice Usual => GroupChoice.DefaultOf(Territories);

    /// <summary>With this transformation; the usual one is not said.</summary>
    public GroupPageState With(FeatureTransformation transformation) => this with { Transformation = transformation == Usual.Transformation ? null : transformation };

    /// <summary>With this scaling; the usual one is not said.</summary>
    public GroupPageState With(FeatureScaling scaling) => this with { Scaling = scaling == Usual.Scaling ? null : scaling };

    /// <summary>With these features; those of the first preset are not said.</summary>
    public GroupPageState WithFeatures(IReadOnlyList<string> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var known = Known(Territories, features);
        return this with { Features = known.Count == 0 || FeaturePreset.Of(Territories, known) == FeaturePreset.For(Territories)[0] ? null : known };
    }

    /// <summary>Other territories have other features, names and years.</summary>
    public GroupPageState WithTerritories(GroupTerritories territories)
    {
        var other = new GroupPageState { Territories = territories, YearsAveraged = YearsAveraged, Clusters = Clusters };
        other = Transformation is { } transformation ? other.With(transformation) : other;
        return Scaling is { } scaling ? other.With(scaling) : other;
    }

    /// <summary>The territory pointed out, or none if it is already.</summary>
    public GroupPageState Pick(string code) => this with { Selected = Selected == code ? null : code };

    public bool Equals(GroupPageState? other) => other is not null && ToQuery() == other.ToQuery();

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToQuery());

    /// <summary>Never fails.</summary>
    /// <param name="query">With or without the question mark.</param>
    public static GroupPageState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string Word(string key) => values.TryGetValue(key, out var found) ? found.FirstOrDefault()?.Trim() ?? "" : "";
        int? Number(string key, int least, int most)
            => int.TryParse(Word(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
        var territories = GroupWords.Territories.Parse(Word("territoires"), GroupTerritories.Departments);
        var sort = Word("tri");
        var column = MemberColumns.Find(sort.TrimStart('-'));
        var usual = GroupChoice.DefaultOf(territories);
        return new GroupPageState
        {
            Territories = territories,
            Year = Number("annee", 1900, 2199),
            YearsAveraged = Number("annees", 1, GroupChoice.MaxYearsAveraged) ?? 1,
            Clusters = Number("k", GroupChoice.FewestClusters, GroupChoice.MostClusters),
            Selected = CodeForm().IsMatch(Word("sel")) ? Word("sel") : null,
            Group = Number("groupe", 1, GroupChoice.MostClusters),
            SortColumn = column,
            IsSortDescending = column is not null && sort.StartsWith('-'),
        }.WithFeatures(ParseFeatures(territories, Word("criteres")))
            .With(GroupWords.Transformations.Parse(Word("transformation"), usual.Transformation))
            .With(GroupWords.Scalings.Parse(Word("echelle"), usual.Scaling));
    }

    /// <summary>With its question mark; what equals the default is left out, so the plain page has a plain address.</summary>
    public string ToQuery() => AddressQuery.Write(
        ("territoires", Territories == GroupTerritories.Departments ? null : GroupWords.Territories.Word(Territories)),
        ("criteres", Features is { } features ? FeaturePreset.Of(Territories, features)?.Word ?? string.Join(',', features) : null),
        ("annee", Year?.ToString(CultureInfo.InvariantCulture)),
        ("annees", YearsAveraged == 1 ? null : YearsAveraged.ToString(CultureInfo.InvariantCulture)),
        ("transformation", Transformation is { } transformation ? GroupWords.Transformations.Word(transformation) : null),
        ("echelle", Scaling is { } scaling ? GroupWords.Scalings.Word(scaling) : null),
        ("k", Clusters?.ToString(CultureInfo.InvariantCulture)),
        ("sel", Selected),
        ("groupe", Group?.ToString(CultureInfo.InvariantCulture)),
        ("tri", SortColumn is null ? null : (IsSortDescending ? "-" : "") + SortColumn));

    private static IReadOnlyList<string> ParseFeatures(GroupTerritories territories, string words)
        => FeaturePreset.For(territories).FirstOrDefault(p => p.Word == words)?.Features ?? words.Split(',', StringSplitOptions.TrimEntries);

    private static List<string> Known(GroupTerritories territories, IReadOnlyList<string> features)
        => [.. GroupFeature.Sort(features.Where(f => GroupFeature.TryParse(f)?.IsOf(territories) == true).Distinct(StringComparer.Ordinal)).Take(GroupChoice.MaxFeatures)];

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N} :_.'’()/-]{0,119}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex CodeForm();
}
