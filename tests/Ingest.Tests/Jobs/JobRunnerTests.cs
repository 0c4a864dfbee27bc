using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Tests.Jobs;

public sealed class SqliteJobRunnerTests : JobRunnerSuite
{
    private protected override Task<TestDatabase> OpenAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbJobRunnerTests : JobRunnerSuite
{
    private protected override Task<TestDatabase> OpenAsync() => TestDatabase.OnMariaDbAsync();
}

public sealed class JobContextTests
{
    [Fact]
    public void Log_MoreLinesThanAreKept_SaysSoInTheLast()
    {
        var context = new JobContext(JobLease.None, JobCause.Schedule, null, "system");
        for (var i = 0; i < JobContext.MaxLines + 10; i++)
        {
            context.Log(JobLogLevel.Info, Message.Of("line", i));
        }

        var lines = context.LinesFrom(0);
        Assert.Equal(JobContext.MaxLines, lines.Count);
        Assert.Equal("job.log-full", lines[^1].Message.Code);
        Assert.Equal(JobContext.MaxLines - 2L, lines[^2].Message.Arguments[0]);
    }
}
