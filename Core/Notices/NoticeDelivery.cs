using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>Names of the ways by which summaries leave the program.</summary>
public static class NoticeChannels
{
    /// <summary>Mail to the administrators.</summary>
    public const string Mail = "mail";

    /// <summary>A signed request to another program.</summary>
    public const string Webhook = "webhook";
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>To be sent, or to be tried again.</summary>
    Waiting,

    /// <summary>The other side has accepted it.</summary>
    Sent,

    /// <summary>Not sent, and not tried again.</summary>
    GivenUp,
}

/// <summary>A summary on its way by one channel: the notices of a run, or such as no run told.</summary>
public sealed record NoticeDelivery
{
    /// <summary>32 hexadecimal digits; goes out with each attempt, so that a receiver can tell a repetition.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="NoticeChannels"/>.</summary>
    public required string Channel { get; init; }

    /// <summary>The run; null for notices without one.</summary>
    public long? RunId { get; init; }

    /// <summary>Name of the job of <see cref="RunId"/>.</summary>
    public string? Job { get; init; }

    /// <summary>First of its notices.</summary>
    public required long FirstNoticeId { get; init; }

    /// <summary>Last of its notices; those between them of other runs are not its own.</summary>
    public required long LastNoticeId { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public required long Attempts { get; init; }

    /// <summary>ISO 8601 in UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Not tried before; ISO 8601 in UTC.</summary>
    public required string NextAt { get; init; }

    /// <summary>When it was sent or given up, ISO 8601 in UTC.</summary>
    public string? EndedAt { get; init; }

    /// <summary>Why the last attempt failed, or what the other side did not take.</summary>
    public string? LastError { get; init; }
}

/// <summary>The right of one process to send a delivery, for a time.</summary>
/// <param name="Lease">Of the channel: its summaries go out one after the other.</param>
public sealed record DeliveryLease(NoticeDelivery Delivery, Lease Lease);
