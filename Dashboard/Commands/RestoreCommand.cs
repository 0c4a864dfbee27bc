using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;

namespace Octoplus.Dashboard.Commands;

/// <summary><c>restore FILE</c>: one JSON line; 0 when all is as it was, 1 when totals differ, 2 when it is refused.</summary>
internal static class RestoreCommand
{
    private sealed record Line(string File, string CreatedAt, int Parts, long Users, IReadOnlyList<DatasetTotals> Datasets);

    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is not [var file] || !File.Exists(file))
        {
            await Console.Error.WriteLineAsync(arguments is [var missing] ? $"restore: there is no file {missing}." : "restore: name the backup.");
            return 2;
        }

        try
        {
            var restored = await services.GetRequiredService<BackupRestorer>().RestoreAsync(file, null, cancellationToken);
            await JsonLine.WriteAsync(
                new Line(file, restored.Manifest.CreatedAt, restored.Manifest.Parts.Count, restored.Found.Users, restored.Found.Datasets));
            foreach (var difference in restored.Differences)
            {
                await Console.Error.WriteLineAsync($"restore: {difference}");
            }

            if (restored.Differences.Count > 0)
            {
                return 1;
            }

            await services.GetRequiredService<AuditLog>().WriteAsync(
                new AuditEntry(AuditActor.CommandLine, BackupActions.Restored, Path.GetFileName(file), restored.Manifest.CreatedAt), CancellationToken.None);
            return 0;
        }
        catch (Exception e) when (e is RestoreRefusedException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync($"restore: {e.Message}");
            return 2;
        }
    }
}
