namespace Octoplus.Ingest.Readers.GroupFiles;

/// <summary>A column of features while its file is read: what is no number is a mistake only where there are numbers beside it.</summary>
internal sealed class ClusterFileColumn(int index, string name)
{
    private readonly List<ClusterFileProblem> _problems = [];

    public int Index => index;

    public string Name => name;

    public bool HasNumbers { get; set; }

    /// <summary>The first ones; enough to list.</summary>
    public IReadOnlyList<ClusterFileProblem> Problems => _problems;

    public int ProblemCount { get; private set; }

    public void Add(ClusterFileProblem problem)
    {
        if (++ProblemCount <= ClusterFile.MaxProblems)
        {
            _problems.Add(problem);
        }
    }
}
