using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Tests.Upkeep;

/// <summary>Records and files that nothing needs any more.</summary>
public abstract partial class CleanUpSuite
{
    [SkippableFact]
    public async Task Run_RecordsOfAllAges_DropsTheOldAndCountsThem()
    {
        var store = new TestImports(Database, Test.Folder).Store;
        foreach (var (id, state, at) in new[] { (1, "refused", 2), (2, "waiting", 2), (3, "refused", 0) })
        {
            await store.AddAsync(id, new NewImport("f", 1, new string((char)('a' + id), 64), "page", "ada", null), CancellationToken.None);
            await Test.ColumnAsync<int>("update import_file set state = @state, uploaded_at = @at where id = @id", new { id, state, at = Ago(at) });
        }

        for (var i = 0; i < 1203; i++)
        {
            await Test.ColumnAsync<int>(
                "insert into audit_entry (at, id, actor, action, subject) values (@at, @id, 'x', 'sign-in.failed', 'x')",
                new { at = i < 700 ? Ago(4) : i < 1201 ? Ago(5) : Ago(1), id = Guid.NewGuid().ToString("N") });
        }

        for (var i = 1; i <= 25; i++)
        {
            await Test.ColumnAsync<int>(
                """
                insert into job_run (id, job, cause, started_by, node, state, started_at, rows_done, row_count, has_changed) values (@i, 'made', 'schedule', 's', 'n', 'succeeded', @at, 0, 0, 0);
                insert into job_log (run_id, ordinal, at, level, subject, message_code, message_arguments) values (@i, 0, @at, 'info', '', 'c', '[]');
                """,
                new { i, at = Ago(1) });
        }

        await Test.ColumnAsync<int>("update id_counter set last_id = 100 where name = 'job_run'");
        var run = await RunAsync(years: 0);

        Assert.Equal([2L, 3L], await Test.ColumnAsync<long>("select id from import_file order by id"));
        Assert.Equal([2L], await Test.ColumnAsync<long>("select count(*) from audit_entry where action = 'sign-in.failed'"));
        Assert.Equal(Enumerable.Range(6, 20).Select(i => (long)i), await Test.ColumnAsync<long>("select id from job_run where job = 'made' order by id"));
        Assert.Equal([20L], await Test.ColumnAsync<long>("select count(*) from job_log where message_code = 'c'"));
        Assert.Equal(1 + 1201 + 5, run.RowCount);
        var lines = await new JobRunQueries(Database).LinesAsync(run.Id, 100, CancellationToken.None);
        Assert.Equal(["clean.imports", "clean.audit", "clean.runs"], lines.Select(l => l.Message.Code));
        Assert.Equal("1201", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{lines[1].Message.Arguments[0]}"));
    }

    [SkippableFact]
    public async Task Run_FilesThatNothingNeeds_GoOthersStay()
    {
        var edition = Assert.Single(await ImportEditionsAsync(1));
        Files.Keep(Write("orphan"), new string('a', 64));
        await new TestImports(Database, Test.Folder).Store.AddAsync(7, new NewImport("f", 1, new string('b', 64), "page", "ada", null), CancellationToken.None);
        Files.Keep(Write("waits"), new string('b', 64));
        Directory.CreateDirectory(Path.Combine(Test.Folder, "uploads"));
        foreach (var id in new[] { 7, 8, 9 })
        {
            await File.WriteAllTextAsync(Files.UploadOf(id), "x");
            File.SetLastWriteTimeUtc(Files.UploadOf(id), id == 9 ? DateTime.UtcNow : DateTime.UtcNow.AddDays(-3));
        }

        await RunAsync(years: 0);

        Assert.Null(Files.Find(new string('a', 64)));
        Assert.NotNull(Files.Find(new string('b', 64)));
        Assert.NotNull(Files.Find(edition.Sha256));
        Assert.Equal((true, false, true), (File.Exists(Files.UploadOf(7)), File.Exists(Files.UploadOf(8)), File.Exists(Files.UploadOf(9))));
    }
}
