using Octoplus.Core.Accounts;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Commands;

/// <summary><c>import FILE...</c>: one JSON line per file; 0 when all were accepted or known, 2 when any was refused.</summary>
internal static class ImportCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            await Console.Error.WriteLineAsync("import: name one or more files.");
            return 2;
        }

        var importer = services.GetRequiredService<Importer>();
        await importer.EnsureReferenceAsync(cancellationToken);
        var refused = false;
        foreach (var file in files)
        {
            var outcome = await importer.ImportAsync(file, "command", AuditActor.CommandLine.Name, null, cancellationToken);
            refused |= outcome.Status == ImportStatus.Refused;
            await JsonLine.WriteAsync(outcome);
        }

        await services.GetRequiredService<ViewRebuild>().RunAsync(cancellationToken);
        return refused ? 2 : 0;
    }
}
