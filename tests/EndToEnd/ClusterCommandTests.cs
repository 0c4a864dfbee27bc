using System.Globalization;

namespace Octoplus.EndToEnd;

/// <summary><c>cluster</c> as a user runs it: exit codes, one JSON line, and the file.</summary>
public sealed class ClusterCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    // Two clouds of three, far apart in a; b never changes.
    private static readonly string[] _clouds = ["id,a,b", "n,0,7", "o,1,7", "p,2,7", "x,100,7", "y,101,7", "z,102,7"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cluster_TwoClouds_WritesGroupsAndTellsWhatItLeftOut()
    {
        var result = await RunAsync(_clouds, "--k", "2");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("clustered", 4.0, "b"), (
            result.Outcome.GetProperty("status").GetString(), result.Outcome.GetProperty("inertia").GetDouble(), result.Outcome.GetProperty("droppedFeatures")[0].GetString()));
        Assert.Contains("Column b holds the same value everywhere", result.Outcome.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        var written = await File.ReadAllLinesAsync(_folder.File("out.csv"));
        Assert.Equal("id,cluster,distance,silhouette", written[0]);
        Assert.Equal(["n,1,1,", "o,1,0,", "p,1,1,", "x,2,1,", "y,2,0,", "z,2,1,"], written[1..].Select(l => l[..6]));

        // Of n: own group (1 + 2) / 2, the other (100 + 101 + 102) / 3.
        Assert.Equal((101 - 1.5) / 101, double.Parse(written[1].Split(',')[3], CultureInfo.InvariantCulture), 1e-12);
    }

    [Fact]
    public async Task Cluster_ZScore_GroupsScaledValues()
    {
        var result = await RunAsync(["id,a,b", "n,0,0", "o,1,1000", "x,10,0", "y,11,1000"], "--k", "2", "--scale", "zscore");

        // In standard deviations a tells more apart than b: as given, the thousands of b would.
        var written = await File.ReadAllLinesAsync(_folder.File("out.csv"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["n,1", "o,2", "x,1", "y,2"], written[1..].Select(l => l[..3]));
        Assert.Equal("zScore", result.Outcome.GetProperty("scale").GetString());
    }

    [Fact]
    public async Task Cluster_MissingTwiceAndNoNumber_RefusedWithEachCell()
    {
        var result = await RunAsync(["id,a,b", "n,1,2", "o,,3", "n,4,many"], "--k", "2");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(("refused", 3), (result.Outcome.GetProperty("status").GetString(), result.Outcome.GetProperty("problems").GetInt32()));
        Assert.Contains("in.csv, line 3, row o, column a: The value is missing", result.Error, StringComparison.Ordinal);
        Assert.Contains("in.csv, line 4, column id 'n': Line 2 has this name already.", result.Error, StringComparison.Ordinal);
        Assert.Contains("in.csv, line 4, row n, column b 'many': Expected a number", result.Error, StringComparison.Ordinal);
        Assert.Equal("o", result.Outcome.GetProperty("cells")[0].GetProperty("id").GetString());
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    [Theory]
    [InlineData("fewer-rows-than-clusters", "The file has 6 rows, too few for 7 groups.", "7")]
    [InlineData("nothing-varies", "No feature differs", "2", "id,b", "n,7", "o,7")]
    [InlineData("fewer-different-rows-than-clusters", "Only 2 of the 3 rows differ, too few for 3 groups.", "3", "id,b", "n,7", "o,7", "p,8")]
    public async Task Cluster_CannotBeGrouped_RefusedWithReason(string code, string reason, string clusters, params string[] rows)
    {
        var result = await RunAsync(rows.Length > 0 ? rows : _clouds, "--k", clusters);

        Assert.Equal((2, code), (result.ExitCode, result.Outcome.GetProperty("code").GetString()));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    [Theory]
    [InlineData("--k", "0")]
    [InlineData("--k", "2", "--scale", "loud")]
    [InlineData("--k", "2", "--seed", "-1")]
    [InlineData("--k", "2", "--unknown", "1")]
    [InlineData]
    public async Task Cluster_WrongUse_ExitsWith2AndWritesNothing(params string[] arguments)
    {
        var result = await RunAsync(_clouds, arguments);

        Assert.Equal((2, 0), (result.ExitCode, result.Lines.Count));
        Assert.StartsWith("cluster: ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    private async Task<ImportProcess.Result> RunAsync(string[] rows, params string[] arguments)
    {
        await File.WriteAllLinesAsync(_folder.File("in.csv"), rows);
        await using var test = TestDatabase.OnSqlite();
        using var process = ImportProcess.StartCommand(
            test, _settings, ["cluster", "--input", _folder.File("in.csv"), "--output", _folder.File("out.csv"), .. arguments]);
        return await process.EndAsync();
    }
}
