using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Sources;

/// <summary>What became of one file of a source.</summary>
/// <param name="File">What is to be known of it the next time.</param>
/// <param name="Message">In a sentence.</param>
internal sealed record FileOutcome(SourceStatus Status, SourceFile File, Message Message)
{
    /// <summary>Rows of what was accepted or waits.</summary>
    public long? Rows { get; init; }

    /// <summary>What is published is what is served: the source has nothing newer than that.</summary>
    public bool IsServed { get; init; }

    /// <summary>Told to administrators.</summary>
    public Notice? Notice { get; init; }

    /// <summary>A cause that is over without a word.</summary>
    public string? Over { get; init; }

    /// <summary>For the audit log.</summary>
    public AuditEntry? Deed { get; init; }

    public static string WaitingCause(Source source, long importId) => string.Create(CultureInfo.InvariantCulture, $"{source.Subject}:waiting:{importId}");

    /// <summary>Page of an import.</summary>
    public static string Link(long importId) => string.Create(CultureInfo.InvariantCulture, $"/admin/imports/{importId}");

    public static string InvalidCause(Source source) => $"{source.Subject}:invalid";

    /// <summary>What the causes begin with that are about earlier files, published again.</summary>
    public static string EarlierCauses(Source source) => $"{source.Subject}:earlier:";

    /// <summary>Its bytes were accepted before.</summary>
    public static FileOutcome Known(Source source, SourceFile file, Vintage same)
        => same.ActivePeriods > 0
            ? new FileOutcome(SourceStatus.Unchanged, file, Message.Of("source.known", same.FileName)) { Rows = same.FactCount, IsServed = true }
            : new FileOutcome(SourceStatus.Waiting, file, Message.Of("source.earlier", source.Name, same.FileName))
            {
                // It was accepted once and is no longer active: someone took it back, or the publisher took back what came after it.
                Notice = new Notice(NoticeKind.Failed, EarlierCauses(source) + same.Slug, Message.Of("source.earlier", source.Name, same.FileName), "/admin/imports"),
            };

    /// <summary>It has errors.</summary>
    public static FileOutcome Invalid(Source source, SourceFile file, ImportFile import)
        => new(SourceStatus.Invalid, file, Message.Of("source.invalid", source.Name, import.FileName, import.ErrorCount))
        {
            Notice = new Notice(
                NoticeKind.Failed, InvalidCause(source), Message.Of("source.invalid", source.Name, import.FileName, import.ErrorCount), Link(import.Id)),
        };

    /// <summary>It waits for a person.</summary>
    public static FileOutcome Waiting(Source source, SourceFile file, ImportFile import, Message why)
        => new(SourceStatus.Waiting, file with { IsOpen = true }, why)
        {
            Rows = import.FactCount,
            Notice = new Notice(NoticeKind.Failed, WaitingCause(source, import.Id), Message.Of("source.waiting", source.Name, import.FileName, why), Link(import.Id)),
        };
}
