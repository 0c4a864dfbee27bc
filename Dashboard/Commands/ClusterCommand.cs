using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Commands;

/// <summary>
/// <c>cluster --input in.csv --output out.csv --k 5 [--seed 42] [--scale zscore]</c>: needs no database. One JSON line; 0 when the rows were grouped, 2 when the file or the use
/// is wrong: nothing is written then.
/// </summary>
internal static class ClusterCommand
{
    /// <summary>A million rows of fifty features, in some two gigabytes.</summary>
    private static readonly ClusterFileLimits _limits = new() { MaxValues = 50_000_000 };

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (ClusterArguments.Parse(arguments, out var wrong) is not { } given)
        {
            await Console.Error.WriteLineAsync($"cluster: {wrong}");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        var file = Path.GetFileName(given.Input);
        ClusterFileContent content;
        try
        {
            await using var stream = File.OpenRead(given.Input);
            content = ClusterFile.Read(stream, _limits, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(file, "unreadable-file", $"The file cannot be read: {e.Message}");
        }

        if (content.Table is not { } table)
        {
            return await RefuseAsync(file, content);
        }

        try
        {
            var (features, result, silhouettes) = Group(table, given, cancellationToken);
            Write(given.Output, table.Ids, features, result, silhouettes);
            await TellAsync(file, given, features, result, silhouettes, clock.ElapsedMilliseconds);
            return 0;
        }
        catch (ClusterException e)
        {
            return await RefuseAsync(file, CodeOf(e.Problem), e.Message, e.Cells.Count > 0 ? e.Cells : null);
        }
    }

    private static (PreparedFeatures Features, KMeansResult Result, double?[] Silhouettes) Group(FeatureTable table, ClusterArguments given, CancellationToken cancellationToken)
    {
        var rows = table.Ids.Count;
        if (rows < given.Clusters)
        {
            throw new ClusterException(
                ClusterProblem.FewerRowsThanClusters, string.Create(CultureInfo.InvariantCulture, $"The file has {rows} rows, too few for {given.Clusters} groups."))
            {
                Rows = rows,
                Clusters = given.Clusters,
            };
        }

        var features = FeaturePreparation.Prepare(table, FeatureTransformation.None, given.Scaling);
        var result = KMeans.Fit(features.Scaled, rows, features.Columns, new KMeansOptions(given.Clusters) { Seed = given.Seed }, cancellationToken);
        var silhouettes = Silhouette.Of(features.Scaled, rows, features.Columns, result.Labels, given.Clusters, given.Seed, null, cancellationToken);
        return (features, result, silhouettes);
    }

    private static void Write(string path, IReadOnlyList<string> ids, PreparedFeatures features, KMeansResult result, double?[] silhouettes)
    {
        var half = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
            {
                var rows = ids.Select((id, i) => new ClusterFileRow(id, result.Labels[i] + 1, Distance(features, result, i), silhouettes[i]));
                ClusterFile.Write(stream, rows, ClusterFileForm.Plain);
            }

            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static double Distance(PreparedFeatures features, KMeansResult result, int row)
    {
        var d = features.Columns;
        return Math.Sqrt(Enumerable.Range(0, d).Sum(j => Math.Pow(features.Scaled.Span[(row * d) + j] - result.Centres[(result.Labels[row] * d) + j], 2)));
    }

    private static Task TellAsync(string file, ClusterArguments given, PreparedFeatures features, KMeansResult result, double?[] silhouettes, long milliseconds)
    {
        var known = silhouettes.OfType<double>().ToList();
        return JsonLine.WriteAsync(new
        {
            file,
            status = "clustered",
            rows = result.Labels.Count,
            features = features.Columns,
            k = given.Clusters,
            seed = given.Seed,
            scale = given.Scaling,
            inertia = result.Inertia,
            iterations = result.Iterations,
            converged = result.Converged,
            silhouette = known.Count > 0 ? known.Average() : (double?)null,
            silhouetteRows = known.Count,
            sizes = Enumerable.Range(0, given.Clusters).GroupJoin(result.Labels, c => c, l => l, (_, members) => members.Count()),
            droppedFeatures = features.DroppedFeatures,
            warnings = features.DroppedFeatures.Select(name => $"Column {name} holds the same value everywhere and tells no rows apart: it was left out."),
            milliseconds,
        });
    }

    private static async Task<int> RefuseAsync(string file, ClusterFileContent content)
    {
        foreach (var problem in content.Problems)
        {
            var line = problem.Line is { } number ? ", line " + number.ToString(CultureInfo.InvariantCulture) : "";
            var row = problem.Id is { } id ? $", row {id}" : "";
            var column = problem.Column is { } name ? $", column {name}" : "";
            await Console.Error.WriteLineAsync($"cluster: {file}{line}{row}{column}{(problem.Found.Length > 0 ? $" '{problem.Found}'" : "")}: {problem.Reason}");
        }

        await JsonLine.WriteAsync(new { file, status = "refused", code = content.Problems[0].Code, message = content.Problems[0].Reason, problems = content.ProblemCount, cells = content.Problems });
        return 2;
    }

    private static async Task<int> RefuseAsync(string file, string code, string message, IReadOnlyList<MissingCell>? cells = null)
    {
        await Console.Error.WriteLineAsync($"cluster: {file}: {message}");
        await JsonLine.WriteAsync(new { file, status = "refused", code, message, cells });
        return 2;
    }

    private static string CodeOf(ClusterProblem problem) => problem switch
    {
        ClusterProblem.FewerRowsThanClusters => "fewer-rows-than-clusters",
        ClusterProblem.FewerDifferentRowsThanClusters => "fewer-different-rows-than-clusters",
        ClusterProblem.NothingVaries => "nothing-varies",
        ClusterProblem.MissingValues => "missing-value",
        _ => "bad-value",
    };
}
