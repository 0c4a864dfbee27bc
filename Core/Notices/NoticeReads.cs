using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Notices;

/// <summary>Keeps up to where each user has seen the notices.</summary>
public sealed class NoticeReads(Database database)
{
    private const string MoveSql = "update notice_read set last_id = @lastId where user_id = @userId and last_id < @lastId";

    private const string FirstSql = """
        insert into notice_read (user_id, last_id)
        select c.user_id, @lastId from (select @userId as user_id) c
        where not exists (select 1 from notice_read r where r.user_id = @userId)
        """;

    /// <summary>A user has seen everything up to a notice; what was seen stays seen.</summary>
    public async Task MarkAsync(long userId, long lastId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, FirstSql, userId, lastId, cancellationToken);
        }
        catch (DbException)
        {
            // Two pages of the user at once, and one met the key of the other: the row is there, or the next statement says what is wrong.
        }

        await ExecuteAsync(connection, MoveSql, userId, lastId, cancellationToken);
    }

    private static Task ExecuteAsync(DbConnection connection, string sql, long userId, long lastId, CancellationToken cancellationToken)
        => connection.ExecuteAsync(new CommandDefinition(sql, new { userId, lastId }, cancellationToken: cancellationToken));
}
