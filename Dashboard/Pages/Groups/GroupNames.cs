using Microsoft.Extensions.Localization;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Groups;

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
        bool IsMost(int count) => ordered.Count > 2 && count * 3 >= ordered.Count * 2;

        var above = ordered.Where(f => f.Standardised >= Apart).ToList();
        var below = ordered.AsEnumerable().Reverse().Where(f => f.Standardised <= -Apart).ToList();
        if (above.Count > 0 && below.Count > 0)
        {
            // What stands out most comes first, and with two names.
            var isHigh = above[0].Standardised >= -below[0].Standardised;
            var (first, second) = isHigh ? (above, below) : (below, above);
            return Upper(texts[isHigh ? "Name.AboveBelow" : "Name.BelowAbove", Join(texts, [.. first.Take(MostNamed).Select(Name)]), Name(second[0])]);
        }

        if (above.Count > 0)
        {
            return IsMost(above.Count) ? texts["Name.AllAbove", Name(above[0])] : Upper(texts["Name.Above", Join(texts, [.. above.Take(MostNamed).Select(Name)])]);
        }

        if (below.Count > 0)
        {
            return IsMost(below.Count) ? texts["Name.AllBelow", Name(below[0])] : Upper(texts["Name.Below", Join(texts, [.. below.Take(MostNamed).Select(Name)])]);
        }

        return texts[IsMost(ordered.Count(f => f.Standardised <= -Leaning)) ? "Name.LeaningBelow" : IsMost(ordered.Count(f => f.Standardised >= Leaning)) ? "Name.LeaningAbove" : "Name.Average"];
    }

    private static string Join(IStringLocalizer<GroupTexts> texts, List<string> names) => names.Count == 1 ? names[0] : texts["And", names[0], names[1]];

    // Labels begin with one capital; those of an index with its number.
    private static string Lower(string text) => text.Length > 1 && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static string Upper(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
