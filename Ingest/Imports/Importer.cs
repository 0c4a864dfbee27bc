using System.Globalization;
using System.Security.Cryptography;
using Octoplus.Core.Audit;
using Octoplus.Core.Profiles;
using Octoplus.Core.Storage;
using Octoplus.Core.Territories;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Departments;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Populations;
using Octoplus.Ingest.Profiles;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>
/// Brings files in: kind, checks, staged vintage, flip. A refused file leaves the database as it was; a process killed at any
/// moment leaves the former figures served. Views are rebuilt by <see cref="RebuildViewsAsync"/>, once for several files.
/// </summary>
public sealed class Importer(Database database, OriginalFiles files)
{
    // Long enough that no living import is taken for a dead one.
    private static readonly TimeSpan _abandonedAfter = TimeSpan.FromHours(6);

    private readonly VintageStore _store = new(database);
    private readonly VintageFlips _flips = new(database);
    private readonly VintageQueries _vintages = new(database);
    private readonly AuditLog _audit = new(database, TimeProvider.System);
    private readonly ProfileQueries _profiles = new(database);
    private readonly PseudonymKey _pseudonyms = new(files.DataFolder);

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
    public async Task<StagedFile> StageAsync(FileToRead file, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var findings = new FindingList(file.Name);
        string? format = null;
        var isTable = false;
        string? kept = null;
        (NewVintage Vintage, IVintageContent Content)? ready = null;
        try
        {
            RequireFile(file.Path);
            var sha256 = file.Sha256 ?? await HashAsync(file.Path, cancellationToken);
            using var probe = FileProbe.Open(file.Path);
            isTable = probe.Table is { IsText: true, Header.Count: > 1 };
            var known = await FormatOfAsync(probe, file.Profile, cancellationToken);
            isTable = false;
            format = known.Key;
            var isOfProfile = known.Key.StartsWith(Datasets.ProfilePrefix, StringComparison.Ordinal);
            if ((isOfProfile ? await _vintages.FindAsync(known.Key, sha256, cancellationToken) : await _vintages.FindContentAsync(sha256, cancellationToken)) is { } same)
            {
                return StagedFile.Unchanged(file.Name, same) with { Format = format };
            }

            var content = known.Read(probe, findings, progress is null ? null : new CellProgress(progress));
            if (content.IsDemonstration && await _vintages.HasRealFiguresAsync(content.Dataset, cancellationToken))
            {
                RefuseDemonstration(findings);
            }

            if (!findings.HasErrors)
            {
                if (known.WriteKept is { } write)
                {
                    kept = files.NewPart();
                    write(probe, kept);
                }

                ready = (new NewVintage(content.Dataset, file.Name, sha256, new FileInfo(file.Path).Length, file.Origin, content.IsDemonstration), content);
            }
        }
        catch (UnreadableFileException e)
        {
            // What was found before is of a file read in part: it would only distract.
            findings = new FindingList(file.Name);
            findings.Error(e.Code, null, null, null, null, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Error("unreadable-file", null, null, null, null, $"The file cannot be read: {e.Message}");
        }

        // Outside of the guard above: a full disk of the database is no fault of the file.
        try
        {
            return ready is { } read
                ? await StoreAsync(kept ?? file.Path, read.Vintage, read.Content, findings, progress, cancellationToken) with { Format = format, IsPersonal = kept is not null }
                : StagedFile.Refused(file.Name, format, findings) with { IsUnknownTable = isTable };
        }
        finally
        {
            if (kept is not null)
            {
                File.Delete(kept);
            }
        }
    }

    /// <summary>What a staged file would change against what is active now.</summary>
    /// <returns>The report, and the check sum of what it compares with.</returns>
    public async Task<(ChangeReport Report, string Basis)> CompareAsync(IVintageContent content, CancellationToken cancellationToken)
    {
        var active = await _flips.ActiveAsync(content.Dataset, cancellationToken);
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
        var accepted = (await _vintages.AcceptedAsync(cancellationToken)).Select(v => v.Dataset).ToHashSet(StringComparer.Ordinal);
        foreach (var content in new IVintageContent[] { new DepartmentContent(ReferenceTerritories.Departments), PopulationContent.Reference() })
        {
            if (!accepted.Contains(content.Dataset))
            {
                var vintage = new NewVintage(content.Dataset, "Octoplus.Dashboard", new string('0', 64), 0, "reference", IsDemonstration: false);
                var staged = await StoreAsync(null, vintage, content, new FindingList(vintage.FileName), null, cancellationToken);
                await AcceptAsync(staged, "Octoplus.Dashboard", cancellationToken);
            }
        }
    }

    /// <summary>Rebuilds the views until they show all that was accepted, and drops what dead imports left.</summary>
    public async Task RebuildViewsAsync(IProgress<ImportProgress>? progress, bool force, CancellationToken cancellationToken)
    {
        await _store.DropAbandonedAsync(_abandonedAfter, cancellationToken);
        files.DropParts(_abandonedAfter);
        var rows = progress is null ? null : new RowProgress(progress);
        await new ViewBuilder(database).RebuildAsync(rows, force, cancellationToken);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    // What the program knows by itself comes before what someone described.
    private async Task<FileFormat> FormatOfAsync(FileProbe probe, string? profile, CancellationToken cancellationToken)
    {
        if (profile is not null)
        {
            return await ProfileFormat.FindAsync(_profiles, profile, _pseudonyms, cancellationToken)
                ?? throw new UnreadableFileException("unknown-profile", $"There is no profile '{profile}' that can be used: see the list on the page, or describe the columns anew.");
        }

        return FileFormat.Find(probe)
            ?? (await ProfileFormat.AllAsync(_profiles, _pseudonyms, cancellationToken)).FirstOrDefault(f => f.Recognises(probe))
            ?? throw FileFormat.Unknown(probe);
    }

    private static void RequireFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UnreadableFileException("not-a-file", "This is a folder: name the files in it.");
        }

        if (!File.Exists(path))
        {
            throw new UnreadableFileException("missing-file", "There is no file of this name.");
        }
    }

    private static void RefuseDemonstration(FindingList findings)
        => findings.Error("demonstration", null, null, null, null,
            "The figures of this workbook are fictional and real ones are served: it may not take their place.");

    private async Task<StagedFile> StoreAsync(
        string? keep, NewVintage vintage, IVintageContent content, FindingList findings, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var warnings = findings.ToList();
        var id = await _store.StageAsync(vintage, warnings, cancellationToken);
        try
        {
            if (keep is not null)
            {
                files.Keep(keep, vintage.Sha256);
            }

            var facts = await content.StoreAsync(database, id, progress, cancellationToken);
            await _store.CompleteAsync(id, vintage, content.Periods, facts, cancellationToken);
            return new StagedFile(null, id, vintage, content) { Facts = facts, Findings = warnings, WarningCount = findings.Warnings };
        }
        catch
        {
            await _store.DropAsync(id, CancellationToken.None);
            throw;
        }
    }

    private async Task<ImportOutcome> AcceptAsync(StagedFile staged, string acceptedBy, CancellationToken cancellationToken)
    {
        var vintage = staged.Vintage!;
        var result = await _flips.AcceptAsync(staged.VintageId, acceptedBy, null, null, cancellationToken);
        if (result != AcceptResult.Accepted)
        {
            // Another process was faster.
            await _store.DropAsync(staged.VintageId, cancellationToken);
        }

        var stored = await _vintages.FindAsync(vintage.Dataset, vintage.Sha256, cancellationToken);
        if (result == AcceptResult.RealFiguresActive || stored is null)
        {
            var findings = new FindingList(vintage.FileName);
            RefuseDemonstration(findings);
            return StagedFile.Refused(vintage.FileName, staged.Format, findings).Ended!;
        }

        if (result == AcceptResult.AcceptedBefore)
        {
            return StagedFile.Unchanged(vintage.FileName, stored).Ended!;
        }

        await _audit.WriteAsync(
            new AuditEntry(new AuditActor(acceptedBy, null), AuditActions.ImportAccepted, vintage.FileName, $"{stored.Slug} · sha256 {vintage.Sha256} · {vintage.Origin}"),
            CancellationToken.None);
        return new ImportOutcome(
            vintage.FileName, ImportStatus.Accepted, vintage.Dataset, stored.Slug, stored.FirstPeriod, stored.LastPeriod, staged.Facts, staged.Content!.Total,
            string.Create(CultureInfo.InvariantCulture, $"Accepted with {staged.Findings.Count} warning(s)."), staged.Findings);
    }

    private sealed class CellProgress(IProgress<ImportProgress> target) : IProgress<long>
    {
        public void Report(long value) => target.Report(new ImportProgress(ImportStep.Reading, value, null));
    }

    private sealed class RowProgress(IProgress<ImportProgress> target) : IProgress<long>
    {
        public void Report(long value) => target.Report(new ImportProgress(ImportStep.BuildingViews, value, null));
    }
}
