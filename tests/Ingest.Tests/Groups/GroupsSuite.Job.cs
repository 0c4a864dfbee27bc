using Octoplus.Core.Groups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Readers.Etat4001;
using Octoplus.Ingest.Readers.Populations;

namespace Octoplus.Ingest.Tests.Groups;

/// <content>The job, and what is read of its panels.</content>
public abstract partial class GroupsSuite
{
    [SkippableFact]
    public async Task RunAsync_FirstTime_MakesEachNumberOfGroupsInEachYear()
    {
        await ServeFiguresAsync();

        var run = await RunAsync();

        // Seven numbers of groups in three years, of départements and of police services.
        Assert.Equal((JobState.Succeeded, "groups.changed", 42L), (run.State, run.Message!.Code, run.RowCount));
        Assert.Equal(8, (await Queries.PanelAsync(GroupChoice.DefaultOf(GroupTerritories.PoliceServices), 8, 2018, CancellationToken.None))!.Clusters);
        var panel = await PanelAsync();
        Assert.Equal((3, 2020, false, GroupChoice.Default.Key), (panel.Clusters, panel.Year, panel.IsDemonstration, panel.Choice.Key));
        Assert.Equal([2018, 2019, 2020], panel.Years);
        Assert.StartsWith("etat4001-2020-", panel.Vintage, StringComparison.Ordinal);
        Assert.Equal(["06 07 08", "03 04 05", "01 02"], new[] { 1, 2, 3 }.Select(n => Members(panel, n)));
        Assert.Equal(1000 * (100 + 200) / 20_000.0, panel.Analysis.Groups[2].Profile[0].Value, 1e-9);
        Assert.Equal(12, panel.LeftOut.Count(c => c.Id == "09"));
        Assert.Equal("Aisne", panel.TerritoryNames["02"]);
        Assert.Equal([null, 1.0, 1.0], panel.Paths.Select(p => p.AdjustedRand));
        Assert.Equal(3, panel.Paths[0].Numbers["01"]);
        Assert.Equal((8, 2018), ((await PanelAsync(8, 2018)).Clusters, (await PanelAsync(8, 2018)).Year));
        Assert.Equal(Enumerable.Range(2, 11), panel.Analysis.Counts.Select(c => c.Clusters));
    }

    [SkippableFact]
    public async Task PanelAsync_NotMadeBeforehand_IsNothing()
    {
        await ServeFiguresAsync();
        Assert.Null(await Queries.PanelAsync(GroupChoice.Default, null, null, CancellationToken.None));
        await RunAsync();

        Assert.Null(await Queries.PanelAsync(GroupChoice.Default, 9, null, CancellationToken.None));
        Assert.Null(await Queries.PanelAsync(GroupChoice.Default, 5, 2011, CancellationToken.None));
        Assert.Null(await Queries.PanelAsync(GroupChoice.Default with { Scaling = FeatureScaling.Robust }, 5, null, CancellationToken.None));
        Assert.NotNull(await Queries.PanelAsync(GroupChoice.Default with { Features = [.. GroupChoice.Default.Features.Reverse()] }, 5, null, CancellationToken.None));
    }

    [SkippableFact]
    public async Task RunAsync_SameFigures_ChangesNothingUnlessAPersonAsks()
    {
        await ServeFiguresAsync();
        await RunAsync();
        var before = await Test.ColumnAsync<long>("select set_id from group_set");

        Assert.Equal((JobState.Unchanged, "groups.same"), (await Unchanged()));
        Assert.Equal(before, await Test.ColumnAsync<long>("select set_id from group_set"));

        Assert.Equal(JobState.Succeeded, (await RunAsync(JobCause.Person)).State);
        Assert.Equal(["14", "42"], [.. await Test.ColumnAsync<string>("select count(*) from group_path"), .. await Test.ColumnAsync<string>("select count(*) from group_panel")]);

        async Task<(JobState State, string Code)> Unchanged()
        {
            var run = await RunAsync();
            return (run.State, run.Message!.Code);
        }
    }

    [SkippableFact]
    public async Task RunAsync_LargerNumberSuggested_IsMadeToo()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2019]));
        await ServeAsync(Counts([2019]));
        _engine.Suggested = 8;
        Assert.Equal(14, (await RunAsync()).RowCount);

        await AcceptAsync(new PopulationContent(
            [.. _codes.Concat(["10", "11", "12"]).Select(c => new PopulationCell(2019, c, 'T', -1, 10_000))], [(2019, false)]));
        await RebuildAsync();
        _engine.Suggested = 9;
        Assert.Equal(8, (await RunAsync()).RowCount);
        Assert.Equal(9, (await PanelAsync()).Clusters);
    }

    /// <summary>The lowest become the highest: labels turn round, groups keep their numbers and names.</summary>
    [SkippableFact]
    public async Task RunAsync_NewVintage_GroupsKeepNumbersAndNames()
    {
        await ServeFiguresAsync();
        await RunAsync();
        await NameAsync(await PanelAsync(3), 3, "Calmes");
        var before = await PanelAsync(3, 2019);

        await ServeAsync(Counts([2018, 2019, 2020], (_, code) => 10 - (code[1] - '0')));
        await RunAsync();

        var after = await PanelAsync(3, 2019);
        Assert.NotEqual(before.Numbers, after.Numbers);
        Assert.Equal(["06 07 08", "03 04 05", "01 02"], new[] { 1, 2, 3 }.Select(n => Members(before, n)));
        Assert.Equal(["07 08", "04 05 06", "01 02 03"], new[] { 1, 2, 3 }.Select(n => Members(after, n)));
        Assert.Equal("Calmes", Assert.Single(after.Names).Value);
        Assert.Equal(3, after.Names.Keys.Single());
    }

    [SkippableFact]
    public async Task RunAsync_AnotherYear_ChangesNoNumberOfThoseBefore()
    {
        await ServeFiguresAsync(2018, 2019);
        await RunAsync();
        var before = await PanelAsync(4, 2019);
        await AcceptAsync(People([2020]));
        await ServeAsync(Counts([2020], (_, code) => 10 - (code[1] - '0')));

        await RunAsync();

        Assert.Equal(before.Numbers, (await PanelAsync(4, 2019)).Numbers);
        var added = await PanelAsync(4);
        Assert.Equal((2020, true), (added.Year, added.Paths[2].AdjustedRand is 1.0));
        Assert.Equal(before.Paths[1].Numbers, added.Paths[2].Numbers);
    }

    [SkippableFact]
    public async Task RunAsync_FiguresUndone_TakesTheGroupsOffAndKeepsTheirNames()
    {
        await ServeFiguresAsync();
        await RunAsync();
        await NameAsync(await PanelAsync(3), 1, "Grandes villes");
        await UndoAsync("etat4001");

        var run = await RunAsync();

        Assert.Equal((JobState.Succeeded, "groups.withdrawn"), (run.State, run.Message!.Code));
        Assert.Null(await Queries.PanelAsync(GroupChoice.Default, 3, null, CancellationToken.None));
        Assert.Equal(["0"], await Test.ColumnAsync<string>("select count(*) from group_panel"));
        Assert.Equal("groups.none", (await RunAsync()).Message!.Code);

        await ServeAsync(Counts([2018, 2019, 2020]));
        await RunAsync();
        Assert.Equal("Grandes villes", (await PanelAsync(3)).Names[1]);
    }

    [SkippableFact]
    public async Task RunAsync_FictionalFigures_AreMarkedAndHaveNamesOfTheirOwn()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2019]));
        await ServeFictionalAsync(Counts([2019], isDemonstration: true));
        await RunAsync();
        Assert.True((await PanelAsync(3)).IsDemonstration);
        await NameAsync(await PanelAsync(3), 1, "Inventés");
        Assert.Equal("Inventés", (await PanelAsync(3)).Names[1]);

        await ServeAsync(Counts([2019]));
        await RunAsync();

        var real = await PanelAsync(3);
        Assert.False(real.IsDemonstration);
        Assert.Empty(real.Names);
    }

    [SkippableFact]
    public async Task RunAsync_FewTerritories_MakesWhatCanBeMade()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2019, 2020]) with { Cells = [.. People([2019, 2020]).Cells.Where(c => c.Year == 2020 || c.Department.CompareTo("04") < 0)] });
        await ServeAsync(Counts([2019, 2020]));

        await RunAsync();

        Assert.Equal([2019, 2020], (await PanelAsync(3)).Years);
        Assert.Equal([2020], (await PanelAsync(4)).Years);
        Assert.Null(await Queries.PanelAsync(GroupChoice.Default, 4, 2019, CancellationToken.None));
    }

    [SkippableFact]
    public async Task RunAsync_OneTerritory_SaysThatThereAreTooFew()
    {
        await ReferenceAsync();
        await AcceptAsync(People([2019]) with { Cells = [new(2019, "01", 'T', -1, 1000)] });
        await ServeAsync(new Etat4001Content([Sheet(Force.Police, 2019, [("01", "CIAT 01", _ => 9)])], IsDemonstration: false));

        var run = await RunAsync();

        Assert.Equal((JobState.Unchanged, "groups.none"), (run.State, run.Message!.Code));
        Assert.Contains("groups.too-few", await Test.ColumnAsync<string>("select message_code from job_log"));
    }

    [SkippableFact]
    public async Task PublishAsync_LeaseLost_PublishesNothing()
    {
        await ServeFiguresAsync();
        await RunAsync();
        var panel = await PanelAsync(3);
        var store = new GroupSetStore(Database);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => store.PublishAsync(new JobLease(4711, "group-territories", new Lease("job:group-territories", "nobody")), new string('0', 64), 3, [new GroupSet(3, [panel with { Vintage = "other" }])], CancellationToken.None));

        Assert.Equal(panel.Vintage, (await PanelAsync(3)).Vintage);
        await store.DropUnpublishedAsync(CancellationToken.None);
        Assert.Equal(["42"], await Test.ColumnAsync<string>("select count(*) from group_panel"));
    }
}
