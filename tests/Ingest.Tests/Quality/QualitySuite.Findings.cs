using Octoplus.Core.Jobs;
using Octoplus.Core.Quality;

namespace Octoplus.Ingest.Tests.Quality;

public abstract partial class QualitySuite
{
    private async Task<IReadOnlyList<StoredFinding>> OfKindAsync(QualityKind kind, bool? isExplained = null)
        => await Findings.PageAsync(new FindingFilter(kind, IsExplained: isExplained), 50, 0, CancellationToken.None);

    private async Task SpoilAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await Dapper.SqlMapper.ExecuteAsync(connection, sql);
    }

    [SkippableFact]
    public async Task Check_SoundData_FindsNothingAndSaysOnceThatItLookedAtSomethingNew()
    {
        await ImportAsync(WorkbookBuilder.Valid());

        Assert.Equal(JobState.Succeeded, (await CheckAsync())!.State);
        Assert.Equal(JobState.Unchanged, (await CheckAsync())!.State);

        Assert.Empty(await Findings.SummaryAsync(CancellationToken.None));
        Assert.NotNull(await Findings.CheckedAtAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task Check_NegativeAndUnusedCounts_AreToldOnce()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        await SpoilAsync("update fact set recorded = -5 where year = 2019 and offence = 7 and service_id = (select min(id) from service)");
        await SpoilAsync("insert into fact (vintage_id, year, service_id, offence, recorded) select vintage_id, year, service_id, 96, 3 from vintage_service where year = 2020 and service_id = (select max(id) from service)");

        await CheckAsync();
        await CheckAsync();

        Assert.Equal(["quality.negative", "quality.unused-index"], (await OfKindAsync(QualityKind.Impossible)).Select(f => f.Finding.Reason.Code).Order(StringComparer.Ordinal));
        Assert.All(await OfKindAsync(QualityKind.Impossible), f => Assert.True(f.Finding.IsGrave));
        Assert.Equal(["check.impossible"], await _test!.ColumnAsync<string>("select message_code from notice where cause like 'quality:%' order by id"));
    }

    [SkippableFact]
    public async Task Check_ServiceTwiceAndRowsTwice_AreDuplicates()
    {
        await ImportAsync(WorkbookBuilder.Valid()
            .Sheet("Services PN 2019").AddColumn("01", "CIAT BOURG-EN-BRESSE", "DCSP", index => WorkbookBuilder.Count(2019, 1, index)));

        await CheckAsync();

        Assert.Equal(["quality.listed-twice", "quality.same-row"], (await OfKindAsync(QualityKind.Duplicate)).Select(f => f.Finding.Reason.Code).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Check_DatasetLate_IsToldUntilItIsNot()
    {
        await ImportAsync(WorkbookBuilder.Valid());

        await CheckAsync(new DateTimeOffset(2022, 12, 31, 12, 0, 0, TimeSpan.Zero));
        Assert.Empty(await OfKindAsync(QualityKind.Stale));
        await CheckAsync(new DateTimeOffset(2023, 1, 2, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(2020, Assert.Single(await OfKindAsync(QualityKind.Stale)).Finding.Period);
        await CheckAsync(new DateTimeOffset(2023, 1, 3, 12, 0, 0, TimeSpan.Zero));
        await ImportAsync(WorkbookBuilder.Valid(2021));
        await CheckAsync(new DateTimeOffset(2023, 1, 4, 12, 0, 0, TimeSpan.Zero));

        Assert.Empty(await OfKindAsync(QualityKind.Stale));
        Assert.Equal(["failed", "recovered"], await _test!.ColumnAsync<string>("select kind from notice where cause = 'quality:stale:etat4001' order by id"));
    }

    [SkippableFact]
    public async Task Check_CountLeavesItsHistory_IsAJumpOfTheWholeSeries()
    {
        var builder = WorkbookBuilder.Empty("Présentation");
        for (var year = 2016; year <= 2020; year++)
        {
            var isLast = year == 2020;
            builder.AddPoliceSheet($"Services PN {year}", year)
                .AddColumn("91", year < 2018 ? "CIAT DE VILLE" : "CSP VILLE", "DCSP", _ => isLast ? 30 : 10)
                .AddColumn("91", "CIAT D'AILLEURS", "DCSP", index => 200 + (index % 3))
                .AddColumn("77", "CIAT DE LOIN", "DCSP", index => 150 + (index % 5));
            builder.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => 20 + (index % 10));
        }

        await ImportAsync(builder);
        await CheckAsync();
        Assert.Empty(await OfKindAsync(QualityKind.Jump)); // each name alone has too short a history

        await MatchAsync();
        await DecideAsync(First, PairDecision.Confirm);
        await CheckAsync();

        var jump = Assert.Single(await OfKindAsync(QualityKind.Jump)).Finding;
        Assert.Equal(("quality.jump-up", 2020, "91", "police"), (jump.Reason.Code, jump.Period, jump.Department, jump.ForceCode));
        Assert.Equal(3090, Convert.ToInt64(jump.Reason.Arguments[2], System.Globalization.CultureInfo.InvariantCulture));
    }

    [SkippableFact]
    public async Task Explain_Finding_StaysExplainedWhenItIsFoundAgain()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        await SpoilAsync("update fact set recorded = -5 where year = 2019 and offence = 7 and service_id = (select min(id) from service)");
        await CheckAsync();
        var key = Assert.Single(await OfKindAsync(QualityKind.Impossible)).Finding.Key;

        Assert.True(await FindingStore.ExplainAsync(key, isExplained: true, _ada, "known", CancellationToken.None));
        Assert.False(await FindingStore.ExplainAsync(key, isExplained: true, _ada, "again", CancellationToken.None));
        await CheckAsync();

        var stored = Assert.Single(await OfKindAsync(QualityKind.Impossible, isExplained: true));
        Assert.Equal(("ada", "known"), (stored.ExplainedBy, stored.Comment));
        Assert.Equal((0, 1), (await Findings.SummaryAsync(CancellationToken.None))[QualityKind.Impossible]);
        Assert.True(await FindingStore.ExplainAsync(key, isExplained: false, _ada, null, CancellationToken.None));
        Assert.Equal(["quality-finding.explained", "quality-finding.reopened"], await _test!.ColumnAsync<string>("select action from audit_entry where action like 'quality%' order by at, id"));
    }

    [SkippableFact]
    public async Task Check_RunThatFoundItDiedBeforeItTold_TellsItTheNextTime()
    {
        await ImportAsync(WorkbookBuilder.Valid());
        await SpoilAsync("update fact set recorded = -5 where year = 2019 and offence = 7 and service_id = (select min(id) from service)");
        await CheckAsync();
        await SpoilAsync("update job_run set state = 'died'");
        await SpoilAsync("delete from notice");

        Assert.Equal(JobState.Succeeded, (await CheckAsync())!.State);
        Assert.Equal(["check.impossible"], await _test!.ColumnAsync<string>("select message_code from notice"));
    }
}
