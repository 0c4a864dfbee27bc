using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>Files of series brought to the import page: <see cref="SeriesFiles"/>, then editions of one month.</summary>
public abstract partial class ImportQueueSuite
{
    [SkippableFact]
    public async Task ReadNextAsync_MonthlyFile_ReportsItsMonthsAndTotals()
    {
        var file = await BringAsync(SaveLines(SeriesFiles.Monthly()), "mensuel.csv");
        var report = await ReportAsync(file);

        Assert.Equal((Datasets.Etat4001Monthly, 200411, 200501), (file.Dataset, file.FirstPeriod, file.LastPeriod));
        Assert.True(report.IsFirst);
        Assert.Equal([200411, 200412, 200501], report.Periods.Select(p => p.Period));
        Assert.Equal([(200411, null, 192.0), (200412, null, 192.0), (200501, null, 192.0)], report.Totals.Where(t => t.Measure == "vols").Select(t => (t.Period, t.Before, t.After)));
    }

    [SkippableFact]
    public async Task AcceptAsync_EditionOfOneMonthWithTwentyChangedCells_ReportsThemServesThemAndUndoes()
    {
        await AcceptLinesAsync(SeriesFiles.Monthly());
        var lines = SeriesFiles.Monthly().Where((_, i) => i is 0 or (>= 97 and < 193)).ToList();
        for (var i = 1; i <= 20; i++)
        {
            lines[i] = lines[i].Replace(",1,2,3,", string.Create(CultureInfo.InvariantCulture, $",1,{100 + i},3,"), StringComparison.Ordinal);
        }

        var edition = await BringAsync(SaveLines(lines), "decembre.csv");
        var report = await ReportAsync(edition);

        Assert.Equal((20L, 960L, 0, 0), (report.ChangedCells, report.ComparedCells, report.AddedCount, report.VanishedCount));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(i => (lines[i].Split(',')[1], "vols", 200412, (double?)2, (double?)(100 + i))).OrderByDescending(c => c.Item5),
            report.Largest.Select(c => (c.Group, c.Measure, c.Period, c.Before, c.After)));
        Assert.Equal([(192.0, 192.0 + (20 * 98) + 210)], report.Totals.Where(t => t.Measure == "vols").Select(t => (t.Before!.Value, t.After!.Value)));

        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(edition.Id, "paul", null, CancellationToken.None));
        Assert.Equal([2, 2, 2], await TheftsAsync());
        await RebuildAsync();
        Assert.Equal([2, 101, 2], await TheftsAsync());

        var undo = (await StepsAsync(Datasets.Etat4001Monthly)).Undo!;
        Assert.Equal(FlipResult.Done, await Flips.UndoAsync(Datasets.Etat4001Monthly, undo.Id, "paul", null, CancellationToken.None));
        Assert.Equal([2, 101, 2], await TheftsAsync());
        await RebuildAsync();
        Assert.Equal([2, 2, 2], await TheftsAsync());
    }

    [SkippableFact]
    public async Task ReadNextAsync_MonthlyFileWithADefect_IsRefusedWithItsPlace()
    {
        var lines = SeriesFiles.Monthly();
        lines[97] = "2004-12,01,-1,2,3,4,5,6,7,8,9,10";
        var file = await BringAsync(SaveLines(lines), "mensuel.csv");

        Assert.Equal(1, file.ErrorCount);
        Assert.Equal(
            [("not-a-count", (int?)98, "homicides", "-1")],
            (await Imports.FindingsAsync(file.Id, CancellationToken.None)).Select(f => (f.Code, f.Row, f.Column!, f.Found!)));
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from series_point"));
    }

    private async Task<IEnumerable<int>> TheftsAsync()
        => (await new SeriesQueries(Database).PointsAsync(Datasets.Etat4001Monthly, "vols", "01")).Select(p => (int)p.Value!);

    private async Task AcceptLinesAsync(IEnumerable<string> lines)
    {
        var file = await BringAsync(SaveLines(lines), "serie.csv");
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(file.Id, "paul", null, CancellationToken.None));
        await RebuildAsync();
    }

    private string SaveLines(IEnumerable<string> lines)
    {
        var path = Folder.File($"{Guid.NewGuid():N}.csv");
        File.WriteAllLines(path, lines);
        return path;
    }
}
