using System.Globalization;
using Octoplus.Core.Imports;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Upkeep;

/// <summary>Deletes files of the data folder that nothing needs any more.</summary>
public sealed class UnusedFiles(Database database, OriginalFiles files)
{
    private const string UsedSql = """
        select (select count(*) from vintage where sha256 = @sha256 and state not in ('dropping', 'dropped'))
          + (select count(*) from import_file where sha256 = @sha256 and state in ('queued', 'reading', 'waiting', 'mapping'))
        """;

    private const string OpenImportSql = "select count(*) from import_file where id = @id and state in ('queued', 'reading', 'waiting', 'mapping')";

    // Not that of a part, which an import may be writing.
    private const string Aside = ".aside";

    // Longer than any upload or import takes.
    private static readonly TimeSpan _young = TimeSpan.FromDays(1);

    /// <summary>Original files of no vintage and no open import; uploads that nobody waits for; parts left over.</summary>
    /// <returns>How many files went.</returns>
    public async Task<int> DropAsync(CancellationToken cancellationToken)
    {
        foreach (var aside in In("files").Where(p => p.EndsWith(Aside, StringComparison.Ordinal)))
        {
            // Left by a run that was killed, for one runs at a time: back where it was, to be asked about like any other.
            File.Move(aside, aside[..^Aside.Length], overwrite: true);
        }

        files.DropParts(_young);
        var dropped = 0;
        foreach (var path in In("files").Where(IsOriginal))
        {
            dropped += await DropOriginalAsync(path, cancellationToken) ? 1 : 0;
        }

        foreach (var path in In("uploads").Where(p => IsOlder(p, _young)))
        {
            if (long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && (await database.QueryAsync<long>(OpenImportSql, new { id }, cancellationToken))[0] == 0)
            {
                File.Delete(path);
                dropped++;
            }
        }

        return dropped;
    }

    private static bool IsOriginal(string path) => Path.GetFileName(path) is { Length: 64 } name && name.All(char.IsAsciiHexDigitLower);

    private static bool IsOlder(string path, TimeSpan age) => File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - age;

    // An import first writes down its vintage, then looks whether the file is there: so it is put aside, asked about once more, and only then deleted.
    private async Task<bool> DropOriginalAsync(string path, CancellationToken cancellationToken)
    {
        var sha256 = Path.GetFileName(path);
        if (await IsUsedAsync(sha256, cancellationToken))
        {
            return false;
        }

        var aside = path + Aside;
        File.Move(path, aside);
        if (await IsUsedAsync(sha256, CancellationToken.None))
        {
            File.Move(aside, path, overwrite: true);
            return false;
        }

        File.Delete(aside);
        return true;
    }

    private async Task<bool> IsUsedAsync(string sha256, CancellationToken cancellationToken)
        => (await database.QueryAsync<long>(UsedSql, new { sha256 }, cancellationToken))[0] > 0;

    private List<string> In(string folder)
        => Path.Combine(files.DataFolder, folder) is var path && Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)]
            : [];
}
