using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Views;

/// <summary>
/// The units of count that the published views show, so that an undo changes them with the figures. A build never changes: its list is
/// read once and kept. Safe for concurrent use.
/// </summary>
public sealed class OffenceUnitQueries(Database database)
{
    private const string UnitsSql = """
        select u.offence, u.unit, u.earlier_unit, u.since
        from view_vintage w
        join offence_unit u on u.vintage_id = w.vintage_id
        where w.build_id = @buildId and w.dataset = 'unites'
        order by u.offence
        """;

    private volatile Kept? _kept;

    /// <summary>The units of the build that is served now. Cost: one row read, unless the build is new.</summary>
    public async Task<OffenceUnits> ServedAsync(CancellationToken cancellationToken)
        => await OfBuildAsync((await database.QueryAsync<long>(ServedBuild.Sql, null, cancellationToken))[0], cancellationToken);

    /// <summary>The units of a build. Cost: none, unless another build was asked for last.</summary>
    public async Task<OffenceUnits> OfBuildAsync(long buildId, CancellationToken cancellationToken)
    {
        if (_kept is { } kept && kept.BuildId == buildId)
        {
            return kept.Units;
        }

        var listed = (await database.QueryAsync<UnitRow>(UnitsSql, new { buildId }, cancellationToken)).Select(r => r.ToUnit()).ToList();
        var units = listed.Count == 0 ? OffenceUnits.Shipped : new OffenceUnits(listed);
        _kept = new Kept(buildId, units);
        return units;
    }

    private sealed record Kept(long BuildId, OffenceUnits Units);
}

/// <summary>A row of <c>offence_unit</c>.</summary>
/// <param name="Unit">As <paramref name="EarlierUnit"/> see <see cref="CountUnitCodes"/>.</param>
/// <param name="Since">ISO 8601 day.</param>
public sealed record UnitRow(int Offence, string Unit, string? EarlierUnit, string? Since)
{
    /// <summary>As calculated with.</summary>
    public OffenceUnit ToUnit()
        => new(
            Offence, CountUnitCodes.Parse(Unit), EarlierUnit is null ? null : CountUnitCodes.Parse(EarlierUnit),
            Since is null ? null : DateOnly.ParseExact(Since, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
