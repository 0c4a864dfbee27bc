using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Readers.Units;
using Octoplus.Ingest.Tests.Imports;

namespace Octoplus.Ingest.Tests.Readers.Units;

/// <summary>Lists of units stored, served, compared and undone, the same on every engine.</summary>
public abstract class UnitListSuite : ContentSuite
{
    private static readonly Measure _homicides = Nomenclature.FindMeasure("homicides")!;

    [SkippableFact]
    public async Task ServedAsync_NothingImported_IsWhatTheProgramShipsWith()
        => Assert.Same(OffenceUnits.Shipped, await new OffenceUnitQueries(Database).ServedAsync(CancellationToken.None));

    [SkippableFact]
    public async Task ServedAsync_ImportedAndUndone_FollowsTheViews()
    {
        var queries = new OffenceUnitQueries(Database);
        await ServeAsync(List());
        Assert.Equal([CountUnit.Victim], (await queries.ServedAsync(CancellationToken.None)).Of(_homicides));
        await ServeAsync(List(new OffenceUnit(1, CountUnit.Procedure, CountUnit.Victim, new DateOnly(2018, 1, 1))));

        var served = await queries.ServedAsync(CancellationToken.None);
        Assert.Equal([CountUnit.Victim, CountUnit.Procedure], served.Of(_homicides));
        Assert.Equal((CountUnit.Procedure, CountUnit.Victim, new DateOnly(2018, 1, 1)), (served.Offences[0].Unit, served.Offences[0].EarlierUnit, served.Offences[0].UnitSince));
        Assert.Equal([1], served.UntoldChanges(_homicides).Select(o => o.Code));
        Assert.Empty(served.UntoldChanges(Nomenclature.FindMeasure("index-7")!));

        await UndoAsync(Datasets.Units);
        Assert.Equal([CountUnit.Victim], (await queries.ServedAsync(CancellationToken.None)).Of(_homicides));
        await UndoAsync(Datasets.Units);
        Assert.Same(OffenceUnits.Shipped, await queries.ServedAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task CompareAsync_OneIndexChanged_ListsUnitEarlierUnitAndDay()
    {
        await ServeAsync(List());
        Assert.True((await CompareAsync(List())).ChangesNothing);
        var report = await CompareAsync(List(
            new OffenceUnit(1, CountUnit.Procedure, CountUnit.Victim, new DateOnly(2018, 1, 1)), new OffenceUnit(7, CountUnit.Victim, CountUnit.Complainant, new DateOnly(2015, 4, 1))));

        Assert.Equal(
            [("1", "unit", "victim", "procedure"), ("1", "earlier-unit", "", "victim"), ("1", "unit-since", "", "2018-01-01"), ("7", "unit-since", "2015-03-01", "2015-04-01")],
            report.Largest.Select(c => (c.Place.Split(' ')[0], c.Measure, c.TextBefore!, c.TextAfter!)));
    }

    [SkippableFact]
    public async Task CompareAsync_FirstList_IsComparedWithTheShippedUnits()
    {
        var report = await CompareAsync(List(new OffenceUnit(1, CountUnit.Procedure, null, null)));
        Assert.Equal((true, 1L, "victim"), (report.IsFirst, report.ChangedCells, report.Largest[0].TextBefore));
    }

    [SkippableFact]
    public async Task DropAsync_Staged_LeavesNoUnit()
    {
        var id = await Store.StageAsync(NewVintage(List()), [], CancellationToken.None);
        Assert.Equal(107, await List().StoreAsync(Database, id, null, CancellationToken.None));
        await Store.DropAsync(id, CancellationToken.None);
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from offence_unit"));
    }

    private static UnitListContent List(params OffenceUnit[] changed)
        => new([.. Nomenclature.Offences.Select(o => changed.FirstOrDefault(c => c.Offence == o.Code) ?? new OffenceUnit(o.Code, o.Unit, o.EarlierUnit, o.UnitSince))]);
}

public sealed class SqliteUnitListTests : UnitListSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbUnitListTests : UnitListSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
