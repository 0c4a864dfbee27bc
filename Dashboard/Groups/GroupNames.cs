using Microsoft.Extensions.Localization;
using Octoplus.Core.Clusters;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Groups;

/// <summary>Names for groups, from what is most above and below the average of all.</summary>
public static class GroupNames
{
    /// <summary>Standard deviations from which a feature sets a group apart.</summary>
    private const double Apart = 0.5;

    /// <summary>Standard deviations from which a feature leans to one side.</summary>
    private const double Leaning = 0.2;

    private const int MostNamed = 2;

    /// <summary>The name given by an analyst, else the one suggested.</summary>
    public static string Of(IStringLocalizer<GroupTexts> texts, GroupShown shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return shown.GivenName ?? Suggest(texts, shown.Group);
    }

    public static string Suggest(IStringLocalizer<GroupTexts> texts, ClusterGroup group)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(group);
        var ordered = group.Profile.OrderByDescending(f => f.Standardised).ToList();
        string Name(ClusterFeature feature) => Lower(FeatureNames.Short(texts, feature.Feature));
        bool Most(Func<ClusterFeature, bool> is_) => ordered.Count > 2 && ordered.Count(is_) * 3 >= ordered.Count * 2;

        if (Most(f => f.Standardised >= Apart))
        {
            return texts["Name.AllAbove", Name(ordered[0])];
        }

        if (Most(f => f.Standardised <= -Apart))
        {
            return texts["Name.AllBelow", Name(ordered[^1])];
        }

        var above = ordered.Where(f => f.Standardised >= Apart).Take(MostNamed).Select(Name).ToList();
        var below = ordered.AsEnumerable().Reverse().Where(f => f.Standardised <= -Apart).Take(above.Count == 0 ? MostNamed : 1).Select(Name).ToList();
        return (above.Count, below.Count) switch
        {
            (> 0, > 0) => Upper(texts["Name.Both", Join(texts, above), Join(texts, below)]),
            (> 0, 0) => Upper(texts["Name.Above", Join(texts, above)]),
            (0, > 0) => Upper(texts["Name.Below", Join(texts, below)]),
            _ when Most(f => f.Standardised <= -Leaning) => texts["Name.LeaningBelow"],
            _ when Most(f => f.Standardised >= Leaning) => texts["Name.LeaningAbove"],
            _ => texts["Name.Average"],
        };
    }

    private static string Join(IStringLocalizer<GroupTexts> texts, List<string> names) => names.Count == 1 ? names[0] : texts["And", names[0], names[1]];

    // Labels begin with one capital; those of an index with its number.
    private static string Lower(string text) => text.Length > 1 && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static string Upper(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
