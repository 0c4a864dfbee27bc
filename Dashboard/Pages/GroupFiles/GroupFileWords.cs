using Microsoft.Extensions.Localization;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Pages.GroupFiles;

/// <summary>What a result and a refusal say.</summary>
internal static class GroupFileWords
{
    private const int MostCells = 50;

    // Hennig, "Cluster-wise assessment of cluster stability" (2007), section 5: 0.85 highly stable, 0.75 valid, 0.6 patterns.
    public static string Stability(IStringLocalizer<GroupFileTexts> texts, double stability) => texts[stability switch
    {
        >= 0.85 => "Stability.High",
        >= 0.75 => "Stability.Good",
        >= 0.6 => "Stability.Some",
        _ => "Stability.Low",
    }];

    public static string Suggestion(IStringLocalizer<GroupFileTexts> texts, ClusterAnalysis analysis)
    {
        var suggestion = texts["Suggestion." + analysis.Suggestion.Reason, analysis.Suggestion.Clusters].Value;
        return analysis.Clusters == analysis.Suggestion.Clusters
            ? suggestion
            : texts["Suggestion.Chosen", analysis.Clusters, analysis.Suggestion.Clusters].Value + " " + suggestion;
    }

    public static IEnumerable<string> Warnings(IStringLocalizer<GroupFileTexts> texts, ClusterAnalysis analysis, ClusterFileContent content)
    {
        if (content.LeftOut.Count > 0)
        {
            yield return texts["Warn.LeftOut", string.Join(", ", content.LeftOut)];
        }

        if (analysis.DroppedFeatures.Count > 0)
        {
            yield return texts["Warn.Dropped", string.Join(", ", analysis.DroppedFeatures)];
        }

        if (!analysis.Converged)
        {
            yield return texts["Warn.NotConverged"];
        }
    }

    /// <summary>Why values cannot be grouped, then the cells to blame.</summary>
    public static IEnumerable<string> Refusal(IStringLocalizer<GroupFileTexts> texts, ClusterException refusal)
    {
        yield return texts["Refused." + refusal.Problem, FigureText.Number(refusal.Rows ?? 0), FigureText.Number(refusal.Clusters ?? 0)];
        foreach (var cell in refusal.Cells.Take(MostCells))
        {
            yield return texts["Refused.Cell", cell.Id, cell.Feature];
        }

        if (refusal.Cells.Count > MostCells)
        {
            yield return texts["Refused.MoreCells", FigureText.Number(refusal.Cells.Count - MostCells)];
        }
    }

    public static IEnumerable<ClusterFileRow> Rows(ClusterAnalysis analysis, ClusterNames names)
        => analysis.Members.Select(m => new ClusterFileRow(m.Id, names.Number(m.Label), m.Distance, m.Silhouette));
}
