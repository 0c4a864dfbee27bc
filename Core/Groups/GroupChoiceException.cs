using System.Globalization;

namespace Octoplus.Core.Groups;

/// <summary>Why a choice cannot be grouped.</summary>
public enum GroupChoiceError
{
    /// <summary>Not the text of a choice.</summary>
    BadKey,

    /// <summary>Territories of another kind; subject: as found.</summary>
    UnknownTerritories,

    /// <summary>Neither none, log nor square root; subject: as found.</summary>
    UnknownTransformation,

    /// <summary>Neither none, z-score nor robust; subject: as found.</summary>
    UnknownScaling,

    /// <summary>Fewer than 1 or more years than can be taken together; subject: as found; expected: the most.</summary>
    YearsAveraged,

    /// <summary>No feature.</summary>
    NoFeatures,

    /// <summary>Found and expected: number of features.</summary>
    TooManyFeatures,

    /// <summary>Subject: the code.</summary>
    UnknownFeature,

    /// <summary>Subject: the code of a feature that services do not have, since nobody knows their population.</summary>
    FeatureNeedsPopulation,

    /// <summary>Subject: the code that comes twice.</summary>
    FeatureTwice,

    /// <summary>k out of its bounds; found: k.</summary>
    Clusters,

    /// <summary>No such year among those that can be shown; found: the year; subject: the first and last that can, such as <c>2012-2020</c>.</summary>
    Year,

    /// <summary>No figures are served yet.</summary>
    NoData,

    /// <summary>The features need populations, and none are known of the years served.</summary>
    NoPopulation,

    /// <summary>Fewer (different) territories with all values than groups; found: territories; expected: k.</summary>
    TooFewTerritories,

    /// <summary>More values than are grouped at once; found and expected: values, over all years.</summary>
    TooLarge,

    /// <summary>All features are the same everywhere.</summary>
    NothingVaries,

    /// <summary>More analyses are at work or waiting than are taken at once; expected: how many.</summary>
    QueueFull,

    /// <summary>Expected: seconds that it may take.</summary>
    TookTooLong,
}

/// <summary>What is wrong with a choice, for the texts.</summary>
/// <param name="Subject">What it is about, cut to 60 characters where a user typed it.</param>
public sealed record GroupChoiceProblem(GroupChoiceError Error, string? Subject = null, int? Found = null, int? Expected = null);

/// <summary>A choice that cannot be grouped.</summary>
public sealed class GroupChoiceException(GroupChoiceProblem problem, Exception? inner = null)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{problem.Error} {problem.Subject} {problem.Found} {problem.Expected}").TrimEnd(), inner)
{
    /// <summary>Why.</summary>
    public GroupChoiceProblem Problem { get; } = problem;
}
