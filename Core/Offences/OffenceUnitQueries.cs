using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Offences;

/// <summary>
/// The units of count that the published views show, so that an undo changes them with the figures. A build never changes: its list is
/// read once and kept. Safe for concurrent use.
/// </summary>
public sealed class OffenceUnitQueries(Database database)
{
    private const string ServedBuildSql = "select build_id from publication where id = 1";

    private const string UnitsSql = """
        select u.offence as Offence, u.unit as Unit, u.earlier_unit as Earlier, u.since as Since
        from view_vintage w
        join offence_unit u on u.vintage_id = w.vintage_id
        where w.build_id = @buildId and w.dataset = 'unites'
        order by u.offence
        """;

    private volatile Kept? _kept;

    /// <summary>The units of the build that is served now. Cost: one row read, unless the build is new.</summary>
    public async Task<OffenceUnits> ServedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        return await OfBuildAsync(await connection.ExecuteScalarAsync<long>(new CommandDefinition(ServedBuildSql, cancellationToken: cancellationToken)), cancellationToken);
    }

    /// <summary>The units of a build. Cost: none, unless another build was asked for last.</summary>
    public async Task<OffenceUnits> OfBuildAsync(long buildId, CancellationToken cancellationToken)
    {
        if (_kept is { } kept && kept.BuildId == buildId)
        {
            return kept.Units;
        }

        await using var connection = await database.OpenReaderAsync(cancellationToken);
        var rows = await connection.QueryAsync<UnitRow>(new CommandDefinition(UnitsSql, new { buildId }, cancellationToken: cancellationToken));
        var listed = rows.Select(r => r.ToUnit()).ToList();
        var units = listed.Count == 0 ? OffenceUnits.Shipped : new OffenceUnits(listed);
        _kept = new Kept(buildId, units);
        return units;
    }

    private sealed record Kept(long BuildId, OffenceUnits Units);
}

/// <summary>A row of <c>offence_unit</c>.</summary>
public sealed record UnitRow
{
    /// <summary>1…107.</summary>
    public required int Offence { get; init; }

    /// <summary>See <see cref="CountUnitCodes"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>Code of the unit before <see cref="Since"/>.</summary>
    public string? Earlier { get; init; }

    /// <summary>ISO 8601 day.</summary>
    public string? Since { get; init; }

    /// <summary>As calculated with.</summary>
    public OffenceUnit ToUnit()
        => new(
            Offence, CountUnitCodes.Parse(Unit), Earlier is null ? null : CountUnitCodes.Parse(Earlier),
            Since is null ? null : DateOnly.ParseExact(Since, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
