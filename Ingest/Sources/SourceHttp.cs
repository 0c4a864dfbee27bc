using System.Collections.Concurrent;
using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Network;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Octoplus.Ingest.Sources;

/// <summary>What to fetch.</summary>
/// <param name="Address">https only.</param>
/// <param name="Path">File that the body is written to, anew at each attempt.</param>
public sealed record FetchRequest(Uri Address, string Path)
{
    /// <summary>Validator of what is there already.</summary>
    public string? Etag { get; init; }

    /// <summary>Validator of what is there already, as the server wrote it.</summary>
    public string? LastModified { get; init; }

    /// <summary>Largest body, after decompression; null: that of a file.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The body may come compressed: for texts. A file comes as it was published, so that its check sum holds.</summary>
    public bool IsCompressible { get; init; }

    /// <summary>More headers, sent to the host of <see cref="Address"/> only, never to one that it redirects to.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Told before each further attempt: its number, from 2, and what was wrong.</summary>
    public Action<int, SourceException>? OnRetry { get; init; }

    /// <summary>Told how many bytes there are, about once a block.</summary>
    public Action<long, long?>? OnProgress { get; init; }
}

/// <summary>What a server sent.</summary>
/// <param name="IsUnchanged">304: nothing was sent.</param>
/// <param name="Address">After redirects.</param>
public sealed record FetchedBody(bool IsUnchanged, Uri Address)
{
    /// <summary>Validator.</summary>
    public string? Etag { get; init; }

    /// <summary>Validator, as the server writes it.</summary>
    public string? LastModified { get; init; }

    /// <summary>Name of the file, by the server or its address; may be empty.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Of the body as written to disk, lower-case hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Size of the body as written to disk.</summary>
    public long Bytes { get; init; }
}

/// <summary>
/// Fetches from servers of others: with <see cref="OutgoingHttp"/>'s guard on every redirect, bounded in time and size, tried again after what
/// may pass, and leaving alone a host that fails again and again. Safe for concurrent use; one per process, since it remembers such hosts.
/// </summary>
public sealed class SourceHttp
{
    private readonly ConcurrentDictionary<string, ResiliencePipeline> _breakers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ResiliencePipeline _attempts;
    private readonly SourceHttpHop _hop;
    private readonly FetchLimits _limits;
    private readonly TimeProvider _time;

    /// <summary>With limits and a clock for the hosts that are left alone; waits themselves are real.</summary>
    public SourceHttp(OutgoingHttp outgoing, FetchLimits limits, TimeProvider time)
    {
        _hop = new SourceHttpHop(outgoing, limits);
        _limits = limits;
        _time = time;
        _attempts = new ResiliencePipelineBuilder()
            .AddTimeout(limits.Total)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SourceException>(e => e.IsTransient && (e.RetryAfter ?? TimeSpan.Zero) <= limits.MaxRetryDelay),
                MaxRetryAttempts = limits.Retries,
                Delay = limits.RetryDelay,
                MaxDelay = limits.MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = a => ValueTask.FromResult((a.Outcome.Exception as SourceException)?.RetryAfter),
                OnRetry = a =>
                {
                    if (a.Context.Properties.TryGetValue(_requestKey, out var request) && a.Outcome.Exception is SourceException reason)
                    {
                        request.OnRetry?.Invoke(a.AttemptNumber + 2, reason);
                    }

                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    private static readonly ResiliencePropertyKey<FetchRequest> _requestKey = new("request");

    /// <summary>Fetches one address.</summary>
    /// <exception cref="SourceException">Refused, unreachable, or sends what cannot be trusted; the file at the path means nothing then.</exception>
    public async Task<FetchedBody> GetAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(_requestKey, request);
        try
        {
            return await _attempts.ExecuteAsync(async c => await FollowAsync(request, c.CancellationToken), context);
        }
        catch (TimeoutRejectedException e)
        {
            throw new SourceException(Message.Of("source.failure.timeout", request.Address.Host, _limits.Total.TotalSeconds), e);
        }
        catch (SourceException e) when (e.RetryAfter > _limits.MaxRetryDelay)
        {
            throw new SourceException(e.Reason, e) { TryAgainAt = _time.GetUtcNow() + (e.RetryAfter < TimeSpan.FromDays(1) ? e.RetryAfter.Value : TimeSpan.FromDays(1)) };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<FetchedBody> FollowAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var address = request.Address;
        for (var redirects = 0; redirects <= _limits.MaxRedirects; redirects++)
        {
            var (body, next) = await AskAsync(request, address, cancellationToken);
            if (body is not null)
            {
                return body;
            }

            address = next!;
        }

        throw new SourceException(Message.Of("source.failure.too-many-redirects", request.Address.Host, _limits.MaxRedirects));
    }

    private async Task<(FetchedBody? Body, Uri? Redirect)> AskAsync(FetchRequest request, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await _breakers.GetOrAdd(address.Authority, _ => Breaker())
                .ExecuteAsync(async token => await _hop.AskAsync(request, address, token), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            var until = _time.GetUtcNow() + (e.RetryAfter ?? _limits.Break);
            throw new SourceException(
                Message.Of("source.failure.paused", address.Host, until.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)), e) { TryAgainAt = until };
        }
    }

    private ResiliencePipeline Breaker()
        => new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SourceException>(e => e.IsTransient),
                FailureRatio = 0.9,
                MinimumThroughput = _limits.BreakerFailures,
                SamplingDuration = _limits.BreakerWindow,
                BreakDuration = _limits.Break,
            })
            .Build();
}
