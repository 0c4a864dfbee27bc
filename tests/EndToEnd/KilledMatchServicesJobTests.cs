using System.Globalization;
using Octoplus.Core.Jobs;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>
/// Each round brings an edition in which four hundred services have other second names: after the kill the proposals are those of the former edition or
/// of the new one, in the end those of the new one, each once.
/// </summary>
public sealed class KilledMatchServicesJobTests : KilledJobsSuite, IDisposable
{
    private const int Services = 400;

    private readonly TemporaryFolder _folder = new();

    protected override string Job => "match-services";

    public void Dispose() => _folder.Dispose();

    internal override Task PrepareAsync(TestDatabase test) => Task.CompletedTask;

    internal override async Task GiveWorkAsync(TestDatabase test, int round)
    {
        var builder = WorkbookBuilder.Empty("Présentation");
        foreach (var year in new[] { 2019, 2020 })
        {
            builder.AddPoliceSheet($"Services PN {year}", year);
            for (var i = 0; i < Services; i++)
            {
                var department = string.Create(CultureInfo.InvariantCulture, $"{1 + (i % 19):00}");
                builder.AddColumn(department, year == 2019 ? $"CIAT DE {Town(i)}" : $"CSP {Town(i)} {Town(1000 + round)}", "DCSP", index => (index % 10) + (i % 7));
            }

            builder.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => index % 10);
        }

        var outcome = await new TestImports(test.Database, test.Folder).Importer.ImportAsync(
            builder.Save(_folder.File($"{round}.xlsx")), "test", "tester", null, CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, outcome.Status);
    }

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
        => Assert.Contains(await EndingsAsync(test), new[] { Town(1000 + round - 1), Town(1000 + round) });

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        Assert.Equal(Town(1000 + round), await EndingsAsync(test));
        Assert.Equal([(long)Services], await test.ColumnAsync<long>("select count(*) from service_pair"));
    }

    // Letters only: a number in a name would keep it apart from all others.
    private static string Town(int i) => string.Concat(i.ToString("0000", CultureInfo.InvariantCulture).Select((c, at) => $"{(char)('A' + c - '0' + at)}{"LORMAN"[at]}")) + "VILLE";

    private static async Task<string> EndingsAsync(TestDatabase test)
        => string.Join(' ', (await test.ColumnAsync<string>("select l.name from service_pair p join service l on l.id = p.later_id")).Select(n => n.Split(' ')[^1]).Distinct());
}
