using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Ingest.Tests.Groups;

/// <content>Analyses on demand.</content>
public abstract partial class GroupsSuite
{
    private static readonly GroupChoice _other = GroupChoice.Default with { Features = ["rate:homicides"], Scaling = FeatureScaling.None };

    private Task<GroupPanel> AnalyseAsync(GroupAnalyses analyses, GroupChoice choice, int? clusters = null, int? year = null, IProgress<double>? progress = null)
        => analyses.RunAsync(choice, clusters, year, progress, CancellationToken.None);

    [SkippableFact]
    public async Task RunAsync_MadeBeforehand_ComputesNothing()
    {
        await ServeFiguresAsync();
        await RunAsync();
        var before = (_engine.Whole, _engine.Labels);
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);

        var panel = await AnalyseAsync(analyses, GroupChoice.Default, 4, 2019);

        Assert.Equal((4, 2019), (panel.Clusters, panel.Year));
        Assert.Equal(before, (_engine.Whole, _engine.Labels));
    }

    /// <summary>Computed on demand, a choice has the groups and numbers that the job would give it.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_OnDemand_IsWhatTheJobMakes(bool isReal)
    {
        await ServeFiguresAsync();
        AnalyseClusters engine = isReal ? GroupEngine.Analyse : _engine.Analyse;
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), engine);
        var computed = new[] { await AnalyseAsync(analyses, GroupChoice.Default), await AnalyseAsync(analyses, GroupChoice.Default, 5, 2018) };
        await RunAsync(engine: engine);
        var made = new[] { await PanelAsync(), await PanelAsync(5, 2018) };

        foreach (var (now, then) in computed.Zip(made))
        {
            Assert.Equal((then.Clusters, then.Year, then.Vintage), (now.Clusters, now.Year, now.Vintage));
            Assert.Equal(then.Years, now.Years);
            Assert.Equal(then.Numbers, now.Numbers);
            Assert.Equal(then.Analysis.Members, now.Analysis.Members);

            // A group for each of the eight is compared only where it is asked for, which the job does.
            Assert.Equal(then.Analysis.Counts.Where(c => c.Clusters < 8), now.Analysis.Counts.Where(c => c.Clusters < 8));
            Assert.Equal(then.LeftOut, now.LeftOut);
            Assert.Equal(then.TerritoryNames, now.TerritoryNames);
            Assert.Equal(then.Paths.SelectMany(p => p.Numbers), now.Paths.SelectMany(p => p.Numbers));
        }
    }

    [SkippableFact]
    public async Task RunAsync_AskedAgain_ComputesOnlyWhatIsNew()
    {
        await ServeFiguresAsync();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);
        var told = new List<double>();

        await AnalyseAsync(analyses, _other, 4, progress: new Told(told));
        Assert.Equal((1, 3), (_engine.Whole, _engine.Labels));
        Assert.Equal(told.Order(), told);
        Assert.Equal(1.0, told[^1]);

        // The same, and by its own number of groups and year; other years have only their figures to compute.
        await AnalyseAsync(analyses, _other, 4);
        await AnalyseAsync(analyses, _other with { Features = [.. _other.Features] }, 4, 2020);
        Assert.Equal((1, 3), (_engine.Whole, _engine.Labels));
        Assert.Equal(Enumerable.Range(2, 11), (await AnalyseAsync(analyses, _other, 4, 2019)).Analysis.Counts.Select(c => c.Clusters));
        Assert.Equal((2, 3), (_engine.Whole, _engine.Labels));

        // Another k of a year that is known: numbers of groups are compared once.
        Assert.Equal(Enumerable.Range(2, 11), (await AnalyseAsync(analyses, _other, 5, 2019)).Analysis.Counts.Select(c => c.Clusters));
        Assert.Equal((3, 6), (_engine.Whole, _engine.Labels));
    }

    [SkippableFact]
    public async Task RunAsync_FiguresReplaced_ComputesAnew()
    {
        await ServeFiguresAsync();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);
        var before = await AnalyseAsync(analyses, _other, 4);
        await ServeAsync(Counts([2020], (_, code) => 5 + (code[1] - '0')));

        var after = await AnalyseAsync(analyses, _other, 4);

        Assert.NotEqual(before.Vintage, after.Vintage);
        Assert.NotEqual(before.Analysis.Members[0].Distance, after.Analysis.Members[0].Distance);
    }

    [SkippableFact]
    public async Task RunAsync_NamedOnDemand_KeepsNameAndNumberWithLaterFigures()
    {
        await ServeFiguresAsync();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);
        await NameAsync(await AnalyseAsync(analyses, _other, 3), 3, "Calmes");
        Assert.Equal("Calmes", (await AnalyseAsync(analyses, _other, 3)).Names[3]);

        await ServeAsync(Counts([2018, 2019, 2020], (_, code) => 10 - (code[1] - '0')));

        var after = await AnalyseAsync(analyses, _other, 3);
        Assert.Equal("01 02 03", Members(after, 3));
        Assert.Equal("Calmes", after.Names[3]);
    }

    [SkippableFact]
    public async Task RunAsync_CannotBeDone_SaysWhy()
    {
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.NoData), await RefusedAsync(AnalyseAsync(analyses, _other)));
        await ServeFiguresAsync();

        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.Clusters, null, 13, 12), await RefusedAsync(AnalyseAsync(analyses, _other, 13)));
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.Clusters, null, 1, 12), await RefusedAsync(AnalyseAsync(analyses, _other, 1)));
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.Year, "2018-2020", 2011), await RefusedAsync(AnalyseAsync(analyses, _other, 3, 2011)));
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.TooFewTerritories, null, 8, 9), await RefusedAsync(AnalyseAsync(analyses, _other, 9)));
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.FeatureTwice, "women"), await RefusedAsync(AnalyseAsync(analyses, Rates("women", "women"))));
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.NoPopulation), await RefusedAsync(AnalyseAsync(analyses, Rates("age:75"))));
    }

    [SkippableFact]
    public async Task RunAsync_NothingVaries_SaysSo()
    {
        await ServeFiguresAsync();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), (_, _, _, _, _) => throw new ClusterException(ClusterProblem.NothingVaries, "made"));

        Assert.Equal(GroupChoiceError.NothingVaries, (await RefusedAsync(AnalyseAsync(analyses, _other, 3))).Error);
    }

    [SkippableFact]
    public async Task RunAsync_TakesTooLong_IsCutOff()
    {
        await ServeFiguresAsync();
        _engine.OnAnalyse = token => token.WaitHandle.WaitOne();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse) { TimeLimit = TimeSpan.FromMilliseconds(50) };

        Assert.Equal(GroupChoiceError.TookTooLong, (await RefusedAsync(AnalyseAsync(analyses, _other, 3))).Error);

        _engine.OnAnalyse = _ => { };
        Assert.Equal(3, (await AnalyseAsync(new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse), _other, 3)).Clusters);
    }

    [SkippableFact]
    public async Task RunAsync_Abandoned_IsACancellation()
    {
        await ServeFiguresAsync();
        using var stop = new CancellationTokenSource();
        _engine.OnAnalyse = _ => stop.Cancel();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => analyses.RunAsync(_other, 3, null, null, stop.Token));
    }

    [SkippableFact]
    public async Task RunAsync_TooManyWait_TheNextIsRefusedAtOnceAndKnownAnswersAreNot()
    {
        await ServeFiguresAsync();
        using var analyses = new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), _engine.Analyse);
        await AnalyseAsync(analyses, _other, 2);
        using var gate = new ManualResetEventSlim();
        _engine.OnAnalyse = token => gate.Wait(token);

        var waiting = Enumerable.Range(0, GroupAnalyses.MaxWaiting + 1).Select(i => AnalyseAsync(analyses, _other with { Transformation = FeatureTransformation.SquareRoot }, 3 + (i % 3))).ToList();
        while (analyses.Inside <= GroupAnalyses.MaxWaiting)
        {
            await Task.Yield();
        }

        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.QueueFull, null, null, GroupAnalyses.MaxWaiting + 1), await RefusedAsync(AnalyseAsync(analyses, _other, 7)));
        Assert.Equal(2, (await AnalyseAsync(analyses, _other, 2)).Clusters);
        gate.Set();
        Assert.All(await Task.WhenAll(waiting), p => Assert.InRange(p.Clusters, 3, 5));
        Assert.Equal(7, (await AnalyseAsync(analyses, _other, 7)).Clusters);
    }

    private sealed class Told(List<double> told) : IProgress<double>
    {
        public void Report(double value) => told.Add(value);
    }
}
