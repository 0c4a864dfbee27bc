using System.Text.Json;
using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Groups;

/// <summary>Panels of one number of groups, in every year.</summary>
/// <param name="Panels">In order of the years; at least one.</param>
public sealed record GroupSet(int Clusters, IReadOnlyList<GroupPanel> Panels);

/// <summary>
/// Writes the groups that are computed beforehand. Panels are stored under the id of a new set, a number of groups a transaction, and seen by nobody; then one transaction
/// of a few small rows puts the set in force. A run that was killed leaves rows that nobody sees, which the next one drops.
/// </summary>
public sealed class GroupSetStore(Database database)
{
    // Whoever names a group, or puts a set in force, waits for whoever does just now: both may write the numbers of a choice.
    internal const string LockNumbersSql = "update id_counter set last_id = last_id where name = 'group_set'";

    private const string InsertPanelSql = "insert into group_panel (set_id, clusters, year, detail) values (@setId, @Clusters, @Year, @detail)";

    private const string InsertPathSql = "insert into group_path (set_id, clusters, last_year, detail) values (@setId, @Clusters, @lastYear, @detail)";

    private const string DropSetSql = "delete from group_set where choice_hash = @hash";

    private const string InsertSetSql = """
        insert into group_set (choice_hash, choice_key, set_id, data_hash, suggested, vintage, is_demonstration, made_at, run_id)
        values (@hash, @key, @setId, @dataHash, @suggested, @vintage, @isDemonstration, @now, @runId)
        """;

    private const string HashesSql = "select choice_hash, data_hash from group_set";

    private const string NumbersSql = """
        select clusters, paths
        from group_number
        where choice_hash = @hash and is_demonstration = @isDemonstration
        """;

    private const string DropNumbersSql = "delete from group_number where choice_hash = @hash and is_demonstration = @isDemonstration and clusters = @clusters";

    private const string InsertNumbersSql = """
        insert into group_number (choice_hash, is_demonstration, clusters, paths)
        values (@hash, @isDemonstration, @clusters, @paths)
        """;

    private static readonly string[] _tables = ["group_panel", "group_path"];

    /// <summary>What the sets in force were made of: hash of the data by <see cref="GroupChoice.Hash"/>.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HashesAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<(string ChoiceHash, string DataHash)>(HashesSql, null, cancellationToken)).ToDictionary(r => r.ChoiceHash, r => r.DataHash, StringComparer.Ordinal);

    /// <summary>The numbers that the groups of a choice last had, by k; for <see cref="GroupNumbering.Number"/>.</summary>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<GroupYear>>> NumbersAsync(GroupChoice choice, bool isDemonstration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var rows = await database.QueryAsync<(int Clusters, string Paths)>(NumbersSql, new { hash = choice.Hash, isDemonstration }, cancellationToken);
        return rows.ToDictionary(r => r.Clusters, r => JsonSerializer.Deserialize(r.Paths, GroupJson.Default.IReadOnlyListGroupYear)!);
    }

    /// <summary>Puts the panels of a choice in force: all of them from one moment on, or, killed, none.</summary>
    /// <param name="lease">Of the run; nothing is published once it is lost.</param>
    /// <param name="dataHash">Of all that the panels are made of.</param>
    /// <param name="suggested">The k that is shown where none is asked; one of those in <paramref name="sets"/>.</param>
    /// <exception cref="InvalidOperationException">The lease is lost.</exception>
    public async Task PublishAsync(JobLease lease, string dataHash, int suggested, IReadOnlyList<GroupSet> sets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(sets);
        var setId = await database.WriteAsync(
            (connection, transaction) => IdCounter.ReserveAsync(connection, transaction, "group_set", 1, cancellationToken), cancellationToken);
        foreach (var set in sets)
        {
            await StageAsync(setId, set, cancellationToken);
        }

        var panel = sets[0].Panels[0];
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                await LeaseStore.RequireAsync(connection, transaction, lease.Lease);
                await connection.ExecuteAsync(LockNumbersSql, transaction: transaction);
                var hash = panel.Choice.Hash;
                var isDemonstration = panel.IsDemonstration;
                await connection.ExecuteAsync(DropSetSql, new { hash }, transaction);
                await connection.ExecuteAsync(
                    InsertSetSql,
                    new { hash, key = panel.Choice.Key, setId, dataHash, suggested, vintage = panel.Vintage, isDemonstration, now = DateTimeOffset.UtcNow, runId = lease.RunId },
                    transaction);
                var numbers = sets.Select(s => new { hash, isDemonstration, clusters = s.Clusters, paths = Json(s.Panels[0].Paths) }).ToList();
                await connection.ExecuteAsync(DropNumbersSql, numbers, transaction);
                await connection.ExecuteAsync(InsertNumbersSql, numbers, transaction);
            },
            cancellationToken);
        await DropUnpublishedAsync(cancellationToken);
    }

    /// <summary>Takes choices whose figures are no longer served off the pages; their names and numbers stay.</summary>
    /// <param name="hash">Of the choice.</param>
    public async Task WithdrawAsync(string hash, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(DropSetSql, new { hash }, cancellationToken);
        await DropUnpublishedAsync(cancellationToken);
    }

    /// <summary>Drops panels of no set in force: replaced ones, and what killed runs left. For the run that holds the lease.</summary>
    public async Task DropUnpublishedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var table in _tables)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where set_id not in (select set_id from group_set)", commandTimeout: 600, cancellationToken: cancellationToken));
        }
    }

    internal static string Json(IReadOnlyList<GroupYear> paths) => JsonSerializer.Serialize(paths, GroupJson.Default.IReadOnlyListGroupYear);

    private Task StageAsync(long setId, GroupSet set, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                await connection.ExecuteAsync(
                    InsertPanelSql,
                    set.Panels.Select(p => new { setId, set.Clusters, p.Year, detail = new PanelDetail(p.Analysis, p.Numbers, p.LeftOut).ToJson() }),
                    transaction);
                await connection.ExecuteAsync(
                    InsertPathSql,
                    new { setId, set.Clusters, lastYear = set.Panels[^1].Year, detail = new PathDetail(set.Panels[0].Paths, set.Panels[0].TerritoryNames).ToJson() },
                    transaction);
            },
            cancellationToken);
}
