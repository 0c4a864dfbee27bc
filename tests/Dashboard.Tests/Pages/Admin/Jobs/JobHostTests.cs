using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Octoplus.Dashboard.Hosting;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

public sealed class JobHostTests
{
    /// <summary>Whoever runs the program and who holds its host may both stop it, the second when the first has put its services away.</summary>
    [Fact]
    public async Task StopAsync_OnceMoreAfterTheServicesAreGone_EndsInOrder()
    {
        using var folder = new TemporaryFolder();
        IHostedService jobs;
        await using (var program = new WebApplicationFactory<Program>().WithWebHostBuilder(b => Settings(folder).ToList().ForEach(s => b.UseSetting(s.Key, s.Value))))
        {
            jobs = program.Services.GetServices<IHostedService>().OfType<JobHost>().Single();
        }

        await jobs.StopAsync(CancellationToken.None);
    }

    private static Dictionary<string, string> Settings(TemporaryFolder folder) => new(StringComparer.Ordinal)
    {
        ["Data:Folder"] = folder.Path,
        ["Sources:0:Url"] = "https://127.0.0.1:9/",
        ["Sources:1:Url"] = "https://127.0.0.1:9/",
        ["Sources:2:Url"] = "https://127.0.0.1:9/",
    };
}
