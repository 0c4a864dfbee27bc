using System.Globalization;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>There is too little room for another backup.</summary>
public sealed class NoRoomException(long free, long wanted) : IOException("The disk of the backups is nearly full.")
{
    /// <summary>Bytes free.</summary>
    public long Free => free;

    /// <summary>Bytes wanted.</summary>
    public long Wanted => wanted;
}

/// <summary>The folder of scheduled backups: writes, proves and deletes them. It touches no file that it did not write.</summary>
public sealed class BackupFolder(BackupFileStore store, BackupMaker maker, BackupOptions options)
{
    private readonly string _folder = options.Folder ?? throw new InvalidOperationException("Backups:Folder is not set.");

    /// <summary>Where it is.</summary>
    public string Path => _folder;

    /// <summary>Where a listed backup lies; null where it is not there, or not listed, or not whole.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
        => (await store.AllAsync(cancellationToken)).Any(b => b.Name == name && b.State == BackupFileState.Good) && File.Exists(PathOf(name)) ? PathOf(name) : null;

    /// <summary>The listed backups that are there, newest first.</summary>
    public async Task<IReadOnlyList<BackupFile>> ListAsync(CancellationToken cancellationToken)
        => [.. (await store.AllAsync(cancellationToken)).Where(b => b.State != BackupFileState.Writing && File.Exists(PathOf(b.Name)))];

    /// <summary>Takes up what a killed run left: a whole file is proven, the rest goes. Files that someone else deleted are forgotten.</summary>
    /// <returns>How many unfinished ones were removed.</returns>
    public async Task<int> TidyAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var backup in await store.AllAsync(cancellationToken))
        {
            if (backup.State == BackupFileState.Writing)
            {
                DropRemains(backup.Name);
            }

            if (!File.Exists(PathOf(backup.Name)))
            {
                removed += backup.State == BackupFileState.Writing ? 1 : 0;
                await store.ForgetAsync(backup.Name, cancellationToken);
            }
            else if (backup.State == BackupFileState.Writing)
            {
                await ProveAsync(backup, null, cancellationToken);
            }
        }

        return removed;
    }

    /// <summary>Throws where another backup would fill the disk.</summary>
    /// <exception cref="NoRoomException">Less is free than the copy of the database and twice the last backup take.</exception>
    public async Task RequireRoomAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Make(_folder);
        var last = (await store.AllAsync(cancellationToken)).FirstOrDefault(b => b.State == BackupFileState.Good);
        var wanted = last is null ? 0 : (2 * last.SizeBytes) + last.CopyBytes;
        var free = new DriveInfo(_folder).AvailableFreeSpace;
        if (free < wanted)
        {
            throw new NoRoomException(free, wanted);
        }
    }

    /// <summary>Writes a backup and reads it back.</summary>
    /// <returns>What it came to; <see cref="BackupFileState.Bad"/> with the problem where the disk did not give back what was written.</returns>
    public async Task<BackupFile> MakeAsync(DateTime utcNow, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        var name = await FreeNameAsync(utcNow, cancellationToken);
        await store.BeginAsync(name, cancellationToken);
        try
        {
            var made = await maker.WriteAsync(PathOf(name), utcNow, progress, cancellationToken);
            var backup = new BackupFile
            {
                Name = name,
                State = BackupFileState.Writing,
                SizeBytes = made.Bytes,
                CopyBytes = 0,
                Sha256 = made.Sha256,
                IsEncrypted = made.IsEncrypted,
                CreatedAt = Instant.At(made.Manifest.CreatedAt),
            };
            progress?.Report(new BackupProgress("backup-verify", 0, null));
            return await ProveAsync(backup, made.Manifest, cancellationToken);
        }
        catch
        {
            if (!File.Exists(PathOf(name)))
            {
                await store.ForgetAsync(name, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>Deletes what the rule does not keep: of the good ones never the newest, of the bad ones those older than it.</summary>
    /// <returns>Names of what went.</returns>
    public async Task<IReadOnlyList<string>> ApplyRuleAsync(CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken);
        var good = all.Where(b => b.State == BackupFileState.Good).ToList();
        if (good.Count == 0)
        {
            return [];
        }

        var kept = KeepRule.Kept(good.Select(b => b.CreatedAt.UtcDateTime), options.Keep);
        var gone = all
            .Where(b => b.State == BackupFileState.Good ? !kept.Contains(b.CreatedAt.UtcDateTime) : b.CreatedAt < good[0].CreatedAt)
            .Select(b => b.Name)
            .ToList();
        foreach (var name in gone)
        {
            File.Delete(PathOf(name));
            await store.ForgetAsync(name, cancellationToken);
        }

        return gone;
    }

    private async Task<BackupFile> ProveAsync(BackupFile backup, BackupManifest? written, CancellationToken cancellationToken)
    {
        var path = PathOf(backup.Name);
        BackupFile proven;
        try
        {
            var read = await BackupRestorer.VerifyAsync(path, options.Secret(), cancellationToken);
            var isSame = written is null || read.Parts.SequenceEqual(written.Parts);
            await using var file = File.OpenRead(path);
            proven = backup with
            {
                State = isSame ? BackupFileState.Good : BackupFileState.Bad,
                SizeBytes = file.Length,
                CopyBytes = read.Parts.Count > 0 ? read.Parts[0].Bytes : 0,
                Sha256 = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, cancellationToken)),
                IsEncrypted = BackupArchive.IsEncrypted(path),
                CreatedAt = Instant.At(read.CreatedAt),
                VerifiedAt = DateTimeOffset.UtcNow,
                Problem = isSame ? null : "Another file lies there than was written.",
            };
        }
        catch (InvalidDataException e)
        {
            proven = backup with { State = BackupFileState.Bad, SizeBytes = new FileInfo(path).Length, VerifiedAt = DateTimeOffset.UtcNow, Problem = e.Message };
        }

        await store.EndAsync(proven, cancellationToken);
        return proven;
    }

    private async Task<string> FreeNameAsync(DateTime utcNow, CancellationToken cancellationToken)
    {
        var known = (await store.AllAsync(cancellationToken)).Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        var end = options.Secret() is null ? ".tar.gz" : ".tar.gz.enc";
        for (var n = 0; ; n++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"octoplus-{utcNow:yyyyMMdd'T'HHmmss}Z{(n == 0 ? "" : "-" + n.ToString(CultureInfo.InvariantCulture))}{end}");
            if (!known.Contains(name) && !File.Exists(PathOf(name)))
            {
                return name;
            }
        }
    }

    private void DropRemains(string name)
    {
        if (Directory.Exists(_folder))
        {
            foreach (var part in Directory.EnumerateFiles(_folder, name + BackupArchiveWriter.PartSuffix + "*"))
            {
                File.Delete(part);
            }
        }
    }

    private string PathOf(string name) => System.IO.Path.Combine(_folder, System.IO.Path.GetFileName(name));
}
