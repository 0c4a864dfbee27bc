using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Notices;

/// <summary>Sends what is due in the outbox, and tests.</summary>
internal sealed partial class NoticeDispatcher(
    NoticeOutbox outbox, LeaseStore leases, NoticeQueries queries, IEnumerable<INoticeChannel> channels, IOptions<NoticesOptions> options, TimeProvider time, ILogger<NoticeDispatcher> logger)
{
    private static readonly LeaseTimes _lease = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));
    private static readonly TimeSpan _attempt = TimeSpan.FromMinutes(3);

    /// <summary>The channels of the settings.</summary>
    public IReadOnlyList<INoticeChannel> Channels { get; } =
    [
        .. channels.Where(c => c.Name == NoticeChannels.Mail ? options.Value.Mail.IsConfigured : options.Value.Webhook.IsConfigured)
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    /// <summary>Tells writers of notices which channels there are; what waits for one that is no more is given up.</summary>
    public Task UseChannelsAsync(CancellationToken cancellationToken)
        => outbox.UseChannelsAsync([.. Channels.Select(c => c.Name)], "The channel is no longer in the settings.", cancellationToken);

    /// <summary>Sends what is due by one channel; nothing where it is not in the settings.</summary>
    /// <returns>How many attempts were made.</returns>
    public async Task<int> SendDueAsync(string name, CancellationToken cancellationToken)
    {
        if (Channels.FirstOrDefault(c => c.Name == name) is not { } channel)
        {
            return 0;
        }

        var attempts = 0;
        while (await outbox.TakeAsync(channel.Name, _lease.Length, cancellationToken) is { } lease)
        {
            attempts++;
            await SendAsync(channel, lease, cancellationToken);
        }

        return attempts;
    }

    /// <summary>Sends a test by every channel at once.</summary>
    /// <param name="by">Who asked for it.</param>
    /// <returns>For each channel what went wrong, or null.</returns>
    public async Task<IReadOnlyList<(string Channel, string? Error)>> TestAsync(string by, CancellationToken cancellationToken)
    {
        var at = Instant.Of(time.GetUtcNow().UtcDateTime);
        var text = Message.Of("notices.test", by);
        var notice = new StoredNotice(0, null, NoticeKind.Changed, "notices:test", text.Code, text.ToJson(), PageAddresses.Notices, at);
        var summary = new NoticeSummary(Guid.CreateVersion7().ToString("N"), null, null, at, [notice], IsTest: true);
        return await Task.WhenAll(Channels.Select(async channel =>
        {
            try
            {
                return (channel.Name, await channel.SendAsync(summary, cancellationToken));
            }
            catch (NoticeSendException e)
            {
                return (channel.Name, e.Message);
            }
        }));
    }

    /// <summary>A test, for the audit log.</summary>
    public static AuditEntry TestEntry(AuditActor actor, IReadOnlyList<(string Channel, string? Error)> results)
        => new(actor, "notice.tested", string.Join(", ", results.Select(r => r.Channel)), string.Join("; ", results.Select(r => $"{r.Channel}: {r.Error ?? "accepted"}")));

    private async Task SendAsync(INoticeChannel channel, DeliveryLease lease, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_attempt);
        string? remark;
        try
        {
            var notices = await queries.OfDeliveryAsync(lease.Delivery, NoticeSummary.MaxNotices, cancellationToken);
            var renewer = new LeaseRenewer(leases, lease.Lease, _lease, e => LogNotRenewed(e, channel.Name));
            remark = await renewer.RunAsync(token => channel.SendAsync(NoticeSummary.Of(lease.Delivery, notices), token), null, patience.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await outbox.ReturnAsync(lease, CancellationToken.None);
            throw;
        }
#pragma warning disable CA1031 // whatever went wrong with one summary is kept with it, and the next one is tried
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(channel.Name, lease.Delivery.Id, e is NoticeSendException ? null : e, e.Message);
            await outbox.FailedAsync(lease, e.Message, e is NoticeSendException { IsFinal: true }, CancellationToken.None);
            return;
        }

        // Not stopped with the server: it is sent, and is marked as such.
        await outbox.SentAsync(lease, remark, CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of the channel {Channel} could not be renewed; it is tried again.")]
    private partial void LogNotRenewed(Exception exception, string channel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A summary was not sent by {Channel} ({Delivery}): {Reason}")]
    private partial void LogFailed(string channel, string delivery, Exception? exception, string reason);
}
