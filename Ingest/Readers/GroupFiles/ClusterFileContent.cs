using System.Text;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Ingest.Readers.GroupFiles;

/// <summary>What is read of a file at most, and how strictly.</summary>
public sealed record ClusterFileLimits
{
    /// <summary>Largest file, bytes.</summary>
    public long MaxBytes { get; init; } = 4_000_000_000;

    /// <summary>Most rows.</summary>
    public int MaxRows { get; init; } = 5_000_000;

    /// <summary>Most features.</summary>
    public int MaxFeatures { get; init; } = 1_000;

    /// <summary>Most values: rows × features.</summary>
    public long MaxValues { get; init; } = 200_000_000;

    /// <summary>Leaves columns aside that hold no number at all (names beside codes), instead of refusing the file.</summary>
    public bool LeaveTextColumns { get; init; }
}

/// <summary>What a file holds.</summary>
/// <param name="Table">n × d values; null where anything is wrong.</param>
/// <param name="Problems">In the order of the lines; at most <see cref="ClusterFile.MaxProblems"/>.</param>
/// <param name="ProblemCount">All of them.</param>
/// <param name="IdColumn">Header of the column that names the rows: <c>id</c>, else the first.</param>
/// <param name="LeftOut">Columns of text that were left aside.</param>
/// <param name="Form">How the file is written, so that an answer can be written alike.</param>
public sealed record ClusterFileContent(
    FeatureTable? Table, IReadOnlyList<ClusterFileProblem> Problems, int ProblemCount, string IdColumn, IReadOnlyList<string> LeftOut, ClusterFileForm Form);

/// <summary>How a file is written.</summary>
public sealed record ClusterFileForm(char Separator, bool HasDecimalComma, Encoding Encoding)
{
    /// <summary>As the command writes: comma, decimal point, UTF-8.</summary>
    public static ClusterFileForm Plain { get; } = new(',', HasDecimalComma: false, Encoding.UTF8);
}

/// <summary>Something wrong in a file.</summary>
/// <param name="Code">Stable name of the defect, also of its text for people.</param>
/// <param name="Line">From 1; null where no line is to blame.</param>
/// <param name="Column">Header of the column; null where none is to blame.</param>
/// <param name="Found">What stands there, shortened; empty for nothing.</param>
/// <param name="Expected">A number or a name that the text of the defect speaks of.</param>
/// <param name="Reason">What is wrong and what would be right, in English.</param>
public sealed record ClusterFileProblem(string Code, int? Line, string? Column, string Found, string Expected, string Reason)
{
    /// <summary>Identifier of the row; null where the problem is not in a cell of features.</summary>
    public string? Id { get; init; }
}

/// <summary>A row of the answer.</summary>
/// <param name="Cluster">Number of the group, from 1.</param>
/// <param name="Distance">To the centre of the group.</param>
/// <param name="Silhouette">−1 to 1; null where it was not computed.</param>
public sealed record ClusterFileRow(string Id, int Cluster, double Distance, double? Silhouette);
