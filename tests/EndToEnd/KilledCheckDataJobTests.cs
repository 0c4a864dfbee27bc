using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>Each round spoils one more count: after the kill the findings are those before or after it, and each is told once, or twice where nobody can know that it was.</summary>
public sealed class KilledCheckDataJobTests : KilledJobsSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override string Job => "check-data";

    public void Dispose() => _folder.Dispose();

    internal override async Task PrepareAsync(TestDatabase test)
    {
        var builder = WorkbookBuilder.Empty("Présentation");
        foreach (var year in new[] { 2017, 2018, 2019, 2020 })
        {
            builder.AddPoliceSheet($"Services PN {year}", year);
            for (var i = 0; i < 60; i++)
            {
                builder.AddColumn($"{1 + (i % 19):00}", $"CIAT DE {(char)('A' + (i % 26))}{(char)('A' + (i / 26))}VILLE", "DCSP", index => ((index * (i + 3)) % 17) + (year % 5));
            }

            builder.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => (index % 10) + (year % 7));
        }

        var outcome = await new TestImports(test.Database, test.Folder).Importer.ImportAsync(
            builder.Save(_folder.File("crimes.xlsx")), "test", "tester", null, CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, outcome.Status);
    }

    internal override async Task GiveWorkAsync(TestDatabase test, int round)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("delete from fact where year = 2020 and offence = @offence and service_id = (select min(service_id) from vintage_service where year = 2020)", new { offence = round + 1 });
        await connection.ExecuteAsync(
            """
            insert into fact (vintage_id, year, service_id, offence, recorded)
            select vintage_id, year, service_id, @offence, -1 from vintage_service
            where year = 2020 and service_id = (select min(service_id) from vintage_service where year = 2020)
            """,
            new { offence = round + 1 });
    }

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
        => Assert.InRange(await NegativesAsync(test), round, round + 1);

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        Assert.Equal(round + 1, await NegativesAsync(test));

        // The last notice tells of the one that is new; of more only where a run died before it told.
        var told = (await test.ColumnAsync<string>("select message_arguments from notice where message_code = 'check.impossible' order by id")).Select(a => int.Parse(a[1..a.IndexOf(',')], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(round + 1, told.Sum());
    }

    private static async Task<long> NegativesAsync(TestDatabase test)
        => Assert.Single(await test.ColumnAsync<long>("select count(*) from quality_finding where finding_key like 'negative|%' and is_current = 1"));
}
