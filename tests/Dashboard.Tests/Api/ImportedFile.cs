using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Jobs;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Tests.Accounts;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Api;

/// <summary>Figures for tests of the API that read what a job makes of a file.</summary>
internal static class ImportedFile
{
    private static readonly SemaphoreSlim _one = new(1);

    /// <summary>Imports a file and runs a job over it; nothing where both were done before.</summary>
    /// <param name="write">Writes the file into the folder it is given, and tells where.</param>
    public static async Task ServeAsync(this AccountsProgram program, string job, Func<TemporaryFolder, Task<string>> write)
    {
        await _one.WaitAsync();
        try
        {
            var importer = program.Services.GetRequiredService<Importer>();
            using var folder = new TemporaryFolder();
            await importer.EnsureReferenceAsync(CancellationToken.None);
            await importer.ImportAsync(await write(folder), "test", "tester", null, CancellationToken.None);
            await program.Services.GetRequiredService<ViewBuilder>().RebuildAsync(null, force: false, CancellationToken.None);
            await program.Services.GetRequiredService<JobEngine>().RunAsync(job, JobCause.Schedule, null, "tester", CancellationToken.None);
        }
        finally
        {
            _one.Release();
        }
    }
}
