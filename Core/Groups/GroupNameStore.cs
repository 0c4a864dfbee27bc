using System.Globalization;
using System.Text;
using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Groups;

/// <summary>Keeps the names that analysts give to groups. A name belongs to a choice, a number of groups and the number of a group; numbers follow the groups from vintage to vintage.</summary>
public sealed class GroupNameStore(Database database, AuditLog audit)
{
    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int MaxLength = 60;

    /// <summary>Of the audit log: a group was named.</summary>
    public const string Named = "group.named";

    /// <summary>Of the audit log: the name of a group was taken back.</summary>
    public const string Unnamed = "group.unnamed";

    private const string FormerSql = """
        select name from group_name
        where choice_hash = @hash and is_demonstration = @isDemonstration and clusters = @clusters and number = @number
        """;

    private const string DropSql = """
        delete from group_name
        where choice_hash = @hash and is_demonstration = @isDemonstration and clusters = @clusters and number = @number
        """;

    private const string InsertSql = """
        insert into group_name (choice_hash, is_demonstration, clusters, number, name, changed_by, changed_at)
        values (@hash, @isDemonstration, @clusters, @number, @name, @by, @now)
        """;

    // Numbers that are kept already are those of the panel, or newer.
    private const string KeepNumbersSql = """
        insert into group_number (choice_hash, is_demonstration, clusters, paths)
        select @hash, @isDemonstration, @clusters, @paths
        from (select 1 as once) o
        where not exists (
          select 1 from group_number n where n.choice_hash = @hash and n.is_demonstration = @isDemonstration and n.clusters = @clusters)
        """;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static GroupNameProblem? Problem(string? name)
        => name?.Trim() is not { Length: > 0 } text ? null
            : text.Length > MaxLength ? GroupNameProblem.TooLong
            : text.EnumerateRunes().Any(IsUnseen) ? GroupNameProblem.ControlCharacters
            : null;

    /// <summary>Names a group, with its audit entry, in one transaction. The numbers of the panel's groups are kept with it, so that later groups of this choice continue them.</summary>
    /// <param name="panel">As shown to whoever names.</param>
    /// <param name="number">Of the group, 1 to k.</param>
    /// <param name="name">Trimmed; null or empty: the name is taken back, and the suggested one is shown again.</param>
    /// <exception cref="ArgumentException">The name is too long or has control characters (see <see cref="Problem"/>), or there is no such group.</exception>
    public async Task SetAsync(GroupPanel panel, int number, string? name, AuditActor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, panel.Clusters);
        if (Problem(name) is { } problem)
        {
            throw new ArgumentException($"The name of a group: {problem}.", nameof(name));
        }

        var text = name?.Trim() ?? "";
        var row = new
        {
            hash = panel.Choice.Hash,
            isDemonstration = panel.IsDemonstration,
            clusters = panel.Clusters,
            number,
            name = text,
            by = actor.Name,
            now = DateTimeOffset.UtcNow,
            paths = GroupSetStore.Json(panel.Paths),
        };
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(GroupSetStore.LockNumbersSql, transaction: transaction, cancellationToken: cancellationToken));
                var former = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(FormerSql, row, transaction, cancellationToken: cancellationToken));
                if ((former ?? "") == text)
                {
                    return;
                }

                await connection.ExecuteAsync(DropSql, row, transaction);
                if (text.Length > 0)
                {
                    await connection.ExecuteAsync(InsertSql, row, transaction);
                    await connection.ExecuteAsync(KeepNumbersSql, row, transaction);
                }

                await audit.WriteAsync(connection, transaction, Entry(panel, number, text, former, actor), cancellationToken);
            },
            cancellationToken);
    }

    // The key of a choice may be longer than a subject: it stands last.
    private static AuditEntry Entry(GroupPanel panel, int number, string name, string? former, AuditActor actor)
        => new(
            actor,
            name.Length > 0 ? Named : Unnamed,
            string.Create(CultureInfo.InvariantCulture, $"{number}/{panel.Clusters} {panel.Choice.Key}"),
            name.Length == 0 ? former : former is null ? name : $"{former} → {name}");

    // Half a surrogate pair comes as the replacement character; a database would refuse it.
    private static bool IsUnseen(Rune rune)
        => rune == Rune.ReplacementChar
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

/// <summary>What is wrong with a name.</summary>
public enum GroupNameProblem
{
    /// <summary>Longer than <see cref="GroupNameStore.MaxLength"/> characters.</summary>
    TooLong,

    /// <summary>Line breaks, or other characters that are not seen.</summary>
    ControlCharacters,
}
