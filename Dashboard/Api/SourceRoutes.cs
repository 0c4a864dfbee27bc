using System.ComponentModel;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Api;

/// <summary>The page of sources for programs.</summary>
internal static class SourceRoutes
{
    public static void MapSourceRoutes(this RouteGroupBuilder api)
        => api.MapGet("/sources", ListAsync)
            .RequireAuthorization(Policies.Admin)
            .WithTags("sources")
            .WithSummary("Where data comes from by itself: each source with its state, when it answered last and when it is asked next.");

    private static async Task<IReadOnlyList<SourceRow>> ListAsync(SourceQueries sources, MessageText messages, CancellationToken cancellationToken)
        => [.. (await sources.AllAsync(cancellationToken)).Select(e => SourceRow.Of(e, messages))];
}

/// <summary>A source and where it stands.</summary>
internal sealed record SourceRow(
    long Id,
    string? Slug,
    string Name,
    [property: Description("file, dataset (of a portal), folder, api (paged JSON) or query (on another database)")] string Kind,
    [property: Description("By the kind: https address, folder, file, or name of a connection")] string Address,
    string? Profile,
    [property: Description("Cron expression, seconds first, in the time zone of the server")] string Schedule,
    bool IsOn,
    bool AcceptsItself,
    [property: Description("never, unchanged, waiting (for a person), accepted, refused, invalid or failed")] string State,
    [property: Description("What came of asking it, in the language of Accept-Language")] string? Message,
    [property: Description("Stable name of the message")] string? Code,
    int Failures,
    long? Rows,
    [property: Description("When it was asked last")] string? TriedAt,
    [property: Description("When it answered last")] string? SyncedAt,
    [property: Description("When something of it was accepted last")] string? ChangedAt,
    [property: Description("When it is asked next by itself; null while it is off, or its schedule is over")] string? NextAt)
{
    public static SourceRow Of(SourceEntry entry, MessageText messages)
    {
        var (source, state) = (entry.Source, entry.State);
        return new SourceRow(
            source.Id, source.Slug, source.Name, EnumCode.Of(source.Kind), source.Address, source.Profile, source.Schedule, source.IsOn, source.AcceptsItself,
            EnumCode.Of(state.State), state.Message is { } message ? messages.Of(message) : null, state.Message?.Code, state.Failures, state.RowCount,
            Instant.Of(state.TriedAt), Instant.Of(state.SyncedAt), Instant.Of(state.ChangedAt), Next(entry));
    }

    // A source that was never asked is asked as soon as may be: now.
    private static string? Next(SourceEntry entry)
        => entry.Source.IsOn && SourceTiming.NextOf(entry) is { } next ? Instant.Of((next < DateTimeOffset.UtcNow ? DateTimeOffset.UtcNow : next).UtcDateTime) : null;
}
