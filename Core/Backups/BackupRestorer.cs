using System.Globalization;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>A restore is refused: nothing was touched.</summary>
public sealed class RestoreRefusedException(string message) : Exception(message);

/// <summary>What came of a restore.</summary>
/// <param name="Manifest">What must be there.</param>
/// <param name="Found">What is there.</param>
public sealed record RestoredBackup(BackupManifest Manifest, BackupTotals Found)
{
    /// <summary>A sentence per difference, with both numbers; empty when all is as it was.</summary>
    public IReadOnlyList<string> Differences => Found.DifferencesFrom(Manifest.Totals);
}

/// <summary>
/// Brings a backup into an empty database and data folder. The whole file is proven before anything is touched. A restore that was killed leaves a
/// mark in the database, on which the program does not start; the next one begins anew.
/// </summary>
public sealed class BackupRestorer(Database database, string dataFolder, BackupOptions options)
{
    // What lies in the data folder is of a restore that was not finished, and may be deleted.
    private string Mark => Path.Combine(dataFolder, "restore.unfinished");

    /// <summary>Reads a backup to its end.</summary>
    /// <exception cref="InvalidDataException">Any byte of it is not as it was written, or the passphrase or key is another.</exception>
    public static Task<BackupManifest> VerifyAsync(string path, BackupSecret? secret, CancellationToken cancellationToken)
        => BackupArchive.ReadAsync(path, secret, null, cancellationToken);

    /// <summary>Whether a backup is encrypted.</summary>
    /// <exception cref="InvalidDataException">It is no backup.</exception>
    public static bool IsEncrypted(string path) => BackupArchive.IsEncrypted(path);

    /// <summary>Restores. When what came of it differs from the manifest, the database keeps its mark.</summary>
    /// <exception cref="RestoreRefusedException">The target is not empty, or the backup is not for this engine or program.</exception>
    /// <exception cref="InvalidDataException">The backup is damaged; nothing was touched.</exception>
    public async Task<RestoredBackup> RestoreAsync(string path, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var copy = DatabaseCopy.Of(database, options.Programs);
        var state = await copy.StateAsync(cancellationToken);
        RequireEmpty(state);
        progress?.Report(new BackupProgress("backup-verify", 0, null));
        var secret = options.Secret();
        var manifest = await VerifyAsync(path, secret, cancellationToken);
        RequireFit(manifest, copy);

        await copy.BeginRestoreAsync(cancellationToken);
        PrivateFolder.Make(dataFolder);
        await File.WriteAllTextAsync(Mark, path, cancellationToken);
        DataFiles.Clear(dataFolder);
        var part = Path.Combine(dataFolder, "restore.database.part");
        DatabaseCopy.Drop(part);
        try
        {
            var taken = 0;
            var again = await BackupArchive.ReadAsync(
                path,
                secret,
                async (name, content) =>
                {
                    progress?.Report(new BackupProgress("restore-files", taken++, manifest.Parts.Count));
                    await TakeAsync(name, content, copy.PartName, part, cancellationToken);
                },
                cancellationToken);
            if (!again.Parts.SequenceEqual(manifest.Parts))
            {
                throw new InvalidDataException("The backup was replaced while it was being restored.");
            }

            progress?.Report(new BackupProgress("restore-database", 0, null));
            var found = await copy.LoadAsync(part, cancellationToken);
            var restored = new RestoredBackup(manifest, found.Totals);
            if (restored.Differences.Count == 0)
            {
                await copy.EndRestoreAsync(cancellationToken);
                File.Delete(Mark);
            }

            return restored;
        }
        finally
        {
            DatabaseCopy.Drop(part);
        }
    }

    private async Task TakeAsync(string name, Stream content, string databaseName, string databasePath, CancellationToken cancellationToken)
    {
        if (name == "settings.json")
        {
            // For people: settings in effect come from where the program runs.
            return;
        }

        var path = name == databaseName ? databasePath : Path.Combine(dataFolder, name);
        PrivateFolder.Make(Path.GetDirectoryName(path)!);
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, how);
        await content.CopyToAsync(file, 1 << 16, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private void RequireEmpty(TargetState state)
    {
        if (state == TargetState.Used)
        {
            throw new RestoreRefusedException(
                "The database is not empty: a restore needs an empty one. Set Data:Folder (or ConnectionStrings:Octoplus) to a new place; the old one stays as it is.");
        }

        if (!File.Exists(Mark) && DataFiles.AnyIn(dataFolder))
        {
            throw new RestoreRefusedException(
                $"{dataFolder} holds files of another database (files, uploads or keys): a restore needs an empty data folder. Set Data:Folder to a new one, or move them away.");
        }
    }

    private static void RequireFit(BackupManifest manifest, DatabaseCopy copy)
    {
        if (manifest.Provider != copy.Provider)
        {
            throw new RestoreRefusedException(
                $"The backup is of a {manifest.Provider} database and the target is {copy.Provider}: set Database:Provider to {manifest.Provider}. To change the engine, import the original files anew.");
        }

        if (manifest.Schema > SchemaScripts.LastNumber)
        {
            throw new RestoreRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"The backup has schema {manifest.Schema}, this program knows {SchemaScripts.LastNumber}: use the newer program."));
        }
    }
}
