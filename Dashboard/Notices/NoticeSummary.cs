using Octoplus.Core.Notices;

namespace Octoplus.Dashboard.Notices;

/// <summary>What one message tells: the notices of a run, or such as no run told.</summary>
/// <param name="Id">Key of the delivery, the same at each attempt; 32 hexadecimal digits.</param>
/// <param name="At">When it was told, ISO 8601 in UTC.</param>
/// <param name="Notices">In the order told, the last one of each cause.</param>
internal sealed record NoticeSummary(string Id, long? RunId, string? Job, string At, IReadOnlyList<StoredNotice> Notices, bool IsTest = false)
{
    /// <summary>Longer lists are cut; the page has them all.</summary>
    public const int MaxNotices = 200;

    public static NoticeSummary Of(NoticeDelivery delivery, IEnumerable<StoredNotice> notices)
        => new(delivery.Id, delivery.RunId, delivery.Job, delivery.CreatedAt, [.. notices.GroupBy(n => n.Cause, StringComparer.Ordinal).Select(g => g.Last()).OrderBy(n => n.Id)]);
}

/// <summary>A way by which summaries leave the program.</summary>
internal interface INoticeChannel
{
    /// <summary>One of <see cref="NoticeChannels"/>.</summary>
    string Name { get; }

    /// <returns>What the other side did not take of it, or null.</returns>
    /// <exception cref="NoticeSendException">It was not accepted.</exception>
    Task<string?> SendAsync(NoticeSummary summary, CancellationToken cancellationToken);
}

/// <summary>A summary was not accepted; the message is for administrators and holds no secret.</summary>
/// <param name="IsFinal">The other side wants no more of it.</param>
internal sealed class NoticeSendException(string message, bool isFinal = false) : Exception(message)
{
    public bool IsFinal => isFinal;
}
