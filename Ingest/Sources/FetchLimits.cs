namespace Octoplus.Ingest.Sources;

/// <summary>How long and how much a source may send. As shipped unless a test is in a hurry.</summary>
public sealed record FetchLimits
{
    /// <summary>Largest file, after decompression, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 200_000_000;

    /// <summary>Until the head of an answer is there.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Until the next bytes of a body are there: a slow but living download ends.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one request with its redirects, attempts and body.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Redirects followed.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Attempts after the first.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before the second attempt; doubles from one to the next, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two attempts, whatever <c>Retry-After</c> says.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failed attempts, nearly all of those within <see cref="BreakerWindow"/>, after which a host is left alone.</summary>
    public int BreakerFailures { get; init; } = 8;

    /// <summary>Attempts older than this no longer count.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a host is left alone.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromMinutes(10);
}
