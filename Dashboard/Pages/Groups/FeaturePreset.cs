using Octoplus.Core.Groups;
using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Features that are chosen together.</summary>
/// <param name="Word">In the address.</param>
public sealed record FeaturePreset(string Word, IReadOnlyList<string> Features)
{
    /// <summary>Rates of the twelve indicators.</summary>
    public static FeaturePreset Rates { get; } = new("taux", [.. Nomenclature.Indicators.Select(i => GroupFeature.RatePrefix + i.Slug)]);

    /// <summary>Shares of the twelve indicators in all that is recorded.</summary>
    public static FeaturePreset Shares { get; } = new("parts", [.. Nomenclature.Indicators.Select(i => GroupFeature.SharePrefix + i.Slug)]);

    /// <summary>Density, sex and age.</summary>
    public static FeaturePreset Demography { get; } =
        new("demographie", [.. GroupFeature.All.Where(f => f.Kind is GroupFeatureKind.Density or GroupFeatureKind.Women or GroupFeatureKind.Age).Select(f => f.Code)]);

    /// <summary>Those that the territories have: nobody knows who lives in the area of a service.</summary>
    public static IReadOnlyList<FeaturePreset> For(GroupTerritories territories)
        => territories == GroupTerritories.Departments ? [Rates, Shares, Demography] : [Shares];

    /// <summary>The one with these features in whatever order, else null.</summary>
    public static FeaturePreset? Of(GroupTerritories territories, IReadOnlyList<string> features)
        => For(territories).FirstOrDefault(p => p.Features.Count == features.Count && p.Features.All(f => features.Contains(f, StringComparer.Ordinal)));
}
