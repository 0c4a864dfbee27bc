using System.Globalization;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Demonstration;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>Accepting, refusing, undoing and redoing, by one person and by two.</summary>
public abstract partial class ImportQueueSuite
{
    private static readonly (int, long?, long?)[] _first = [(2019, 90, 135), (2020, 96, 139)];
    private static readonly (int, long?, long?)[] _second = [(2019, 90, 135), (2020, 1096, 139)];

    private static WorkbookBuilder Second => WorkbookBuilder.Valid().Sheet("Services PN 2020").Count(27, 1, 1008);

    [SkippableFact]
    public async Task AcceptAsync_Waiting_ServesItAndTellsWho()
    {
        var file = await AcceptAsync(WorkbookBuilder.Valid());

        Assert.Equal(_first, await CountryAsync());
        Assert.Equal((ImportState.Accepted, "paul", "vu", "marie"), (file.State, file.DecidedBy, file.Comment, file.UploadedBy));
        var vintage = (await new VintageQueries(Database).AcceptedAsync(CancellationToken.None))[0];
        Assert.Equal((file.VintageId, "paul", "page", 2L, "crimes.xlsx"), (vintage.Id, vintage.AcceptedBy, vintage.Origin, vintage.ActivePeriods, vintage.FileName));
        Assert.NotNull(Files.Find(file.Sha256));
        Assert.False(File.Exists(Files.UploadOf(file.Id)));
    }

    [SkippableFact]
    public async Task AcceptAsync_Original_IsKeptByteForByte()
    {
        var path = Save(WorkbookBuilder.Valid());
        var file = await BringAsync(path);

        Assert.Equal(await File.ReadAllBytesAsync(path), await File.ReadAllBytesAsync(Files.Find(file.Sha256)!));
    }

    [SkippableFact]
    public async Task UndoAsync_LastAccepted_ServesTheFormerAndRedoTheLast()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        await AcceptAsync(Second);
        Assert.Equal(_second, await CountryAsync());

        Assert.Equal(FlipResult.Done, await UndoAsync());
        Assert.Equal(_first, await CountryAsync());
        Assert.Equal(FlipResult.Done, await RedoAsync());
        Assert.Equal(_second, await CountryAsync());

        Assert.Equal(FlipResult.Done, await UndoAsync());
        Assert.Equal(FlipResult.Done, await UndoAsync());
        Assert.Empty(await CountryAsync());
        Assert.Equal(FlipResult.Nothing, await UndoAsync());
        Assert.Equal(FlipResult.Done, await RedoAsync());
        Assert.Equal(_first, await CountryAsync());
        Assert.Equal(FlipResult.Done, await RedoAsync());
        Assert.Equal(_second, await CountryAsync());
        Assert.Equal(FlipResult.Nothing, await RedoAsync());
        Assert.Equal(
            ["redo", "redo", "undo", "undo", "redo", "undo", "accept", "accept"],
            (await new FlipQueries(Database).HistoryAsync(8, CancellationToken.None)).Select(f => f.Kind));
    }

    [SkippableFact]
    public async Task UndoAsync_EditionOfOneYear_BringsThatYearBackOnly()
    {
        await AcceptAsync(WorkbookBuilder.Valid(2019));
        await AcceptAsync(WorkbookBuilder.Valid(2020));
        await AcceptAsync(WorkbookBuilder.Valid(2020, 2021).Sheet("Services PN 2020").Count(27, 1, 1008));

        await UndoAsync();

        Assert.Equal(_first, await CountryAsync());
    }

    [SkippableFact]
    public async Task UndoAsync_FirstRealFile_BringsTheDemonstrationBack()
    {
        var path = Folder.File("demonstration.xlsx");
        DemonstrationWorkbook.Write(path, new DemonstrationOptions { FirstYear = 2018, LastYear = 2019 });
        await Importer.ImportAsync(path, "demonstration", "tester", null, CancellationToken.None);
        await RebuildAsync();
        var demonstration = await CountryAsync();
        await AcceptAsync(WorkbookBuilder.Valid());
        Assert.Equal(_first, await CountryAsync());

        Assert.Equal(FlipResult.Done, await UndoAsync());

        Assert.Equal(demonstration, await CountryAsync());
        Assert.Equal(FlipResult.Nothing, await UndoAsync());
    }

    [SkippableFact]
    public async Task UndoAsync_NewChangeAfterAnUndo_LeavesNothingToRedo()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        await AcceptAsync(Second);
        await UndoAsync();
        await AcceptAsync(WorkbookBuilder.Valid(2021));

        Assert.Equal(FlipResult.Nothing, await RedoAsync());
        Assert.Null((await StepsAsync()).Redo);
        await UndoAsync();
        Assert.Equal(_first, await CountryAsync());
    }

    [SkippableFact]
    public async Task UndoAsync_SomeoneElseWasFaster_ChangesNothing()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        await AcceptAsync(Second);
        var seen = (await StepsAsync()).Undo!.Id;
        await UndoAsync();

        Assert.Equal(FlipResult.Changed, await Flips.UndoAsync(Datasets.Etat4001, seen, "marie", null, CancellationToken.None));
        await RebuildAsync();
        Assert.Equal(_first, await CountryAsync());
    }

    [SkippableFact]
    public async Task RestoreAsync_ReplacedVintage_IsServedAgainAndCanBeUndone()
    {
        var first = await AcceptAsync(WorkbookBuilder.Valid());
        await AcceptAsync(Second);

        Assert.Equal(FlipResult.Done, await Flips.RestoreAsync(first.VintageId!.Value, "paul", "l’ancienne était juste", CancellationToken.None));
        await RebuildAsync();
        Assert.Equal(_first, await CountryAsync());
        await UndoAsync();
        Assert.Equal(_second, await CountryAsync());
    }

    [SkippableFact]
    public async Task BringAsync_FileOfAnUndoneVintage_SaysThatItIsThere()
    {
        var path = Save(WorkbookBuilder.Valid());
        var first = await BringAsync(path);
        await Queue.AcceptAsync(first.Id, "paul", null, CancellationToken.None);
        await UndoAsync();

        var again = await BringAsync(path, "again.xlsx");

        Assert.Equal((ImportState.Unchanged, first.VintageId), (again.State, again.VintageId));
        Assert.Contains("It is not active now", again.Message, StringComparison.Ordinal);
        Assert.NotNull(Files.Find(first.Sha256));
    }

    [SkippableFact]
    public async Task BringAsync_FileThatWaitsAlready_SaysWhere()
    {
        var path = Save(WorkbookBuilder.Valid());
        var first = await BringAsync(path);
        var second = await BringAsync(path);

        Assert.Equal((ImportState.Waiting, ImportState.Unchanged), ((await FindAsync(first.Id)).State, second.State));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"import {first.Id}, 'crimes.xlsx', of marie"), second.Message, StringComparison.Ordinal);
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(first.Id, "paul", null, CancellationToken.None));
    }

    /// <summary>Two administrators: the second decided by a report that is no longer true.</summary>
    [SkippableFact]
    public async Task AcceptAsync_OtherFileAcceptedMeanwhile_MakesANewReport()
    {
        var mine = await BringAsync(WorkbookBuilder.Valid());
        await AcceptAsync(Second);

        Assert.Equal(DecisionResult.ReportOutOfDate, await Queue.AcceptAsync(mine.Id, "marie", null, CancellationToken.None));
        await RebuildAsync();
        Assert.Equal(_second, await CountryAsync());
        Assert.Equal(ImportState.Queued, (await FindAsync(mine.Id)).State);

        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        mine = await FindAsync(mine.Id);
        Assert.Equal(1, (await ReportAsync(mine)).ChangedCells);
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(mine.Id, "marie", null, CancellationToken.None));
        await RebuildAsync();
        Assert.Equal(_first, await CountryAsync());
    }

    [SkippableFact]
    public async Task AcceptAsync_ByTwoAtOnce_IsDoneOnce()
    {
        var file = await BringAsync(WorkbookBuilder.Valid());

        var results = await Task.WhenAll(new[] { "marie", "paul" }.Select(by => Task.Run(() => Queue.AcceptAsync(file.Id, by, null, CancellationToken.None))));
        await RebuildAsync();

        Assert.Equal([DecisionResult.Done, DecisionResult.NotWaiting], results.Order());
        Assert.Equal(_first, await CountryAsync());
        Assert.Single(await new FlipQueries(Database).HistoryAsync(10, CancellationToken.None), f => f.Dataset == Datasets.Etat4001);
    }

    [SkippableFact]
    public async Task AcceptAsync_AndRefuseAtOnce_OneOfThemIsDone()
    {
        var file = await BringAsync(WorkbookBuilder.Valid());

        var results = await Task.WhenAll(
            Task.Run(() => Queue.AcceptAsync(file.Id, "marie", null, CancellationToken.None)),
            Task.Run(() => Queue.RefuseAsync(file.Id, "paul", null, CancellationToken.None)));
        await RebuildAsync();

        Assert.Single(results, DecisionResult.Done);
        var served = await CountryAsync();
        Assert.Equal(results[0] == DecisionResult.Done ? _first : [], served);
        Assert.Equal(results[0] == DecisionResult.Done ? ImportState.Accepted : ImportState.Refused, (await FindAsync(file.Id)).State);
    }

    [SkippableFact]
    public async Task RefuseAsync_Waiting_LeavesNothingOfItButTheJournal()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        var before = await StoredAsync();
        var file = await BringAsync(Second);

        Assert.Equal(DecisionResult.Done, await Queue.RefuseAsync(file.Id, "paul", "fichier d’essai", CancellationToken.None));

        Assert.Equal(before, await StoredAsync());
        file = await FindAsync(file.Id);
        Assert.Equal((ImportState.Refused, "paul", "fichier d’essai"), (file.State, file.DecidedBy, file.Comment));
        Assert.Equal(1, (await ReportAsync(file)).ChangedCells);
        Assert.Null(Files.Find(file.Sha256));
        Assert.Equal(DecisionResult.NotWaiting, await Queue.AcceptAsync(file.Id, "paul", null, CancellationToken.None));
        Assert.Equal(DecisionResult.NotWaiting, await Queue.RefuseAsync(file.Id, "paul", null, CancellationToken.None));
    }

    [SkippableFact]
    public async Task AcceptAsync_DemonstrationBesideRealFigures_IsInvalid()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        var path = Folder.File("demonstration.xlsx");
        DemonstrationWorkbook.Write(path, new DemonstrationOptions { FirstYear = 2019, LastYear = 2019 });

        var file = await BringAsync(path);

        Assert.Equal(ImportState.Invalid, file.State);
        Assert.Equal("demonstration", Assert.Single(await Imports.FindingsAsync(file.Id, CancellationToken.None)).Code);
    }

    /// <summary>All rows but those of the journal and of the counters.</summary>
    private async Task<string> StoredAsync()
        => string.Join('\n', (await Test.ColumnAsync<string>("select slug from vintage order by id"))
            .Concat((await Test.ColumnAsync<long>("select count(*) from fact")).Concat(await Test.ColumnAsync<long>("select count(*) from vintage_service"))
                .Concat(await Test.ColumnAsync<long>("select count(*) from vintage_period")).Concat(await Test.ColumnAsync<long>("select count(*) from flip"))
                .Select(n => n.ToString(CultureInfo.InvariantCulture))));
}
