using System.Globalization;
using System.Security.Cryptography;
using Octoplus.Core.Storage;
using Octoplus.Core.Territories;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Departments;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Populations;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>
/// Brings files in: kind, checks, staged vintage, flip. A refused file leaves the database as it was; a process killed at any
/// moment leaves the former figures served. Views are rebuilt by <see cref="RebuildViewsAsync"/>, once for several files.
/// </summary>
public sealed class Importer(Database database)
{
    // Long enough that no living import is taken for a dead one.
    private static readonly TimeSpan _abandonedAfter = TimeSpan.FromHours(6);

    private readonly VintageStore _store = new(database);
    private readonly VintageQueries _vintages = new(database);

    /// <summary>Imports one file.</summary>
    /// <param name="origin">Where it came from: <c>inbox</c>, <c>command</c>, <c>demonstration</c> or an address.</param>
    /// <param name="acceptedBy">Who answers for it.</param>
    /// <returns>The outcome; bad input is an outcome, not an exception.</returns>
    /// <exception cref="System.Data.Common.DbException">The database failed; nothing became visible.</exception>
    public async Task<ImportOutcome> ImportAsync(
        string path, string origin, string acceptedBy, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var findings = new FindingList(name);
        string? dataset = null;
        (NewVintage Vintage, IVintageContent Content)? ready = null;
        try
        {
            RequireFile(path);
            var sha256 = await HashAsync(path, cancellationToken);
            using var file = FileProbe.Open(path);
            var format = FileFormat.Detect(file);
            dataset = format.Key;
            if (await _vintages.FindAsync(dataset, sha256, cancellationToken) is { } same)
            {
                return Unchanged(name, same);
            }

            var content = format.Read(file, findings, progress is null ? null : new CellProgress(progress));
            if (content.IsDemonstration && await _vintages.HasRealFiguresAsync(dataset, cancellationToken))
            {
                RefuseDemonstration(findings);
            }

            if (!findings.HasErrors)
            {
                ready = (new NewVintage(dataset, name, sha256, new FileInfo(path).Length, origin, content.IsDemonstration), content);
            }
        }
        catch (UnreadableFileException e)
        {
            // What was found before is of a file read in part: it would only distract.
            findings = new FindingList(name);
            findings.Error(e.Code, null, null, null, null, e.Message);
        }
        catch (IOException e)
        {
            findings.Error("unreadable-file", null, null, null, null, $"The file cannot be read: {e.Message}");
        }
        catch (UnauthorizedAccessException e)
        {
            findings.Error("unreadable-file", null, null, null, null, $"The file cannot be read: {e.Message}");
        }

        // Outside of the guard above: a full disk of the database is no fault of the file.
        if (ready is { } read && await AcceptAsync(read.Vintage, read.Content, findings, acceptedBy, progress, cancellationToken) is { } outcome)
        {
            return outcome;
        }

        var listed = findings.ToList();
        return new ImportOutcome(
            name, ImportStatus.Refused, dataset, null, null, null, 0, 0,
            string.Create(CultureInfo.InvariantCulture, $"Refused with {findings.Errors} error(s): {listed.First(f => f.Severity == FindingSeverity.Error).Reason}"),
            listed);
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
                await AcceptAsync(vintage, content, new FindingList(vintage.FileName), "Octoplus.Dashboard", null, cancellationToken);
            }
        }
    }

    /// <summary>Rebuilds the views until they show all that was accepted, and drops what dead imports left.</summary>
    public async Task RebuildViewsAsync(IProgress<ImportProgress>? progress, bool force, CancellationToken cancellationToken)
    {
        await _store.DropAbandonedAsync(_abandonedAfter, cancellationToken);
        database.Dialect.DropLeftovers(_abandonedAfter);
        var rows = progress is null ? null : new RowProgress(progress);
        await new ViewBuilder(database).RebuildAsync(rows, force, cancellationToken);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
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

    private static ImportOutcome Unchanged(string name, Vintage same)
        => new(
            name, ImportStatus.Unchanged, same.Dataset, same.Slug, same.FirstPeriod, same.LastPeriod, same.FactCount, 0,
            $"The same content was imported on {same.AcceptedAt[..10]} from '{same.FileName}': nothing changed.", []);

    /// <summary>Stages and accepts; null, with a finding, where the figures may not be served.</summary>
    private async Task<ImportOutcome?> AcceptAsync(
        NewVintage vintage,
        IVintageContent content,
        FindingList findings,
        string acceptedBy,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        var warnings = findings.ToList();
        var id = await _store.StageAsync(vintage, warnings, cancellationToken);
        long facts;
        AcceptResult result;
        try
        {
            facts = await content.StoreAsync(database, id, progress, cancellationToken);
            result = await _store.AcceptAsync(id, vintage, content.Periods, facts, acceptedBy, cancellationToken);
        }
        catch
        {
            await _store.DropAsync(id, CancellationToken.None);
            throw;
        }

        if (result != AcceptResult.Accepted)
        {
            // Another process was faster.
            await _store.DropAsync(id, cancellationToken);
        }

        if (result == AcceptResult.RealFiguresActive)
        {
            RefuseDemonstration(findings);
            return null;
        }

        var stored = await _vintages.FindAsync(vintage.Dataset, vintage.Sha256, cancellationToken);
        if (result == AcceptResult.AcceptedBefore)
        {
            return stored is null ? null : Unchanged(vintage.FileName, stored);
        }

        var years = content.Periods.Select(p => p.Period).Where(p => p > 0).ToList();
        return new ImportOutcome(
            vintage.FileName, ImportStatus.Accepted, vintage.Dataset, stored!.Slug,
            years.Count > 0 ? years.Min() : null, years.Count > 0 ? years.Max() : null, facts, content.Total,
            string.Create(CultureInfo.InvariantCulture, $"Accepted with {warnings.Count} warning(s)."), warnings);
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
