using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Quality;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Quality;

/// <summary>A confirmed pair as programs see it: one service, under either key.</summary>
public sealed class ServiceSeriesApiTests(ServedFigures served) : IClassFixture<ServedFigures>
{
    [Fact]
    public async Task ConfirmedPair_IsOneServiceUnderEitherKeyUntilItIsUndone()
    {
        await BringAsync();
        var former = Key(await ServicesAsync(), "CIAT DE VILLE");
        var store = served.Services.GetRequiredService<ServicePairStore>();
        var pair = Assert.Single(await served.Services.GetRequiredService<ServicePairQueries>().PageAsync(new PairFilter(), 9, 0, CancellationToken.None));

        await store.DecideAsync(pair.Earlier.Id, pair.Later.Id, PairState.Proposed, PairDecision.Confirm, AuditActor.System, null, CancellationToken.None);

        var services = await ServicesAsync();
        var one = Assert.Single(services, s => s.GetProperty("name").GetString()!.Contains("VILLE", StringComparison.Ordinal));
        Assert.Equal("CSP VILLE", one.GetProperty("name").GetString());
        Assert.Equal((2021, 2022), (one.GetProperty("firstYear").GetInt32(), one.GetProperty("lastYear").GetInt32()));
        var known = Assert.Single(one.GetProperty("alsoKnownAs").EnumerateArray());
        Assert.Equal(("CIAT DE VILLE", former), (known.GetProperty("name").GetString(), known.GetProperty("territory").GetString()));
        foreach (var key in new[] { former, one.GetProperty("territory").GetString() })
        {
            var before = Assert.Single(await CountsAsync(2021, key));
            Assert.Equal(("CSP VILLE", "CIAT DE VILLE", 21L), (before.GetProperty("name").GetString(), before.GetProperty("publishedName").GetString(), before.GetProperty("count").GetInt64()));
            var after = Assert.Single(await CountsAsync(2022, key));
            Assert.Equal((one.GetProperty("territory").GetString(), 21L), (after.GetProperty("territory").GetString(), after.GetProperty("count").GetInt64()));
            Assert.False(after.TryGetProperty("publishedName", out _));
        }

        await store.DecideAsync(pair.Earlier.Id, pair.Later.Id, PairState.Confirmed, PairDecision.Undo, AuditActor.System, null, CancellationToken.None);
        Assert.Equal(2, (await ServicesAsync()).Count(s => s.GetProperty("name").GetString()!.Contains("VILLE", StringComparison.Ordinal)));
        Assert.Empty(await CountsAsync(2022, former));
    }

    private static string Key(IReadOnlyList<JsonElement> services, string name)
        => services.Single(s => s.GetProperty("name").GetString() == name).GetProperty("territory").GetString()!;

    private Task<IReadOnlyList<JsonElement>> ServicesAsync() => GetAsync("/api/v1/territories?level=service&department=91");

    private Task<IReadOnlyList<JsonElement>> CountsAsync(int year, string? key) => GetAsync($"/api/v1/counts?level=service&year={year}&offence=1&territory={key}");

    private async Task<IReadOnlyList<JsonElement>> GetAsync(string address)
    {
        using var client = served.CreateClient();
        return [.. (await client.GetFromJsonAsync<JsonElement>(new Uri(address, UriKind.Relative))).EnumerateArray()];
    }

    private async Task BringAsync()
    {
        using var folder = new TemporaryFolder();
        var builder = WorkbookBuilder.Empty("Présentation");
        foreach (var (year, name) in new[] { (2021, "CIAT DE VILLE"), (2022, "CSP VILLE") })
        {
            builder.AddPoliceSheet($"Services PN {year}", year).AddColumn("91", name, "DCSP", index => (index % 10) + 20);
            builder.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => (index % 10) + 5);
        }

        var importer = served.Services.GetRequiredService<Importer>();
        await importer.ImportAsync(builder.Save(folder.File("more.xlsx")), "test", "tester", null, CancellationToken.None);
        await served.Services.GetRequiredService<ViewBuilder>().RebuildAsync(null, force: false, CancellationToken.None);
        await served.Services.GetRequiredService<JobEngine>().RunAsync(MatchServicesJob.Key, JobCause.Command, null, "tester", CancellationToken.None);
    }
}
