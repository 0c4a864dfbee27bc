using System.Globalization;
using Octoplus.Core.Imports;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Imports;

/// <summary>
/// Reads the queued files of the <see cref="ImportDesk"/> one after the other: each is checked, staged and compared under a lease, which
/// is lost with the process, so that another begins anew.
/// </summary>
public sealed class ImportReading(Database database, Importer importer, OriginalFiles files)
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(1);

    // An upload whose bytes are on no node: the move and the row are two steps.
    private static readonly TimeSpan _lostAfter = TimeSpan.FromMinutes(2);

    private readonly ImportStore _store = new(database);
    private readonly ImportQueries _queries = new(database);
    private readonly VintageStore _vintages = new(database);

    /// <summary>Reads the next file that nobody reads, if there is one whose bytes are at hand.</summary>
    /// <returns>Whether one was read.</returns>
    public async Task<bool> ReadNextAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await _store.ReadableAsync(cancellationToken))
        {
            if (await _queries.FindAsync(id, cancellationToken) is not { } file)
            {
                continue;
            }

            var path = UploadOrOriginal(file);
            if (path is null && Instant.Parse(file.UploadedAt) > DateTime.UtcNow - _lostAfter)
            {
                continue; // on another node
            }

            if (await _store.TakeAsync(id, _lease, cancellationToken) is { } lease)
            {
                await ReadAsync(lease, file, path, cancellationToken);
                return true;
            }
        }

        return false;
    }

    // The upload is there until the file is decided upon.
    private string? UploadOrOriginal(ImportFile file)
        => files.UploadOf(file.Id) is var upload && File.Exists(upload) ? upload
            : file.Profile is null ? files.Find(file.Sha256)
            : null; // what is kept of it may lack its personal columns

    private async Task ReadAsync(ImportLease lease, ImportFile file, string? path, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new LatestProgress();
        var renewing = RenewAsync(lease, progress, lost);
        ImportResult result;
        long? staged = null;
        var isPersonal = false;
        try
        {
            if (path is null)
            {
                result = new ImportResult(ImportState.Failed, "The uploaded file is gone: upload it again.");
            }
            else if (file.Profile is null && await _queries.FindSameOpenAsync(file.Sha256, file.Id, lost.Token) is { } same)
            {
                result = new ImportResult(ImportState.Unchanged, string.Create(
                    CultureInfo.InvariantCulture, $"The same content waits for a decision already: import {same.Id}, '{same.FileName}', of {same.UploadedBy}."));
            }
            else
            {
                // Off the caller's thread: the first steps of reading do not await.
                var read = await Task.Run(() => importer.StageAsync(new FileToRead(path, file.FileName, file.Origin, file.Profile, file.Sha256), progress, lost.Token), lost.Token);
                staged = read.Ended is null ? read.VintageId : null;
                isPersonal = read.IsPersonal;
                result = await ResultAsync(read, progress, lost.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await StopAsync(renewing, lost);
            await DropStagedAsync(staged);
            throw;
        }
#pragma warning disable CA1031 // whatever went wrong with one file is told at that file, and the next one is read
        catch (Exception e)
#pragma warning restore CA1031
        {
            await DropStagedAsync(staged);
            staged = null;
            result = new ImportResult(ImportState.Failed, e.Message);
        }

        await StopAsync(renewing, lost);
        if (!await _store.EndAsync(lease, result, cancellationToken))
        {
            await DropStagedAsync(staged);
        }
        else if (result.State is ImportState.Invalid or ImportState.Unchanged or ImportState.Failed)
        {
            await files.DropUnusedAsync(file, _store, cancellationToken);
        }
        else if (isPersonal)
        {
            // Nothing personal stays: a report that goes out of date asks for the file once more.
            files.DropUpload(file.Id);
        }
    }

    private async Task<ImportResult> ResultAsync(StagedFile read, LatestProgress progress, CancellationToken cancellationToken)
    {
        if (read.Ended is { } ended)
        {
            // Where a profile does not fit the file, either may be wrong: the file stays until someone says which.
            var profile = ProfileOf(read.Format);
            var state = ended.Status == ImportStatus.Unchanged ? ImportState.Unchanged
                : read.IsUnknownTable || profile is not null ? ImportState.Mapping
                : ImportState.Invalid;
            return new ImportResult(state, ended.Message)
            {
                Format = read.Format,
                Dataset = ended.Dataset,
                Profile = profile,
                VintageId = read.SameVintageId,
                FirstPeriod = ended.FirstPeriod,
                LastPeriod = ended.LastPeriod,
                FactCount = ended.Facts,
                ErrorCount = read.ErrorCount,
                WarningCount = read.WarningCount,
                Findings = read.Findings,
            };
        }

        progress.Report(new ImportProgress(ImportStep.Comparing, 0, null));
        var content = read.Content!;
        var (report, basis) = await importer.CompareAsync(content, cancellationToken);
        var periods = content.Periods.Select(p => p.Period).Where(p => p > 0).ToList();
        return new ImportResult(ImportState.Waiting, null)
        {
            Format = read.Format,
            Dataset = content.Dataset,
            Profile = ProfileOf(read.Format),
            VintageId = read.VintageId,
            FirstPeriod = periods.Count > 0 ? periods.Min() : null,
            LastPeriod = periods.Count > 0 ? periods.Max() : null,
            FactCount = read.Facts,
            Total = content.Total,
            WarningCount = read.WarningCount,
            Basis = basis,
            Report = report.ToJson(),
            Findings = read.Findings,
        };
    }

    private static string? ProfileOf(string? format)
        => format?.StartsWith(Datasets.ProfilePrefix, StringComparison.Ordinal) == true ? format[Datasets.ProfilePrefix.Length..] : null;

    private async Task RenewAsync(ImportLease lease, LatestProgress progress, CancellationTokenSource lost)
    {
        using var timer = new PeriodicTimer(_renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(lost.Token))
            {
                var latest = progress.Latest;
                if (!await _store.RenewAsync(lease, _lease, KeyOf(latest.Step), latest.RowsDone, latest.RowsTotal, lost.Token))
                {
                    await lost.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // read to its end, stopped, or lost
        }
    }

    private static string KeyOf(ImportStep step)
        => step switch
        {
            ImportStep.Reading => "reading",
            ImportStep.Storing => "storing",
            _ => "comparing",
        };

    private static async Task StopAsync(Task renewing, CancellationTokenSource lost)
    {
        await lost.CancelAsync();
        await renewing;
    }

    private async Task DropStagedAsync(long? vintageId)
    {
        if (vintageId is { } id)
        {
            await _vintages.DropAsync(id, CancellationToken.None);
        }
    }

    private sealed class LatestProgress : IProgress<ImportProgress>
    {
        private readonly Lock _lock = new();
        private ImportProgress _latest;

        public ImportProgress Latest
        {
            get
            {
                lock (_lock)
                {
                    return _latest;
                }
            }
        }

        public void Report(ImportProgress value)
        {
            lock (_lock)
            {
                _latest = value;
            }
        }
    }
}
