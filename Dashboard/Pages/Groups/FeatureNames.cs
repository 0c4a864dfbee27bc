using Microsoft.Extensions.Localization;
using Octoplus.Core.Groups;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>What the features are called, and how their values are written.</summary>
public static class FeatureNames
{
    /// <summary>Without its kind: for lists whose heading says it.</summary>
    public static string Short(IStringLocalizer<GroupTexts> texts, string code)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return GroupFeature.TryParse(code)?.Measure?.Label(FigureText.IsFrench) ?? (texts["Feature." + code] is { ResourceNotFound: false } known ? known.Value : code);
    }

    /// <summary>With its kind and unit.</summary>
    public static string Long(IStringLocalizer<GroupTexts> texts, string code)
    {
        var name = Short(texts, code);
        return KindOf(code) switch
        {
            GroupFeatureKind.Rate => texts["Feature.Rate", name],
            GroupFeatureKind.Share => texts["Feature.Share", name],
            _ => name,
        };
    }

    /// <summary>With its kind where those beside it are of others: the name alone would not tell a rate from a share.</summary>
    /// <param name="beside">Codes of all that are shown.</param>
    public static string Name(IStringLocalizer<GroupTexts> texts, string code, IReadOnlyList<string> beside)
        => beside.Select(KindOf).Where(k => k is GroupFeatureKind.Rate or GroupFeatureKind.Share).Distinct().Count() > 1 ? Long(texts, code) : Short(texts, code);

    /// <summary>Unit of a value, to stand behind it.</summary>
    public static string Unit(IStringLocalizer<GroupTexts> texts, string code)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts[KindOf(code) switch { GroupFeatureKind.Rate => "Unit.Rate", GroupFeatureKind.Density => "Unit.Density", _ => "Unit.Percent" }];
    }

    /// <summary>A value without its unit.</summary>
    public static string Number(string code, double value)
        => FigureText.Number(value, KindOf(code) != GroupFeatureKind.Density ? FigureText.DecimalsFor(value) : value < 10 ? 1 : 0);

    /// <summary>Heading of the list where a feature stands: indicators apart from single indices.</summary>
    public static string Heading(GroupFeature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return feature.Measure is not { } measure ? "Demography"
            : (feature.Kind == GroupFeatureKind.Rate ? "Rates" : "Shares") + (measure.Slug.StartsWith("index-", StringComparison.Ordinal) ? ".Offences" : "");
    }

    private static GroupFeatureKind KindOf(string code) => GroupFeature.TryParse(code)?.Kind ?? GroupFeatureKind.Share;
}
