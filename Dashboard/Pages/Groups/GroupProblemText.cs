using Microsoft.Extensions.Localization;
using Octoplus.Core.Groups;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Why a choice cannot be grouped, in words.</summary>
public static class GroupProblemText
{
    public static string Of(IStringLocalizer<GroupTexts> texts, GroupChoiceProblem problem)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(problem);
        var subject = problem.Error switch
        {
            GroupChoiceError.FeatureNeedsPopulation or GroupChoiceError.FeatureTwice => FeatureNames.Long(texts, problem.Subject ?? ""),
            _ => problem.Subject ?? "",
        };
        return texts["Problem." + problem.Error, subject, problem.Found ?? 0, problem.Expected ?? 0];
    }
}
