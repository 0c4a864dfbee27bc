using System.Globalization;

namespace Octoplus.Core.Groups;

/// <summary>
/// Groups of any choice: as computed beforehand, as kept from a moment ago, or computed now. Safe for concurrent use. One choice is at work at a time in a process, so
/// that the pages of others keep a core; a few may wait.
/// </summary>
/// <remarks>Cost of a choice that is computed: a handful of queries, groups of every year, and all figures of the year shown.</remarks>
public sealed class GroupAnalyses(
    GroupQueries queries, GroupDataQueries features, GroupSetStore store, AnalyseClusters engine, TimeProvider? time = null) : IDisposable
{
    /// <summary>Analyses that may wait for the one at work.</summary>
    public const int MaxWaiting = 8;

    /// <summary>Values of a choice at most, over all years.</summary>
    public const int MaxValues = 2_000_000;

    private const int KeptPanels = 64;
    private const int KeptWork = 4;

    // Figures change with the build, which is part of the key; what else a panel rests on (pairs of services, numbers of groups) shows after twice this time at the latest:
    // a panel lives as long again as the work that it is made of.
    private static readonly TimeSpan _age = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _place = new(1);
    private readonly RecentEntries<string, GroupPanel> _panels = new(KeptPanels, _age, time ?? TimeProvider.System);
    private readonly RecentEntries<string, GroupWork> _work = new(KeptWork, _age, time ?? TimeProvider.System);
    private int _inside;

    /// <summary>How long one analysis may take, once it is at work.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Analyses at work or waiting.</summary>
    internal int Inside => Volatile.Read(ref _inside);

    /// <summary>The groups of a choice.</summary>
    /// <param name="clusters">k, see <see cref="GroupQueries.PanelAsync"/>.</param>
    /// <param name="year">Null: the last.</param>
    /// <param name="progress">From 0 to 1; nothing is reported where nothing has to be computed.</param>
    /// <exception cref="GroupChoiceException">It cannot be done: the problem says why.</exception>
    public async Task<GroupPanel> RunAsync(GroupChoice choice, int? clusters, int? year, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.Problem() is { } problem)
        {
            throw new GroupChoiceException(problem);
        }

        if (clusters is < GroupChoice.FewestClusters or > GroupChoice.MostClusters)
        {
            throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.Clusters, null, clusters, GroupChoice.MostClusters));
        }

        if (await queries.PanelAsync(choice, clusters, year, cancellationToken) is { } ready)
        {
            return ready;
        }

        var build = await features.ServedBuildAsync(cancellationToken) ?? throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.NoData));
        var panel = _panels.Find(Key(build, choice, clusters, year)) ?? await WaitAsync(choice, clusters, year, progress, cancellationToken);
        return panel with { Names = await queries.NamesAsync(panel.Choice, panel.Clusters, panel.IsDemonstration, cancellationToken) };
    }

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();

    private async Task<GroupPanel> WaitAsync(GroupChoice choice, int? clusters, int? year, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > MaxWaiting + 1)
            {
                throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.QueueFull, null, null, MaxWaiting + 1));
            }

            await _place.WaitAsync(cancellationToken);
            try
            {
                return await LimitedAsync(choice, clusters, year, progress, cancellationToken);
            }
            finally
            {
                _place.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task<GroupPanel> LimitedAsync(GroupChoice choice, int? clusters, int? year, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            return await ComputeAsync(choice, clusters, year, progress, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.TookTooLong, null, null, (int)TimeLimit.TotalSeconds), e);
        }
    }

    private async Task<GroupPanel> ComputeAsync(GroupChoice choice, int? clusters, int? year, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        // Who waited before may have asked for the same.
        var build = await features.ServedBuildAsync(cancellationToken) ?? throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.NoData));
        if (_panels.Find(Key(build, choice, clusters, year)) is { } known)
        {
            return known;
        }

        var work = _work.Find(Key(build, choice)) ?? await BeginAsync(choice, cancellationToken);
        var panel = await Task.Run(() => work.Panel(clusters, year, progress, cancellationToken), cancellationToken);
        _panels.Add(Key(work.Data.BuildId, choice, clusters, year), panel);
        _panels.Add(Key(work.Data.BuildId, choice, panel.Clusters, panel.Year), panel);
        return panel;
    }

    private async Task<GroupWork> BeginAsync(GroupChoice choice, CancellationToken cancellationToken)
    {
        var data = await features.ReadAsync(choice, cancellationToken) ?? throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.NoData));
        var values = data.Years.Sum(y => y.Table.Values.Count);
        if (values > MaxValues)
        {
            throw new GroupChoiceException(new GroupChoiceProblem(GroupChoiceError.TooLarge, null, values, MaxValues));
        }

        var work = new GroupWork(data, await store.NumbersAsync(data.Choice, data.IsDemonstration, cancellationToken), engine);
        _work.Add(Key(data.BuildId, choice), work);
        return work;
    }

    private static string Key(long build, GroupChoice choice) => string.Create(CultureInfo.InvariantCulture, $"{build} {choice.Key}");

    private static string Key(long build, GroupChoice choice, int? clusters, int? year)
        => string.Create(CultureInfo.InvariantCulture, $"{build} {clusters} {year} {choice.Key}");
}
