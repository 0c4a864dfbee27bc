using Octoplus.Core.Accounts;
using Octoplus.Core.Groups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Etat4001;
using Octoplus.Ingest.Readers.Populations;
using Octoplus.Ingest.Tests.Imports;

namespace Octoplus.Ingest.Tests.Groups;

/// <summary>
/// Groups of nine départements, 01 to 09, the same on every engine: one police service each, which records 100 × n events of the first index of each of the
/// twelve indicators and 500 of index 55; 10,000 inhabitants each, but none known in 09. Years 2018 to 2020 unless told. By the stand-in engine groups go by n.
/// </summary>
public abstract partial class GroupsSuite : ContentSuite
{
    private const int Others = 500;

    private static readonly int[] _indices = [.. Nomenclature.Indicators.Select(i => i.Offences[0])];
    private static readonly string[] _codes = ["01", "02", "03", "04", "05", "06", "07", "08", "09"];

    private readonly StandInGroups _engine = new();

    private GroupQueries Queries => new(Database);

    private GroupDataQueries Data => new(Database);

    private static GroupChoice Rates(params string[] features) => GroupChoice.Default with { Features = features };

    private async Task ReferenceAsync() => await new TestImports(Database, Test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);

    private async Task ServeFiguresAsync(params int[] years)
    {
        years = years.Length > 0 ? years : [2018, 2019, 2020];
        await ReferenceAsync();
        await AcceptAsync(People(years));
        await ServeAsync(Counts(years));
    }

    private async Task ServeFictionalAsync(Etat4001Content content)
    {
        var vintage = NewVintage(content) with { IsDemonstration = true };
        var id = await Store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await content.StoreAsync(Database, id, null, CancellationToken.None);
        await Store.CompleteAsync(id, vintage, content.Periods, facts, CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(Database).AcceptAsync(id, "tester", null, null, CancellationToken.None));
        await RebuildAsync();
    }

    private static PopulationContent People(int[] years)
        => new(
            [.. years.SelectMany(y => _codes[..8].SelectMany(c => new PopulationCell[] { new(y, c, 'F', 0, 2000), new(y, c, 'F', 20, 4000), new(y, c, 'M', 0, 1000), new(y, c, 'M', 20, 3000) }))],
            [.. years.Select(y => (y, false))]);

    /// <param name="level">What stands for n of a département in a year.</param>
    private static Etat4001Content Counts(IEnumerable<int> years, Func<int, string, int>? level = null, bool isDemonstration = false)
        => new([.. years.Select(y => Sheet(Force.Police, y, [.. _codes.Select(c => (c, $"CIAT {c}", (Func<int, long?>)(index => Count(index, level?.Invoke(y, c) ?? c[1] - '0'))))]))], isDemonstration);

    private static long? Count(int index, int level) => Array.IndexOf(_indices, index) >= 0 ? 100 * level : index == 55 ? Others : 0;

    private static ServiceSheet Sheet(Force force, int year, (string Department, string Name, Func<int, long?> Count)[] services)
        => new(
            $"{force} {year}", force, year, [.. services.Select((s, i) => new ServiceColumn(i + 3, s.Department, force == Force.Police ? "DCSP" : "", s.Name))],
            [.. services.SelectMany(s => Enumerable.Range(1, Nomenclature.OffenceCount).Select(s.Count))]);

    private async Task<JobRun> RunAsync(JobCause cause = JobCause.Schedule, AnalyseClusters? engine = null)
        => (await Engines.Of(Database, [new GroupTerritoriesJob(new GroupDataQueries(Database), new GroupSetStore(Database), engine ?? _engine.Analyse)]).RunAsync(GroupTerritoriesJob.Key, cause, null, "tester", CancellationToken.None))!;

    private async Task<GroupPanel> PanelAsync(int? clusters = null, int? year = null)
        => (await Queries.PanelAsync(GroupChoice.Default, clusters, year, CancellationToken.None))!;

    private async Task NameAsync(GroupPanel panel, int number, string? name)
        => await new GroupNameStore(Database, new AuditLog(Database, TimeProvider.System)).SetAsync(panel, number, name, new AuditActor("ana", null), CancellationToken.None);

    private static string Members(GroupPanel panel, int number)
        => string.Join(' ', panel.Analysis.Members.Where(m => panel.Numbers[m.Label] == number).Select(m => m.Id));

    private static async Task<GroupChoiceProblem> RefusedAsync(Task<GroupPanel> work) => (await Assert.ThrowsAsync<GroupChoiceException>(() => work)).Problem;
}

public sealed class SqliteGroupsTests : GroupsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbGroupsTests : GroupsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
