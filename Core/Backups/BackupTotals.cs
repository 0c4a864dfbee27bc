using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;

namespace Octoplus.Core.Backups;

/// <summary>What a dataset comes to over its accepted vintages: equal before a backup and after its restore.</summary>
/// <param name="Dataset">Its key.</param>
/// <param name="Vintages">Accepted vintages.</param>
/// <param name="Periods">Periods that have an active vintage.</param>
/// <param name="Rows">Rows of facts, population, départements and points of series.</param>
/// <param name="Total">Sum of recorded facts, inhabitants and values, in that order of kinds; rounded to a thousandth, since a sum of fractions depends on its order.</param>
public sealed record DatasetTotals(string Dataset, long Vintages, long Periods, long Rows, decimal Total);

/// <summary>What a database holds, for comparison.</summary>
/// <param name="Datasets">In the order of their keys.</param>
/// <param name="Users">User accounts.</param>
/// <param name="ServedBuild">The build of views that is served.</param>
/// <param name="Forecasts">Forecasts in the ledger.</param>
public sealed record BackupTotals(IReadOnlyList<DatasetTotals> Datasets, long Users, long ServedBuild, long Forecasts = 0)
{
    /// <summary>One sentence per difference from <paramref name="other"/>, with both numbers; empty when equal.</summary>
    public IReadOnlyList<string> DifferencesFrom(BackupTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var mine = Lines();
        var theirs = other.Lines();
        return [.. mine.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(k => mine.GetValueOrDefault(k) != theirs.GetValueOrDefault(k))
            .Select(k => FormattableString.Invariant($"{k}: {mine.GetValueOrDefault(k)} instead of {theirs.GetValueOrDefault(k)}"))];
    }

    private Dictionary<string, decimal> Lines()
    {
        var lines = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["users"] = Users, ["served build"] = ServedBuild, ["forecasts"] = Forecasts };
        foreach (var d in Datasets)
        {
            lines[$"{d.Dataset}, vintages"] = d.Vintages;
            lines[$"{d.Dataset}, active periods"] = d.Periods;
            lines[$"{d.Dataset}, rows"] = d.Rows;
            lines[$"{d.Dataset}, total"] = d.Total;
        }

        return lines;
    }
}

/// <summary>Adds up what a database holds. Cost: a pass over all facts and points.</summary>
public sealed class BackupTotalsQueries(Database database)
{
    private const string VintagesSql = """
        select v.dataset, count(*) as vintages, (select count(*) from active_vintage a where a.dataset = v.dataset) as periods
        from vintage v
        where v.state = 'accepted'
        group by v.dataset
        order by v.dataset
        """;

    private const string RowsSql = """
        select v.dataset, count(*) as row_total, coalesce(sum(x.recorded), 0) + 0e0 as total
        from vintage v join fact x on x.vintage_id = v.id where v.state = 'accepted' group by v.dataset
        union all
        select v.dataset, count(*), coalesce(sum(x.persons), 0) + 0e0
        from vintage v join population x on x.vintage_id = v.id where v.state = 'accepted' group by v.dataset
        union all
        select v.dataset, count(*), 0e0
        from vintage v join department x on x.vintage_id = v.id where v.state = 'accepted' group by v.dataset
        union all
        select v.dataset, count(*), coalesce(sum(x.value), 0) + 0e0
        from vintage v join series_point x on x.vintage_id = v.id where v.state = 'accepted' group by v.dataset
        """;

    private const string OtherSql = $"""
        select (select count(*) from user_account) as users, {ServedBuild.Id} as served_build,
               (select count(*) from forecast) as forecasts
        """;

    private const string SchemaSql = "select coalesce(max(number), 0) from schema_script";

    /// <summary>The sums.</summary>
    public async Task<BackupTotals> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        CommandDefinition Command(string sql) => new(sql, commandTimeout: 600, cancellationToken: cancellationToken);
        var vintages = (await connection.QueryAsync<(string Dataset, long Vintages, long Periods)>(Command(VintagesSql))).AsList();
        var sums = (await connection.QueryAsync<(string Dataset, long Rows, double Total)>(Command(RowsSql))).ToLookup(r => r.Dataset, StringComparer.Ordinal);
        var other = await connection.QuerySingleAsync<(long Users, long ServedBuild, long Forecasts)>(Command(OtherSql));
        return new BackupTotals(
            [.. vintages.Select(v => new DatasetTotals(
                v.Dataset, v.Vintages, v.Periods, sums[v.Dataset].Sum(s => s.Rows), Math.Round((decimal)sums[v.Dataset].Sum(s => s.Total), 3)))],
            other.Users,
            other.ServedBuild,
            other.Forecasts);
    }

    /// <summary>Number of the last schema script applied.</summary>
    public async Task<int> SchemaAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (int)await connection.ExecuteScalarAsync<long>(new CommandDefinition(SchemaSql, cancellationToken: cancellationToken));
    }
}
