using System.Globalization;
using System.Threading.RateLimiting;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Accounts;
using Octoplus.Ingest.Readers.GroupFiles;

namespace Octoplus.Dashboard.Pages.GroupFiles;

/// <summary>What forms the groups: <see cref="ClusterAnalyser.Analyse"/>.</summary>
public delegate ClusterAnalysis ClusterEngine(FeatureTable table, ClusterAnalysisOptions options, IProgress<double>? progress, CancellationToken cancellationToken);

/// <summary>Too many want groups formed just now.</summary>
public sealed class GroupFileBusyException(TimeSpan wait) : Exception(string.Create(CultureInfo.InvariantCulture, $"Busy for {wait.TotalSeconds:0} s."))
{
    /// <summary>How long to wait before another attempt.</summary>
    public TimeSpan Wait => wait;
}

/// <summary>
/// Forms the groups of readers' own files. The page is open to whoever may read, so what it costs is bounded instead: small files, one analysis at a time
/// on one processor, a short queue, so many a minute by reader, and a longest time. Nothing is kept. Each node bounds for itself. Safe for concurrent use.
/// </summary>
public sealed class GroupFileAnalyses(ClusterEngine engine) : IDisposable
{
    private const int AtOnce = 1;
    private const int MostWaiting = 8;
    private const int PerMinute = 12;
    private const int ManyValues = 20_000;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly PartitionedRateLimiter<string> _attempts = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => SignInLimiter.PerMinute(PerMinute)));

    private int _waiting;

    /// <summary>What is read of a file at most.</summary>
    public static ClusterFileLimits Limits { get; } = new() { MaxBytes = 2_000_000, MaxRows = 5_000, MaxFeatures = 50, MaxValues = 100_000, LeaveTextColumns = true };

    /// <summary>Longest time of one analysis.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The groups.</summary>
    /// <param name="reader">Who asks: user or address.</param>
    /// <exception cref="GroupFileBusyException">They have asked too often, too many wait, or there was no place within <see cref="Longest"/>.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="Longest"/>.</exception>
    /// <exception cref="ClusterException">Values that cannot be grouped.</exception>
    public async Task<ClusterAnalysis> RunAsync(string reader, FeatureTable table, GroupFileState state, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(state);
        using var lease = _attempts.AttemptAcquire(reader);
        if (!lease.IsAcquired)
        {
            throw new GroupFileBusyException(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1));
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting + AtOnce)
            {
                throw new GroupFileBusyException(Longest);
            }

            if (!await _places.WaitAsync(Longest, cancellationToken))
            {
                throw new GroupFileBusyException(Longest);
            }

            return await RunAsync(table, Options(table, state), progress, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _attempts.Dispose(); // not the places: work that is still ending gives its own back

    private static ClusterAnalysisOptions Options(FeatureTable table, GroupFileState state)
    {
        var options = new ClusterAnalysisOptions { Transformation = state.Transformation, Scaling = state.Scaling, Clusters = state.Clusters, Processors = 1 };
        return table.Values.Count > ManyValues ? options with { Bootstraps = 30, GapReferences = 10, Restarts = 5 } : options;
    }

    private async Task<ClusterAnalysis> RunAsync(FeatureTable table, ClusterAnalysisOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        var token = patience.Token;
        var work = Task.Run(() => engine(table, options, progress, token), CancellationToken.None);
        // The reader is answered at once; the place is free when the work has really ended.
        _ = work.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                _places.Release();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The groups took too long.", e);
        }
    }
}
