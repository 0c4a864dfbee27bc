using System.Globalization;
using Octoplus.Core.Groups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Etat4001;

namespace Octoplus.EndToEnd;

/// <summary>
/// Each round brings another edition of two years: after the kill all panels of a choice are those of the former edition or those of the new one, in the end those of the new
/// one, and nothing else is left.
/// </summary>
public sealed class KilledGroupTerritoriesJobTests : KilledJobsSuite
{
    private const int Departments = 14;

    // Départements, and police services.
    private const int Choices = 2;

    private static readonly int[] _years = [2019, 2020];
    private static readonly int[] _clusters = [2, 3, 4, 5, 6, 7, 8];

    private const string OrphansSql = """
        select count(*) from group_panel p
        where not exists (select 1 from group_set s where s.set_id = p.set_id)
        union all
        select count(*) from group_path p
        where not exists (select 1 from group_set s where s.set_id = p.set_id)
        """;

    protected override string Job => GroupTerritoriesJob.Key;

    internal override Task PrepareAsync(TestDatabase test) => new TestImports(test.Database, test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);

    internal override async Task GiveWorkAsync(TestDatabase test, int round)
    {
        var content = new Etat4001Content([.. _years.Select(year => Sheet(year, round))], IsDemonstration: false);
        var store = new VintageStore(test.Database);
        var vintage = new NewVintage(content.Dataset, "made", round.ToString(CultureInfo.InvariantCulture).PadLeft(64, '0'), 1, "test", IsDemonstration: false);
        var id = await store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await content.StoreAsync(test.Database, id, null, CancellationToken.None);
        await store.CompleteAsync(id, vintage, content.Periods, facts, CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(test.Database).AcceptAsync(id, "tester", null, null, CancellationToken.None));
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
    {
        var vintages = await test.ColumnAsync<string>("select slug from vintage where dataset = 'etat4001' order by id");
        var shown = await test.ColumnAsync<string>("select vintage from group_set");
        Assert.Equal(Choices, shown.Count);
        Assert.All(shown, vintage => Assert.Contains(vintage, new[] { vintages[^2], vintages[^1] }));
        await AssertWholeAsync(test);
    }

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        var newest = Assert.Single(await test.ColumnAsync<string>("select slug from vintage where dataset = 'etat4001' order by id desc limit 1"));
        Assert.Equal(Enumerable.Repeat(newest, Choices), await test.ColumnAsync<string>("select vintage from group_set"));
        await AssertWholeAsync(test);
        Assert.Equal([0L, 0L], await test.ColumnAsync<long>(OrphansSql));
        Assert.Equal(_clusters.SelectMany(k => Enumerable.Repeat((long)k, Choices)), await test.ColumnAsync<long>("select clusters from group_number where clusters <= 8 order by clusters"));
    }

    private static async Task AssertWholeAsync(TestDatabase test)
        => Assert.Equal(
            _clusters.SelectMany(k => _years.SelectMany(year => Enumerable.Repeat((10_000L * k) + year, Choices))),
            await test.ColumnAsync<long>(
                """
                select 10000 * p.clusters + p.year
                from group_set s
                join group_path t on t.set_id = s.set_id
                join group_panel p on p.set_id = s.set_id and p.clusters = t.clusters
                where p.clusters <= 8
                order by p.clusters, p.year
                """));

    private static ServiceSheet Sheet(int year, int round)
        => new(
            $"{year}", Force.Police, year, [.. Enumerable.Range(0, Departments).Select(d => new ServiceColumn(d + 3, $"{d + 1:00}", "DCSP", $"CIAT {d + 1:00}"))],
            [.. Enumerable.Range(0, Departments).SelectMany(d => Enumerable.Range(1, Nomenclature.OffenceCount).Select(i => (long?)(100 + (37 * i * (d + 1) % 101) + (d % 4 * 300) + year + round)))]);
}
