using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>A backup just written.</summary>
/// <param name="Sha256">Of the file as it lies there.</param>
public sealed record MadeBackup(string Path, long Bytes, string Sha256, TimeSpan Duration, bool IsEncrypted, BackupManifest Manifest);

/// <summary>How far a backup or a restore is: code of the step, parts done, of how many.</summary>
public sealed record BackupProgress(string Step, long Done, long? Total);

/// <summary>
/// Writes all that the program needs to go on elsewhere to one file: the database as it is at one moment, the original files, the keys and the settings
/// in effect. Nobody who works meanwhile waits for it. Killed, it leaves <c>NAME.part</c> and <c>NAME.part.database</c>, which nobody takes for a backup.
/// </summary>
public sealed class BackupMaker(Database database, string dataFolder, BackupOptions options, Func<string> settings)
{
    /// <summary>Suffix of the copy of the database while a backup is written.</summary>
    internal const string CopySuffix = BackupArchiveWriter.PartSuffix + ".database";

    /// <summary>Writes a backup; an older file of that name is replaced once the new one is whole.</summary>
    /// <param name="utcNow">Written down as its moment.</param>
    /// <exception cref="InvalidOperationException">A program or key is missing, or figures changed all the time.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public async Task<MadeBackup> WriteAsync(string path, DateTime utcNow, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        path = Path.GetFullPath(path);
        PrivateFolder.Make(Path.GetDirectoryName(path)!);
        var copy = path + CopySuffix;
        DatabaseCopy.Drop(copy);
        var secret = options.Secret();
        try
        {
            progress?.Report(new BackupProgress("backup-database", 0, null));
            var copier = DatabaseCopy.Of(database, options.Programs);
            // Nobody else's business, whatever the program that writes it thinks.
            SecretFile.Ensure(copy, () => []);
            var copied = await copier.WriteAsync(copy, cancellationToken);

            using var archive = new BackupArchiveWriter(path, secret);
            await archive.AddFileAsync(copier.PartName, copy, cancellationToken);
            DatabaseCopy.Drop(copy);
            await AddFilesAsync(archive, progress, cancellationToken);
            await AddTextAsync(archive, "settings.json", System.Text.Encoding.UTF8.GetBytes(settings()), cancellationToken);
            var manifest = new BackupManifest(
                BackupManifest.CurrentFormat, ProgramVersion(), copier.Provider, copied.Schema, Instant.Of(utcNow), copied.Totals, [.. archive.Parts]);
            await AddTextAsync(archive, BackupManifest.PartName, manifest.ToJson(), cancellationToken);
            archive.Complete();

            await using var file = File.OpenRead(path);
            return new MadeBackup(
                path, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)), clock.Elapsed, secret is not null, manifest);
        }
        finally
        {
            DatabaseCopy.Drop(copy);
        }
    }

    private static async Task AddTextAsync(BackupArchiveWriter archive, string name, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content);
        await archive.AddAsync(name, stream, DateTime.UtcNow, cancellationToken);
    }

    private static string ProgramVersion() => typeof(BackupMaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    // After the database: what it speaks of is there. A file that goes meanwhile belonged to an import refused since.
    private async Task AddFilesAsync(BackupArchiveWriter archive, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var files = DataFiles.In(dataFolder);
        for (var i = 0; i < files.Count; i++)
        {
            progress?.Report(new BackupProgress("backup-files", i, files.Count));
            try
            {
                await archive.AddFileAsync(files[i].Name, files[i].Path, cancellationToken);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // as said
            }
        }
    }
}
