using Octoplus.Core.Jobs;
using Octoplus.Core.Quality;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Quality;

public abstract partial class QualitySuite
{
    private const string First = "CIAT DE VILLE → CSP VILLE";
    private const string Second = "CSP VILLE → CS DE VILLE";

    [SkippableFact]
    public async Task Match_RenamedService_IsProposedOnceWithReasonsAndTotals()
    {
        await ImportAsync(Renamed());

        Assert.Equal(JobState.Succeeded, (await MatchAsync())!.State);
        Assert.Equal(JobState.Unchanged, (await MatchAsync())!.State);

        Assert.Equal([First, Second], await PairNamesAsync());
        var pair = (await Pairs.PageAsync(new PairFilter(), 50, 0, CancellationToken.None)).Single(p => p.Earlier.Name == "CIAT DE VILLE");
        Assert.Equal([2017, 2018], pair.Earlier.Totals.Select(t => t.Year));
        Assert.Equal(("police", "91", PairState.Proposed), (pair.ForceCode, pair.Department, pair.State));
        Assert.Contains(pair.Reasons, r => r.Code == "pair.same-words");
        Assert.InRange(pair.Score, 0.9, 1);
    }

    [SkippableFact]
    public async Task Decide_ConfirmedChain_IsOneServiceUnderItsLastNameAndAnyOfItsKeys()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        var former = (await ServicesAsync()).Single(s => s.Name == "CIAT DE VILLE");

        Assert.Equal(PairOutcome.Done, (await DecideAsync(First, PairDecision.Confirm)).Outcome);
        Assert.Equal(PairOutcome.Done, (await DecideAsync(Second, PairDecision.Confirm)).Outcome);

        var service = Assert.Single(await ServicesAsync(), s => s.ForceCode == "police");
        Assert.Equal(("CS DE VILLE", 2017, 2020), (service.Name, service.FirstYear, service.LastYear));
        Assert.Equal(["CIAT DE VILLE", "CSP VILLE"], service.Former.Select(f => f.Name));
        foreach (var key in new[] { service.Id, former.Id })
        {
            for (var year = 2017; year <= 2020; year++)
            {
                var count = Assert.Single(await CountsAsync(year, key));
                Assert.Equal((service.Id, "CS DE VILLE", 21m), (count.Id, count.Name, count.Recorded));
            }
        }

        Assert.Equal("CIAT DE VILLE", Assert.Single(await CountsAsync(2017)).PublishedName);
        Assert.Equal(
            ["CIAT DE VILLE → CSP VILLE (91)", "CSP VILLE → CS DE VILLE (91)"],
            await _test!.ColumnAsync<string>("select subject from audit_entry where action = 'service-pair.confirmed' and actor = 'ada' and detail = 'seen' order by at, id"));
    }

    [SkippableFact]
    public async Task Decide_Undone_IsTwoServicesAgain()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        await DecideAsync(First, PairDecision.Confirm);

        Assert.Equal(PairOutcome.Done, (await DecideAsync(First, PairDecision.Undo, PairState.Confirmed)).Outcome);

        Assert.Equal(["CIAT DE VILLE", "CS DE VILLE", "CSP VILLE"], (await ServicesAsync()).Where(s => s.ForceCode == "police").Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Empty(await _test!.ColumnAsync<long>("select service_id from service_link"));
        Assert.Equal([First, Second], await PairNamesAsync());
    }

    [SkippableFact]
    public async Task Match_DecidedPairs_AreLeftAloneAndRefusedOnesNotProposedAgain()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        await DecideAsync(First, PairDecision.Confirm);
        await DecideAsync(Second, PairDecision.Refuse);

        Assert.Equal(JobState.Unchanged, (await MatchAsync())!.State);

        Assert.Empty(await PairNamesAsync());
        Assert.Equal([First], await PairNamesAsync(PairState.Confirmed));
        Assert.Equal([Second], await PairNamesAsync(PairState.Refused));
    }

    [SkippableFact]
    public async Task Decide_SomeoneElseDecidedBefore_SaysSo()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        await DecideAsync(First, PairDecision.Refuse);

        Assert.Equal(PairOutcome.Changed, (await DecideAsync(First, PairDecision.Confirm)).Outcome);
        Assert.Equal([First], await PairNamesAsync(PairState.Refused));
    }

    [SkippableFact]
    public async Task Decide_SeriesWouldHaveTwoServicesInOneYear_IsRefusedWithTheirNames()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        await DecideAsync(First, PairDecision.Confirm);

        // A new edition lists the former name in a year of the later one too.
        await ImportAsync(Renamed().Sheet("Services PN 2020").AddColumn("91", "CIAT DE VILLE", "DCSP", _ => 1));

        var result = await DecideAsync(Second, PairDecision.Confirm);
        Assert.Equal((PairOutcome.Overlap, 2020), (result.Outcome, result.Year));
        Assert.Equal(["CIAT DE VILLE", "CS DE VILLE"], new[] { result.First, result.Second }.Order(StringComparer.Ordinal));
        Assert.Equal([Second], await PairNamesAsync());
    }

    [SkippableFact]
    public async Task Match_ServiceGoneFromTheActiveFigures_TakesItsProposalBack()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        var other = WorkbookBuilder.Empty("Présentation");
        for (var year = 2017; year <= 2020; year++)
        {
            other.AddPoliceSheet($"Services PN {year}", year).AddColumn("91", "CIAT DE VILLE", "DCSP", index => index);
            other.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => index);
        }

        await ImportAsync(other);
        Assert.Equal(JobState.Succeeded, (await MatchAsync())!.State);

        Assert.Empty(await PairNamesAsync());
    }

    [SkippableFact]
    public async Task Import_OtherNameOfAConfirmedSeries_IsComparedAndNotToldAsGoneAndCome()
    {
        await ImportAsync(Renamed());
        await MatchAsync();
        var edition = WorkbookBuilder.Empty("Présentation");
        edition.AddPoliceSheet("Services PN 2018", 2018).AddColumn("91", "CSP VILLE", "DCSP", index => (index % 10) + 21);
        edition.AddGendarmerieSheet("Services GN 2018", 2018).AddColumn("91", "CGD BOURG", count: index => (index % 10) + 8);

        var before = await ReportAsync(edition);
        Assert.Equal(["CIAT DE VILLE"], before.Vanished.Select(p => p.Name));
        Assert.Equal(["CSP VILLE"], before.Added.Select(p => p.Name));

        await DecideAsync(First, PairDecision.Confirm);
        var after = await ReportAsync(edition);
        Assert.Empty(after.Vanished);
        Assert.Empty(after.Added);
        Assert.Equal(103, after.ChangedCells); // one more in every index that is used
    }

    private async Task<ChangeReport> ReportAsync(WorkbookBuilder workbook)
    {
        using var stream = new MemoryStream(workbook.ToArray());
        var queue = new TestImports(Database, _test!.Folder).Queue;
        var file = await queue.ReceiveAsync(stream, "edition.xlsx", "page", "ada", null, CancellationToken.None);
        Assert.True(await queue.ReadNextAsync(CancellationToken.None));
        var report = (await new Octoplus.Core.Imports.ImportQueries(Database).ReportAsync(file.Id, CancellationToken.None))!;
        Assert.Equal(DecisionResult.Done, await queue.RefuseAsync(file.Id, "ada", null, CancellationToken.None));
        return ChangeReport.FromJson(report)!;
    }
}
