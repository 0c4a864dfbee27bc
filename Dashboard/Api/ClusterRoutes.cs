using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Groups;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>Groups of similar territories.</summary>
internal static class ClusterRoutes
{
    public static void MapClusterRoutes(this RouteGroupBuilder api)
        => api.MapGet("/clusters", ClustersAsync).WithTags("clusters")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Groups of similar territories by K-means, such as k=5&year=2019: groups with their profiles, members, silhouettes. Without more, départements by the rates of the twelve indicators, computed beforehand; other choices take some seconds.");

    private static async Task<Results<Ok<ClusterAnswer>, ProblemHttpResult>> ClustersAsync(
        [AsParameters] ClusterRequest request, GroupAnalyses analyses, CancellationToken cancellationToken)
    {
        if (GroupChoice.TryParse(request.Territories, request.Features, request.Years, request.Transformation, request.Scaling, out var problem) is not { } choice)
        {
            return Answer(problem!);
        }

        try
        {
            return TypedResults.Ok(ClusterAnswer.Of(await analyses.RunAsync(choice, request.K, request.Year, null, cancellationToken)));
        }
        catch (GroupChoiceException e)
        {
            return Answer(e.Problem);
        }
    }

    internal static ProblemHttpResult Answer(GroupChoiceProblem problem) => problem.Error switch
    {
        GroupChoiceError.NoData => ApiProblems.NotReady(),
        GroupChoiceError.QueueFull or GroupChoiceError.TookTooLong => TypedResults.Problem(Detail(problem), statusCode: StatusCodes.Status503ServiceUnavailable, title: "Busy"),
        GroupChoiceError.Year => ApiProblems.NotFound(Detail(problem)),
        _ => ApiProblems.Bad(Detail(problem)),
    };

    private static string Detail(GroupChoiceProblem problem)
    {
        var (subject, found, expected) = (problem.Subject, problem.Found, problem.Expected);
        return problem.Error switch
        {
            GroupChoiceError.UnknownTerritories => $"territories is '{subject}': expected departments, policeservices, gendarmerieservices or arrondissements.",
            GroupChoiceError.UnknownTransformation => $"transformation is '{subject}': expected none, log or squareroot.",
            GroupChoiceError.UnknownScaling => $"scaling is '{subject}': expected none, zscore or robust.",
            GroupChoiceError.YearsAveraged => $"years is '{subject}': expected 1 to {Text(GroupChoice.MaxYearsAveraged)} years taken together.",
            GroupChoiceError.NoFeatures => "features is empty: expected codes with commas between, such as rate:homicides,density.",
            GroupChoiceError.TooManyFeatures => $"features has {Text(found)} codes: at most {Text(expected)}.",
            GroupChoiceError.UnknownFeature => $"features has '{subject}': expected rate:SLUG, share:SLUG (measures of /api/v1/indicators, or index-27), density, women, age:0-19, age:20-39, age:40-59, age:60-74, age:75.",
            GroupChoiceError.FeatureNeedsPopulation => $"features has '{subject}', which services and arrondissements do not have, since no population is known of them: expected share:SLUG.",
            GroupChoiceError.FeatureTwice => $"features has '{subject}' twice.",
            GroupChoiceError.Clusters => $"k is {Text(found)}: expected {Text(GroupChoice.FewestClusters)} to {Text(GroupChoice.MostClusters)}.",
            GroupChoiceError.Year => $"There are no groups of {Text(found)}: the years of this choice are {subject}.",
            GroupChoiceError.NoPopulation => "No populations are known of the years served: expected share:SLUG alone.",
            GroupChoiceError.TooFewTerritories => $"{Text(expected)} groups need as many different territories with all values: there are {Text(found)}.",
            GroupChoiceError.TooLarge => $"This choice has {Text(found)} values: at most {Text(expected)} are grouped at once. Expected fewer features.",
            GroupChoiceError.NothingVaries => "These features are the same everywhere: expected others.",
            GroupChoiceError.QueueFull => $"{Text(expected)} analyses are at work or waiting: try again in a minute.",
            GroupChoiceError.TookTooLong => $"It took more than {Text(expected)} seconds: expected fewer features.",
            _ => $"'{subject}' is no choice.",
        };
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
