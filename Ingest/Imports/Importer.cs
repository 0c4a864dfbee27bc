using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Imports;

/// <summary>
/// Brings files in: read and checked, stored under a staged vintage, accepted by a flip. A refused file leaves the database as it was; a process
/// killed at any moment leaves the former figures served. Views are rebuilt afterwards, once for several files.
/// </summary>
public sealed class Importer(
    Database database, OriginalFiles files, FormatList formats, VintageStore staging, VintageFlips flips, VintageQueries vintages, AuditLog audit)
{
    /// <summary>Imports one file: stages it and accepts it at once.</summary>
    /// <param name="origin">Where it came from: <c>inbox</c>, <c>command</c>, <c>demonstration</c> or an address.</param>
    /// <param name="acceptedBy">Who answers for it.</param>
    /// <returns>The outcome; bad input is an outcome, not an exception.</returns>
    /// <exception cref="System.Data.Common.DbException">The database failed; nothing became visible.</exception>
    public async Task<ImportOutcome> ImportAsync(
        string path, string origin, string acceptedBy, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var staged = await StageAsync(new FileToRead(path, name, origin), progress, cancellationToken);
        return staged.Ended ?? await AcceptAsync(staged, acceptedBy, cancellationToken);
    }

    /// <summary>Reads and checks one file and stores it under a staged vintage, which nobody sees; the file itself is kept.</summary>
    /// <exception cref="System.Data.Common.DbException">The database failed; nothing is left of it.</exception>
    /// <exception cref="IOException">The file cannot be kept.</exception>
    public async Task<StagedFile> StageAsync(FileToRead file, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        using var reading = new FileReading(file);
        await reading.ReadAsync(formats, vintages, files, progress, cancellationToken);
        if (reading.Same is { } same)
        {
            return StagedFile.Unchanged(file.Name, same) with { Format = reading.Format };
        }

        if (reading is not { Content: { } content, Vintage: { } vintage })
        {
            return StagedFile.Refused(file.Name, reading.Format, reading.Findings) with { IsUnknownTable = reading.IsUnknownTable };
        }

        var staged = await StoreAsync(reading.Copy ?? file.Path, vintage, content, reading.Findings, progress, cancellationToken);
        return staged with { Format = reading.Format, IsPersonal = reading.Copy is not null };
    }

    /// <summary>What a staged file would change against what is active now.</summary>
    /// <returns>The report, and the check sum of what it compares with.</returns>
    public async Task<(ChangeReport Report, string Basis)> CompareAsync(IVintageContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var active = await flips.ActiveAsync(content.Dataset, cancellationToken);
        var report = new ChangeReportBuilder(content.Dataset);
        foreach (var (period, isProvisional) in content.Periods)
        {
            report.Period(period, isProvisional, active.ByPeriod.TryGetValue(period, out var former) ? former : null);
        }

        await content.CompareAsync(report, database, active.ByPeriod, cancellationToken);
        return (report.Build(), active.Basis);
    }

    /// <summary>Stores what the program ships with, where nothing of the kind was ever accepted.</summary>
    public async Task EnsureReferenceAsync(CancellationToken cancellationToken)
    {
        var accepted = (await vintages.AcceptedAsync(cancellationToken)).Select(v => v.Dataset).ToHashSet(StringComparer.Ordinal);
        foreach (var content in FormatList.Shipped.Where(c => !accepted.Contains(c.Dataset)))
        {
            var vintage = new NewVintage(content.Dataset, "Octoplus.Dashboard", new string('0', 64), 0, "reference", IsDemonstration: false);
            var staged = await StoreAsync(null, vintage, content, new FindingList(vintage.FileName), null, cancellationToken);
            await AcceptAsync(staged, "Octoplus.Dashboard", cancellationToken);
        }
    }

    private async Task<StagedFile> StoreAsync(
        string? keep, NewVintage vintage, IVintageContent content, FindingList findings, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var warnings = findings.ToList();
        var id = await staging.StageAsync(vintage, warnings, cancellationToken);
        try
        {
            if (keep is not null)
            {
                files.Keep(keep, vintage.Sha256);
            }

            var facts = await content.StoreAsync(database, id, progress, cancellationToken);
            await staging.CompleteAsync(id, vintage, content.Periods, facts, cancellationToken);
            return new StagedFile(null, id, vintage, content) { Facts = facts, Findings = warnings, WarningCount = findings.Warnings };
        }
        catch
        {
            await staging.DropAsync(id, CancellationToken.None);
            throw;
        }
    }

    private async Task<ImportOutcome> AcceptAsync(StagedFile staged, string acceptedBy, CancellationToken cancellationToken)
    {
        var vintage = staged.Vintage!;
        var result = await flips.AcceptAsync(staged.VintageId, acceptedBy, null, null, cancellationToken);
        if (result != AcceptResult.Accepted)
        {
            // Another process was faster.
            await staging.DropAsync(staged.VintageId, cancellationToken);
        }

        var stored = await vintages.FindAsync(vintage.Dataset, vintage.Sha256, cancellationToken);
        if (result == AcceptResult.RealFiguresActive || stored is null)
        {
            var findings = new FindingList(vintage.FileName);
            FileReading.RefuseDemonstration(findings);
            return StagedFile.Refused(vintage.FileName, staged.Format, findings).Ended!;
        }

        if (result == AcceptResult.AcceptedBefore)
        {
            return StagedFile.Unchanged(vintage.FileName, stored).Ended!;
        }

        await audit.WriteAsync(
            new AuditEntry(new AuditActor(acceptedBy, null), AuditActions.ImportAccepted, vintage.FileName, $"{stored.Slug} · sha256 {vintage.Sha256} · {vintage.Origin}"),
            CancellationToken.None);
        return new ImportOutcome(
            vintage.FileName, ImportStatus.Accepted, vintage.Dataset, stored.Slug, stored.FirstPeriod, stored.LastPeriod, staged.Facts, staged.Content!.Total,
            string.Create(CultureInfo.InvariantCulture, $"Accepted with {staged.Findings.Count} warning(s)."), staged.Findings);
    }
}
