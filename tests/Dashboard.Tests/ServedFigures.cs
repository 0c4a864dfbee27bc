using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Octoplus.Dashboard.Tests;

/// <summary>One program for all tests that only read from it.</summary>
[CollectionDefinition(Name)]
public sealed class ServedFiguresCollection : ICollectionFixture<ServedFigures>
{
    public const string Name = "served figures";
}

/// <summary>The program in memory, with the small fixture workbook and series put in its inbox; ready when figures are served.</summary>
public sealed class ServedFigures : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public async Task InitializeAsync()
    {
        var inbox = Path.Combine(_folder.Path, "inbox");
        Directory.CreateDirectory(inbox);
        WorkbookBuilder.Valid().Save(Path.Combine(inbox, "crimes.xlsx"));
        await File.WriteAllLinesAsync(Path.Combine(inbox, "monthly.csv"), SeriesFiles.Monthly());
        await File.WriteAllLinesAsync(Path.Combine(inbox, "ssmsi.csv"), SeriesFiles.Ssmsi());
        await File.WriteAllLinesAsync(Path.Combine(inbox, "weekly.csv"), SeriesFiles.Weekly());
        using var client = CreateClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        _folder.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("Data:Folder", _folder.Path);
}
