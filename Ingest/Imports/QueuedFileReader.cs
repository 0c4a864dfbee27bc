using System.Globalization;
using Octoplus.Core.Imports;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Imports;

/// <summary>Reads one file of the queue under its lease: checks, stages and compares it, and writes down what came of it.</summary>
public sealed class QueuedFileReader(
    ImportStore store, ImportQueries imports, LeaseStore leases, VintageStore staging, OriginalFiles files, Importer importer)
{
    private static readonly LeaseTimes _lease = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));

    /// <param name="path">Where its bytes lie; null: they are gone.</param>
    /// <returns>False if another process reads it, or has read it.</returns>
    public async Task<bool> ReadAsync(ImportFile file, string? path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (await store.TakeAsync(file.Id, _lease.Length, cancellationToken) is not { } lease)
        {
            return false;
        }

        // A renewal that fails is tried again, until the lease expires.
        var renewer = new LeaseRenewer(leases, lease, _lease, failed: _ => { });
        var progress = new LatestProgress();
        var (result, staged) = await renewer.RunAsync(
            held => ResultAsync(file, path, progress, held),
            token => store.ReportAsync(file.Id, KeyOf(progress.Latest.Step), progress.Latest.RowsDone, progress.Latest.RowsTotal, token),
            cancellationToken);
        if (!await store.EndAsync(file.Id, lease, result, cancellationToken))
        {
            await DropAsync(staged);
        }
        else if (result.State is ImportState.Invalid or ImportState.Unchanged or ImportState.Failed)
        {
            await files.DropUnusedAsync(file, store, cancellationToken);
        }
        else if (staged?.IsPersonal == true)
        {
            // Nothing personal stays: a report that goes out of date asks for the file once more.
            files.DropUpload(file.Id);
        }

        return true;
    }

    /// <summary>What came of it, and what was staged; nothing is staged where this throws.</summary>
    private async Task<(ImportResult Result, StagedFile? Staged)> ResultAsync(ImportFile file, string? path, LatestProgress progress, CancellationToken cancellationToken)
    {
        StagedFile? staged = null;
        try
        {
            if (path is null)
            {
                return (new ImportResult(ImportState.Failed, "The uploaded file is gone: upload it again."), null);
            }

            if (file.Profile is null && await imports.FindSameOpenAsync(file.Sha256, file.Id, cancellationToken) is { } same)
            {
                return (new ImportResult(ImportState.Unchanged, string.Create(
                    CultureInfo.InvariantCulture, $"The same content waits for a decision already: import {same.Id}, '{same.FileName}', of {same.UploadedBy}.")), null);
            }

            // Off the caller's thread: the first steps of reading do not await.
            var toRead = new FileToRead(path, file.FileName, file.Origin, file.Profile, file.Sha256);
            staged = await Task.Run(() => importer.StageAsync(toRead, progress, cancellationToken), cancellationToken);
            if (staged.Ended is { } ended)
            {
                return (staged.ToResult(ended), null);
            }

            progress.Report(new ImportProgress(ImportStep.Comparing, 0, null));
            var (report, basis) = await importer.CompareAsync(staged.Content!, cancellationToken);
            return (staged.ToResult(report, basis), staged);
        }
        catch (OperationCanceledException)
        {
            await DropAsync(staged);
            throw;
        }
#pragma warning disable CA1031 // whatever went wrong with one file is told at that file, and the next one is read
        catch (Exception e)
#pragma warning restore CA1031
        {
            await DropAsync(staged);
            return (new ImportResult(ImportState.Failed, e.Message), null);
        }
    }

    private Task DropAsync(StagedFile? staged)
        => staged is { Ended: null } ? staging.DropAsync(staged.VintageId, CancellationToken.None) : Task.CompletedTask;

    private static string KeyOf(ImportStep step)
        => step switch
        {
            ImportStep.Reading => "reading",
            ImportStep.Storing => "storing",
            _ => "comparing",
        };

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
