using System.Data.Common;
using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>Writes down who did what. Entries are never changed.</summary>
public sealed class AuditLog(Database database, TimeProvider time)
{
    private const string InsertSql = """
        insert into audit_entry (at, id, actor, action, subject, detail, address)
        values (@At, @Id, @Actor, @Action, @Subject, @Detail, @Address)
        """;

    /// <summary>Writes one entry in a transaction of its own.</summary>
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await WriteAsync(connection, null, entry, cancellationToken);
    }

    /// <summary>Writes one entry in the caller's transaction: what was done and its entry stand or fall together.</summary>
    public Task WriteAsync(DbConnection connection, DbTransaction? transaction, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var row = new
        {
            At = time.GetUtcNow(),
            Id = Guid.CreateVersion7().ToString("N"),
            Actor = Cut(entry.Actor.Name, 100),
            entry.Action,
            Subject = Cut(entry.Subject, 200),
            Detail = entry.Detail is null ? null : Cut(entry.Detail, 2000),
            Address = entry.Actor.Address is null ? null : Cut(entry.Actor.Address, 64),
        };
        return connection.ExecuteAsync(new CommandDefinition(InsertSql, row, transaction, cancellationToken: cancellationToken));
    }

    // Not in the middle of a surrogate pair, which a database would refuse.
    private static string Cut(string text, int length)
        => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
