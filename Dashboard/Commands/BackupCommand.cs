using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;

namespace Octoplus.Dashboard.Commands;

/// <summary><c>backup FILE</c> and <c>backup verify FILE</c>: one JSON line; 0 done, 2 wrong use or a damaged file.</summary>
internal static class BackupCommand
{
    private sealed record Line(string File, long Bytes, string Sha256, double Seconds, int Parts, bool Encrypted, IReadOnlyList<DatasetTotals> Datasets);

    private sealed record Verified(string File, long Bytes, string CreatedAt, string Provider, int Parts, bool Encrypted, IReadOnlyList<DatasetTotals> Datasets);

    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["verify", var existing])
        {
            return await VerifyAsync(services, existing, cancellationToken);
        }

        if (arguments is not [var file] || file.StartsWith('-') || Directory.Exists(file))
        {
            await Console.Error.WriteLineAsync("backup: name the file to write, or: backup verify FILE.");
            return 2;
        }

        var made = await services.GetRequiredService<BackupMaker>().WriteAsync(file, DateTime.UtcNow, null, cancellationToken);
        await services.GetRequiredService<AuditLog>().WriteAsync(
            new AuditEntry(AuditActor.CommandLine, BackupActions.Made, Path.GetFileName(made.Path), $"sha256 {made.Sha256}"), CancellationToken.None);
        if (!made.IsEncrypted)
        {
            await Console.Error.WriteLineAsync("backup: it is not encrypted and holds keys and password hashes: keep it as private as the data folder, or set Backups:Passphrase.");
        }

        await JsonLine.WriteAsync(
            new Line(made.Path, made.Bytes, made.Sha256, Math.Round(made.Duration.TotalSeconds, 2), made.Manifest.Parts.Count, made.IsEncrypted, made.Manifest.Totals.Datasets));
        return 0;
    }

    private static async Task<int> VerifyAsync(IServiceProvider services, string file, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await BackupRestorer.VerifyAsync(file, services.GetRequiredService<BackupOptions>().Secret(), cancellationToken);
            await JsonLine.WriteAsync(
                new Verified(
                    file, new FileInfo(file).Length, manifest.CreatedAt, manifest.Provider, manifest.Parts.Count, BackupRestorer.IsEncrypted(file), manifest.Totals.Datasets));
            return 0;
        }
        catch (InvalidDataException e)
        {
            await Console.Error.WriteLineAsync($"backup verify: {file}: {e.Message}");
            return 2;
        }
    }
}
