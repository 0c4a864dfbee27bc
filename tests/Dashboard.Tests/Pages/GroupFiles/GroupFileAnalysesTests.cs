using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Pages.GroupFiles;
using Octoplus.Dashboard.Tests.Charts;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Tests.Pages.GroupFiles;

public sealed class GroupFileAnalysesTests
{
    private static readonly FeatureTable _table = new(["a", "b"], ["x"], [1, 2]);

    [Fact]
    public async Task Run_TooLong_IsStopped()
    {
        using var desk = new GroupFileAnalyses((_, _, _, token) =>
        {
            token.WaitHandle.WaitOne();
            throw new OperationCanceledException(token);
        })
        {
            Longest = TimeSpan.FromMilliseconds(50),
        };
        await Assert.ThrowsAsync<TimeoutException>(() => desk.RunAsync("someone", _table, new GroupFileState(), null, CancellationToken.None));
        await Assert.ThrowsAsync<TimeoutException>(() => desk.RunAsync("someone", _table, new GroupFileState(), null, CancellationToken.None)); // the place was given back
    }

    [Fact]
    public async Task Run_TooOften_IsRefusedForThatReaderOnly()
    {
        using var desk = new GroupFileAnalyses((_, _, _, _) => ClusterSample.Analysis);
        var refusals = 0;
        for (var i = 0; i < 40; i++)
        {
            try
            {
                await desk.RunAsync("someone", _table, new GroupFileState(), null, CancellationToken.None);
            }
            catch (GroupFileBusyException e)
            {
                Assert.True(e.Wait > TimeSpan.Zero);
                refusals++;
            }
        }

        Assert.InRange(refusals, 1, 28);
        Assert.NotNull(await desk.RunAsync("another", _table, new GroupFileState(), null, CancellationToken.None));
    }

    [Fact]
    public async Task Run_ManyAtOnce_GoesOneByOneAndRefusesALongQueue()
    {
        using var open = new ManualResetEventSlim();
        var (inside, most) = (0, 0);
        using var desk = new GroupFileAnalyses((_, _, _, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            open.Wait(token);
            Interlocked.Decrement(ref inside);
            return ClusterSample.Analysis;
        });
        var all = Enumerable.Range(0, 12).Select(i => desk.RunAsync($"reader {i}", _table, new GroupFileState(), null, CancellationToken.None)).ToList();
        open.Set();

        var refused = 0;
        foreach (var one in all)
        {
            try
            {
                await one;
            }
            catch (GroupFileBusyException)
            {
                refused++;
            }
        }

        Assert.Equal((1, 3), (most, refused));
    }

    [Fact]
    public void State_EveryAddress_ComesBack()
    {
        foreach (var transformation in GroupFileState.Transformations)
        {
            foreach (var scaling in GroupFileState.Scalings)
            {
                var state = new GroupFileState(transformation, scaling, transformation == FeatureTransformation.Log ? 7 : null, scaling == FeatureScaling.None);
                Assert.Equal(state, GroupFileState.Parse(state.ToQuery()));
            }
        }

        Assert.Equal("?exemple=dix-villes&echelle=aucune&k=3", GroupFileState.TenCities.ToQuery());
        Assert.Equal(new GroupFileState(), GroupFileState.Parse("?k=1&echelle=%00&transformation=tout&exemple=non"));
        Assert.Equal(new GroupFileState(), GroupFileState.Parse("?k=13"));
    }

    [Fact]
    public void Example_File_IsReadWithoutAProblem()
    {
        using var stream = File.OpenRead(Path.Combine(Repository.Root, "wwwroot", "examples", "dix-villes.csv"));
        var content = ClusterFile.Read(stream, GroupFileAnalyses.Limits);
        Assert.Equal((10, "longitude,latitude"), (content.Table!.Ids.Count, string.Join(',', content.Table.Features)));
    }
}
