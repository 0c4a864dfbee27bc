namespace Octoplus.Core.Imports;

/// <summary>
/// The files of vintages as they came, by their SHA-256, below one folder: <c>files/ab/abcd…</c>; and uploads not read yet: <c>uploads/17</c>.
/// Several nodes share the folder or each read what was brought to them.
/// </summary>
public sealed class OriginalFiles(string dataFolder)
{
    private const string PartSuffix = ".part";

    private readonly string _files = Path.Combine(dataFolder, "files");
    private readonly string _uploads = Path.Combine(dataFolder, "uploads");

    /// <summary>Folder of all that is kept beside the database.</summary>
    public string DataFolder => dataFolder;

    /// <summary>A file that an upload can be streamed to; nobody reads it before <see cref="Uploaded"/>.</summary>
    public string NewPart()
    {
        Directory.CreateDirectory(_uploads);
        return Path.Combine(_uploads, Guid.NewGuid().ToString("N") + PartSuffix);
    }

    /// <summary>Puts a complete upload in place.</summary>
    public void Uploaded(string part, long importId) => File.Move(part, UploadOf(importId), overwrite: true);

    /// <summary>Where the upload of an import lies; it may be on another node.</summary>
    public string UploadOf(long importId) => Path.Combine(_uploads, importId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Where the file of a vintage lies; null where it was not kept.</summary>
    public string? Find(string sha256)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Keeps a copy of a file under its check sum.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Keep(string path, string sha256)
    {
        var kept = PathOf(sha256);
        if (File.Exists(kept))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        var part = kept + "." + Guid.NewGuid().ToString("N") + PartSuffix;
        try
        {
            File.Copy(path, part);
            File.Move(part, kept, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Deletes a kept file; nothing happens where there is none.</summary>
    public void Drop(string sha256) => Delete(PathOf(sha256));

    /// <summary>Deletes the upload of an import, and what is kept of its content unless a vintage or another import has the same.</summary>
    public async Task DropUnusedAsync(ImportFile file, ImportStore store, CancellationToken cancellationToken)
    {
        DropUpload(file.Id);
        if (!await store.IsUsedAsync(file.Sha256, cancellationToken))
        {
            Drop(file.Sha256);
        }
    }

    /// <summary>Deletes the upload of an import.</summary>
    public void DropUpload(long importId) => Delete(UploadOf(importId));

    /// <summary>Deletes uploads that were cut off, and parts of copies, older than an age.</summary>
    public void DropParts(TimeSpan age)
    {
        foreach (var folder in new[] { _uploads, _files }.Where(Directory.Exists))
        {
            foreach (var part in Directory.EnumerateFiles(folder, "*" + PartSuffix, SearchOption.AllDirectories)
                .Where(p => File.GetLastWriteTimeUtc(p) < DateTime.UtcNow - age))
            {
                File.Delete(part);
            }
        }
    }

    // File.Delete takes a missing file, but not a missing folder, for done.
    private static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private string PathOf(string sha256)
        => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(_files, sha256[..2], sha256)
            : throw new ArgumentException("A check sum has 64 lower-case hexadecimal digits.", nameof(sha256));
}
