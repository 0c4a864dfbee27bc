using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>Whether a change of the active vintages was made.</summary>
public enum FlipResult
{
    /// <summary>Made; views follow.</summary>
    Done,

    /// <summary>There is nothing to undo, to redo or to restore.</summary>
    Nothing,

    /// <summary>Someone else changed the dataset meanwhile: look again.</summary>
    Changed,

    /// <summary>The figures are fictional and real ones are active.</summary>
    RealFiguresActive,
}

/// <summary>A change of the active vintages of a dataset.</summary>
public sealed record Flip
{
    /// <summary>Key; ascending in time.</summary>
    public required long Id { get; init; }

    /// <summary>The dataset changed.</summary>
    public required string Dataset { get; init; }

    /// <summary><c>accept</c>, <c>restore</c>, <c>undo</c> or <c>redo</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>done</c>, <c>settled</c> (done, and no longer to be undone: what it replaced is not kept), <c>undone</c>, or <c>discarded</c> (undone, and no longer to be redone).</summary>
    public required string State { get; init; }

    /// <summary>The vintage that it made active, or, for an undo, no longer active.</summary>
    public required long VintageId { get; init; }

    /// <summary>File of that vintage.</summary>
    public required string FileName { get; init; }

    /// <summary>First period of that vintage.</summary>
    public int? FirstPeriod { get; init; }

    /// <summary>Last period of that vintage.</summary>
    public int? LastPeriod { get; init; }

    /// <summary>Who did it.</summary>
    public required string DoneBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DoneAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }
}

/// <summary>A period of a change.</summary>
public sealed record FlipPeriod
{
    /// <summary>Key, see <see cref="Vintages.Period"/>.</summary>
    public required int Period { get; init; }

    /// <summary>File that was active before; null: none.</summary>
    public string? FormerFile { get; init; }

    /// <summary>File that it made active; null: none.</summary>
    public string? File { get; init; }
}

/// <summary>Reads the history of the active vintages.</summary>
public sealed class FlipQueries(Database database)
{
    private const string Columns = """
        f.id, f.dataset, f.kind, f.state, f.vintage_id, v.file_name, v.first_period, v.last_period, f.done_by, f.done_at, f.comment
        """;

    // What the program brings by itself is where a dataset begins: there is nothing to go back to.
    internal const string UndoableSql = $"""
        select {Columns}
        from flip f
        join vintage v on v.id = f.vintage_id
        where f.dataset = @dataset and f.kind in ('accept', 'restore') and f.state = 'done' and v.origin not in ('reference', 'demonstration')
        order by f.id desc limit 1
        """;

    internal const string RedoableSql = $"""
        select {Columns}
        from flip f
        join vintage v on v.id = f.vintage_id
        where f.dataset = @dataset and f.kind in ('accept', 'restore') and f.state = 'undone'
        order by f.id limit 1
        """;

    private const string HistorySql = $"""
        select {Columns}
        from flip f
        join vintage v on v.id = f.vintage_id
        order by f.id desc limit @limit
        """;

    private const string PeriodsSql = """
        select p.period, a.file_name as former_file, b.file_name as file
        from flip_period p
        left join vintage a on a.id = p.former_vintage_id
        left join vintage b on b.id = p.vintage_id
        where p.flip_id = @flipId
        order by p.period
        """;

    private const string DatasetsSql = "select distinct dataset from flip order by dataset";

    /// <summary>All changes, newest first.</summary>
    public Task<IReadOnlyList<Flip>> HistoryAsync(int limit, CancellationToken cancellationToken)
        => database.QueryAsync<Flip>(HistorySql, new { limit }, cancellationToken);

    /// <summary>What a change replaced in each of its periods, ascending.</summary>
    public Task<IReadOnlyList<FlipPeriod>> PeriodsAsync(long flipId, CancellationToken cancellationToken)
        => database.QueryAsync<FlipPeriod>(PeriodsSql, new { flipId }, cancellationToken);

    /// <summary>For each dataset, the change that an undo takes back and the one that a redo makes again.</summary>
    public async Task<IReadOnlyDictionary<string, (Flip? Undo, Flip? Redo)>> StepsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        var steps = new Dictionary<string, (Flip?, Flip?)>(StringComparer.Ordinal);
        foreach (var dataset in (await connection.QueryAsync<string>(new CommandDefinition(DatasetsSql, cancellationToken: cancellationToken))).ToList())
        {
            steps[dataset] = (
                await connection.QuerySingleOrDefaultAsync<Flip>(new CommandDefinition(UndoableSql, new { dataset }, cancellationToken: cancellationToken)),
                await connection.QuerySingleOrDefaultAsync<Flip>(new CommandDefinition(RedoableSql, new { dataset }, cancellationToken: cancellationToken)));
        }

        return steps;
    }
}
