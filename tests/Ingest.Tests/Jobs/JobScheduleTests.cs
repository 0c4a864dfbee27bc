namespace Octoplus.Ingest.Tests.Jobs;

public sealed class SqliteJobScheduleTests : JobScheduleSuite
{
    private protected override Task<TestDatabase> OpenAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbJobScheduleTests : JobScheduleSuite
{
    private protected override Task<TestDatabase> OpenAsync() => TestDatabase.OnMariaDbAsync();
}
