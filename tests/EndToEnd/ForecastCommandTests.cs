using System.Globalization;

namespace Octoplus.EndToEnd;

/// <summary><c>forecast</c> as a user runs it: exit codes, one JSON line, and the file.</summary>
public sealed class ForecastCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Forecast_GoodAndBadSeries_WritesTheGoodAndExitsWith2()
    {
        var lines = Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"good,{2015 + (i / 12)}-{1 + (i % 12):00},{100 + (i % 12)}"));
        var result = await RunAsync([.. lines.Reverse(), "bad,2015-01,many", "short,2015-01,1"], "--horizon", "3");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(("refused-in-part", 3, 1), (
            result.Outcome.GetProperty("status").GetString(), result.Outcome.GetProperty("series").GetInt32(), result.Outcome.GetProperty("forecast").GetInt32()));
        Assert.Contains("in.csv, line 42, column value 'many': series bad refused", result.Error, StringComparison.Ordinal);
        Assert.Contains("series short refused: Fewer than 3 values", result.Error, StringComparison.Ordinal);
        var written = await File.ReadAllLinesAsync(_folder.File("out.csv"));
        Assert.Equal("series_id,period,mean,lo80,hi80,lo95,hi95,model", written[0]);
        Assert.Equal(["good,2018-05", "good,2018-06", "good,2018-07"], written[1..].Select(l => l[..12]));
    }

    [Theory]
    [InlineData("--horizon", "0")]
    [InlineData("--horizon", "12", "--season", "x")]
    [InlineData("--horizon", "12", "--unknown", "1")]
    [InlineData]
    public async Task Forecast_WrongUse_ExitsWith2AndWritesNothing(params string[] arguments)
    {
        var result = await RunAsync(["a,2015-01,1"], arguments);

        Assert.Equal((2, 0), (result.ExitCode, result.Lines.Count));
        Assert.StartsWith("forecast: ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    private async Task<ImportProcess.Result> RunAsync(string[] rows, params string[] arguments)
    {
        await File.WriteAllLinesAsync(_folder.File("in.csv"), ["series_id,period,value", .. rows]);
        await using var test = TestDatabase.OnSqlite();
        using var process = ImportProcess.StartCommand(
            test, _settings, ["forecast", "--input", _folder.File("in.csv"), "--output", _folder.File("out.csv"), .. arguments]);
        return await process.EndAsync();
    }
}
