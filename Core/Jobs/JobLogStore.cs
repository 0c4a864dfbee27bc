using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>Writes the logs of runs.</summary>
public sealed class JobLogStore(Database database)
{
    private const string DropLinesSql = "delete from job_log where run_id = @runId and ordinal >= @first";

    private const string InsertLineSql = """
        insert into job_log (run_id, ordinal, at, level, subject, message_code, message_arguments)
        values (@runId, @ordinal, @At, @level, @Subject, @MessageCode, @MessageArguments)
        """;

    /// <summary>Writes lines of the log of a run, in place of those that are there from <paramref name="first"/> on: a writing whose answer was lost may be made again.</summary>
    /// <param name="first">Ordinal of the first, from 0.</param>
    /// <param name="lines">At least one, all of one run.</param>
    public Task AddAsync(int first, IReadOnlyList<JobLogLine> lines, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(DropLinesSql, new { runId = lines[0].RunId, first }, transaction);
                await connection.ExecuteAsync(
                    InsertLineSql,
                    lines.Select((line, i) => new
                    {
                        runId = line.RunId,
                        ordinal = first + i,
                        line.At,
                        level = EnumCode.Of(line.Level),
                        line.Subject,
                        line.MessageCode,
                        line.MessageArguments,
                    }),
                    transaction);
            },
            cancellationToken);
}
