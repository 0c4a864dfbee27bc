using System.Globalization;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Groups;

/// <summary>Makes the panels of one choice from its data, and keeps what it has computed for the next. Not safe for concurrent use.</summary>
/// <param name="former">Numbers that the groups had before, by k.</param>
internal sealed class GroupWork(GroupData data, IReadOnlyDictionary<int, IReadOnlyList<GroupYear>> former, AnalyseClusters engine)
{
    // By year: what compares numbers of groups, which is the same whatever k is shown.
    private readonly Dictionary<int, (IReadOnlyList<ClusterCountScore> Counts, ClusterSuggestion Suggestion)> _comparisons = [];
    private readonly Dictionary<(int Year, int Clusters), ClusterAnalysis> _details = [];
    private readonly Dictionary<(int Year, int Clusters), IReadOnlyDictionary<string, int>> _labels = [];

    public GroupData Data => data;

    private ClusterAnalysisOptions Options => new()
    {
        Transformation = data.Choice.Transformation,
        Scaling = data.Choice.Scaling,
        FewestClusters = GroupChoice.FewestClusters,
        MostClusters = GroupChoice.MostClusters,
        Processors = BatchWork.Threads,
    };

    /// <summary>The panel of k groups in a year; null: of the k suggested for the last year, and of the last year.</summary>
    /// <exception cref="GroupChoiceException">It cannot be made.</exception>
    public GroupPanel Panel(int? clusters, int? year, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (data.Years.Count == 0)
        {
            throw NoYear();
        }

        var asked = year is null ? null : data.Years.FirstOrDefault(y => y.Year == year) ?? throw NoSuchYear(year.Value, [.. data.Years.Select(y => y.Year)]);
        var k = clusters ?? Suggested(ProgressPart.Of(progress, 0, 0.45), cancellationToken);
        var labels = Labels(k, asked, ProgressPart.Of(progress, clusters is null ? 0.45 : 0, 0.55), cancellationToken);
        var shown = asked ?? data.Years.Single(y => y.Year == labels[^1].Year);
        var analysis = Detail(shown, k, ProgressPart.Of(progress, 0.55, 1), cancellationToken);
        return Panel(k, shown, analysis, labels);
    }

    /// <summary>The panels of several k in all years; a k, or a year, that there are too few territories for is missing.</summary>
    /// <param name="done">Told the number of years done.</param>
    public IReadOnlyList<GroupSet> Sets(IReadOnlyList<int> clusters, IProgress<int>? done, CancellationToken cancellationToken)
    {
        for (var i = 0; i < data.Years.Count; i++)
        {
            Compute(data.Years[i], clusters, cancellationToken);
            done?.Report(i + 1);
        }

        return [.. clusters.Where(k => data.Years.Any(y => _details.ContainsKey((y.Year, k)))).Select(k => Set(k, cancellationToken))];
    }

    /// <summary>The k suggested for the last year that has more territories than the fewest groups.</summary>
    public int Suggested(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var last = data.Years.LastOrDefault(y => y.Table.Ids.Count > GroupChoice.FewestClusters) ?? data.Years[^1];
        if (!_comparisons.ContainsKey(last.Year))
        {
            Keep(last, Run(last, Options, [], progress, cancellationToken));
        }

        return _comparisons[last.Year].Suggestion.Clusters;
    }

    private GroupSet Set(int clusters, CancellationToken cancellationToken)
    {
        var labels = Labels(clusters, null, null, cancellationToken);
        return new GroupSet(clusters, [.. labels.Select(l => Panel(clusters, data.Years.Single(y => y.Year == l.Year), _details[(l.Year, clusters)], labels))]);
    }

    private GroupPanel Panel(int clusters, GroupYearData year, ClusterAnalysis analysis, List<(int Year, IReadOnlyDictionary<string, int> Labels)> labels)
    {
        var numbers = GroupNumbering.Number(clusters, labels, former.GetValueOrDefault(clusters) ?? []);
        return new GroupPanel(
            data.Choice, clusters, year.Year, [.. labels.Select(l => l.Year)], data.Vintage, data.IsDemonstration, analysis,
            numbers[labels.FindIndex(l => l.Year == year.Year)], new Dictionary<int, string>(), GroupNumbering.Paths(labels, numbers), year.LeftOut)
        {
            TerritoryNames = data.TerritoryNames,
        };
    }

    /// <summary>Who is in which group in every year that has territories enough; the year asked for must.</summary>
    private List<(int Year, IReadOnlyDictionary<string, int> Labels)> Labels(int clusters, GroupYearData? asked, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var labels = new List<(int Year, IReadOnlyDictionary<string, int> Labels)>();
        GroupChoiceException? problem = null;
        for (var i = 0; i < data.Years.Count; i++)
        {
            try
            {
                labels.Add((data.Years[i].Year, Labels(data.Years[i], clusters, cancellationToken)));
            }
            catch (GroupChoiceException e) when (data.Years[i] != asked)
            {
                problem = e;
            }

            progress?.Report((i + 1.0) / data.Years.Count);
        }

        return labels.Count > 0 ? labels : throw problem!;
    }

    private IReadOnlyDictionary<string, int> Labels(GroupYearData year, int clusters, CancellationToken cancellationToken)
    {
        if (!_labels.TryGetValue((year.Year, clusters), out var labels))
        {
            // Nothing but the groups: what else there is to say is said of the year shown.
            var options = Options with { FewestClusters = clusters, MostClusters = clusters, Bootstraps = 0, GapReferences = 0 };
            _labels[(year.Year, clusters)] = labels = LabelsOf(Run(year, options, [clusters], null, cancellationToken)[0]);
        }

        return labels;
    }

    private ClusterAnalysis Detail(GroupYearData year, int clusters, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (!_details.TryGetValue((year.Year, clusters), out var analysis))
        {
            var isCompared = _comparisons.TryGetValue(year.Year, out var comparison);
            var options = isCompared ? Options with { FewestClusters = clusters, MostClusters = clusters, GapReferences = 0 } : Options;
            analysis = Run(year, options, [clusters], progress, cancellationToken)[0];
            analysis = isCompared ? analysis with { Counts = comparison.Counts, Suggestion = comparison.Suggestion } : analysis;
            Keep(year, [analysis]);
        }

        return analysis;
    }

    private void Compute(GroupYearData year, IReadOnlyList<int> clusters, CancellationToken cancellationToken)
    {
        var possible = clusters.Where(k => !_details.ContainsKey((year.Year, k))).ToList();
        while (possible.Count > 0)
        {
            try
            {
                Keep(year, Run(year, Options, possible, null, cancellationToken));
                return;
            }
            catch (GroupChoiceException e)
            {
                // Too few for the largest may be enough for others.
                var most = possible.Max();
                possible.RemoveAll(k => e.Problem.Error != GroupChoiceError.TooFewTerritories || k == most || k > e.Problem.Found);
            }
        }
    }

    private void Keep(GroupYearData year, IReadOnlyList<ClusterAnalysis> analyses)
    {
        foreach (var analysis in analyses)
        {
            _details[(year.Year, analysis.Clusters)] = analysis;
            _labels[(year.Year, analysis.Clusters)] = LabelsOf(analysis);
        }

        _comparisons.TryAdd(year.Year, (analyses[0].Counts, analyses[0].Suggestion));
    }

    private IReadOnlyList<ClusterAnalysis> Run(
        GroupYearData year, ClusterAnalysisOptions options, IReadOnlyList<int> clusters, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return engine(year.Table, options, clusters, progress, cancellationToken);
        }
        catch (ClusterException e) when (e.Problem is ClusterProblem.FewerRowsThanClusters or ClusterProblem.FewerDifferentRowsThanClusters)
        {
            throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.TooFewTerritories, null, e.Rows, e.Clusters), e);
        }
        catch (ClusterException e) when (e.Problem == ClusterProblem.NothingVaries)
        {
            throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.NothingVaries), e);
        }
    }

    private GroupChoiceException NoYear()
        => new(data.Choice.Features.Any(f => GroupFeature.TryParse(f)!.Kind != GroupFeatureKind.Share)
            ? new GroupChoiceProblem(GroupChoiceError.NoPopulation)
            : new GroupChoiceProblem(GroupChoiceError.TooFewTerritories, null, 0, GroupChoice.FewestClusters));

    private static GroupChoiceException NoSuchYear(int year, IReadOnlyList<int> years)
        => new(new GroupChoiceProblem(GroupChoiceError.Year, string.Create(CultureInfo.InvariantCulture, $"{years[0]}-{years[^1]}"), year));

    private static Dictionary<string, int> LabelsOf(ClusterAnalysis analysis)
        => analysis.Members.ToDictionary(m => m.Id, m => m.Label, StringComparer.Ordinal);
}
