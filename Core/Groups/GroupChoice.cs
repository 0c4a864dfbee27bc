using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Groups;

/// <summary>Which territories are grouped.</summary>
public enum GroupTerritories
{
    /// <summary>Départements.</summary>
    Departments,

    /// <summary>Services of the police: mix of offences only, nobody knows their population.</summary>
    PoliceServices,

    /// <summary>Services of the gendarmerie, likewise.</summary>
    GendarmerieServices,

    /// <summary>Arrondissements of Paris, by the police services that answer for them: mix of offences only.</summary>
    Arrondissements,
}

/// <summary>What is grouped and how, but for the number of groups and the year. Two choices are the same when their <see cref="Key"/> is.</summary>
/// <param name="Features">
/// Codes of <see cref="GroupFeature"/> in the order shown: <c>rate:SLUG</c> (events per 1,000 inhabitants), <c>share:SLUG</c> (per cent of all recorded events), with a measure of the
/// nomenclature (indicator or <c>index-27</c>); <c>density</c> (inhabitants per km²), <c>women</c>, <c>age:0-19</c>, <c>age:20-39</c>, <c>age:40-59</c>, <c>age:60-74</c>,
/// <c>age:75</c> (per cent of inhabitants).
/// </param>
/// <param name="YearsAveraged">1: each year by itself; else years taken together up to the one shown (sums of events over sums of inhabitants), at most 5.</param>
public sealed record GroupChoice(
    GroupTerritories Territories, IReadOnlyList<string> Features, int YearsAveraged, FeatureTransformation Transformation, FeatureScaling Scaling)
{
    /// <summary>Most features of a choice.</summary>
    public const int MaxFeatures = 30;

    /// <summary>Most years taken together.</summary>
    public const int MaxYearsAveraged = 5;

    /// <summary>Fewest groups that can be asked for.</summary>
    public const int FewestClusters = 2;

    /// <summary>Most groups that can be asked for.</summary>
    public const int MostClusters = 12;

    /// <summary>Longest <see cref="Key"/>.</summary>
    public const int MaxKeyLength = 1500;

    /// <summary>What is shown first: départements by the rates of the twelve indicators.</summary>
    public static GroupChoice Default { get; } = DefaultOf(GroupTerritories.Departments);

    /// <summary>The choices whose groups are computed after each vintage: the first of each kind of territory.</summary>
    public static IReadOnlyList<GroupChoice> Precomputed { get; } = [.. Enum.GetValues<GroupTerritories>().Select(DefaultOf)];

    /// <summary>Canonical text, the same for the same choice whatever the order of its features, such as <c>departments/1/none/zscore/rate:homicides,women</c>.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{EnumCode.Of(Territories)}/{YearsAveraged}/{EnumCode.Of(Transformation)}/{EnumCode.Of(Scaling)}/{string.Join(',', GroupFeature.Sort(Features))}");

    /// <summary>SHA-256 of <see cref="Key"/>, 64 lower-case hexadecimal digits: the key in tables.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    /// <summary>
    /// What is shown first of some territories: rates of the twelve indicators as they are; of services, which have no population, logarithms of their shares of the mix.
    /// Each was the most stable on the real figures, over bootstrap samples and from year to year: see decisions/0025.
    /// </summary>
    public static GroupChoice DefaultOf(GroupTerritories territories)
        => new(
            territories,
            [.. Nomenclature.Indicators.Select(i => (territories == GroupTerritories.Departments ? GroupFeature.RatePrefix : GroupFeature.SharePrefix) + i.Slug)],
            1,
            territories == GroupTerritories.Departments ? FeatureTransformation.None : FeatureTransformation.Log,
            FeatureScaling.ZScore);

    /// <summary>Reads a <see cref="Key"/> back; its parts may come in any order of features.</summary>
    /// <param name="problem">Why not; null where it can be read.</param>
    public static GroupChoice? TryParse(string? key, out GroupChoiceProblem? problem)
    {
        var parts = key?.Split('/') ?? [];
        if (parts.Length != 5)
        {
            problem = new GroupChoiceProblem(GroupChoiceError.BadKey, Cut(key));
            return null;
        }

        return TryParse(parts[0], parts[4], parts[1], parts[2], parts[3], out problem);
    }

    /// <summary>Reads the parts of an address; null or empty: as in the default of those territories.</summary>
    /// <param name="territories"><c>departments</c>, <c>policeservices</c>, <c>gendarmerieservices</c>, <c>arrondissements</c>.</param>
    /// <param name="features">Codes with commas between.</param>
    /// <param name="years">1 to <see cref="MaxYearsAveraged"/>.</param>
    /// <param name="transformation"><c>none</c>, <c>log</c>, <c>squareroot</c>.</param>
    /// <param name="scaling"><c>none</c>, <c>zscore</c>, <c>robust</c>.</param>
    /// <param name="problem">Why not; null where it can be read.</param>
    public static GroupChoice? TryParse(
        string? territories, string? features, string? years, string? transformation, string? scaling, out GroupChoiceProblem? problem)
    {
        problem = null;
        var which = Parse(territories, GroupTerritories.Departments, GroupChoiceError.UnknownTerritories, ref problem);
        var choice = DefaultOf(which);
        var count = choice.YearsAveraged;
        if (!string.IsNullOrEmpty(years) && !int.TryParse(years, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            problem ??= new GroupChoiceProblem(GroupChoiceError.YearsAveraged, Cut(years));
        }

        choice = choice with
        {
            Features = string.IsNullOrEmpty(features) ? choice.Features : features.Split(','),
            YearsAveraged = count,
            Transformation = Parse(transformation, choice.Transformation, GroupChoiceError.UnknownTransformation, ref problem),
            Scaling = Parse(scaling, choice.Scaling, GroupChoiceError.UnknownScaling, ref problem),
        };
        problem ??= choice.Problem();
        return problem is null ? choice with { Features = GroupFeature.Sort(choice.Features) } : null;
    }

    /// <summary>What is wrong with the choice by itself, whatever the data; null where nothing is.</summary>
    public GroupChoiceProblem? Problem()
        => !Enum.IsDefined(Territories) ? new(GroupChoiceError.UnknownTerritories, null)
            : !Enum.IsDefined(Transformation) ? new(GroupChoiceError.UnknownTransformation, null)
            : !Enum.IsDefined(Scaling) ? new(GroupChoiceError.UnknownScaling, null)
            : YearsAveraged is < 1 or > MaxYearsAveraged ? new(GroupChoiceError.YearsAveraged, YearsAveraged.ToString(CultureInfo.InvariantCulture), YearsAveraged, MaxYearsAveraged)
            : Features.Count == 0 ? new(GroupChoiceError.NoFeatures, null)
            : Features.Count > MaxFeatures ? new(GroupChoiceError.TooManyFeatures, null, Features.Count, MaxFeatures)
            : Features.FirstOrDefault(f => GroupFeature.TryParse(f) is null) is { } unknown ? new(GroupChoiceError.UnknownFeature, Cut(unknown))
            : Features.FirstOrDefault(f => !GroupFeature.TryParse(f)!.IsOf(Territories)) is { } foreign ? new(GroupChoiceError.FeatureNeedsPopulation, foreign)
            : Features.GroupBy(f => f, StringComparer.Ordinal).FirstOrDefault(f => f.Count() > 1)?.Key is { } twice ? new(GroupChoiceError.FeatureTwice, twice)
            : null;

    private static T Parse<T>(string? text, T fallback, GroupChoiceError error, ref GroupChoiceProblem? problem)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (EnumCode.Of(value) == text)
            {
                return value;
            }
        }

        problem ??= new GroupChoiceProblem(error, Cut(text));
        return fallback;
    }

    private static string? Cut(string? text) => text is { Length: > 60 } ? text[..60] : text;
}
