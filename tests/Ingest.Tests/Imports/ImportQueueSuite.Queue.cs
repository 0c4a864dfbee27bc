using System.IO.Compression;
using System.Text;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Tests.Imports;

/// <summary>Uploads as they come, and what processes that die leave of them.</summary>
public abstract partial class ImportQueueSuite
{
    [SkippableFact]
    public async Task ReceiveAsync_CutOff_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Queue.ReceiveAsync(new BrokenStream(100_000), "cut.xlsx", "page", "marie", null, CancellationToken.None));

        Assert.Empty(await Imports.OpenAsync(CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Test.Folder, "uploads")));
    }

    [SkippableFact]
    public async Task ReceiveAsync_Endless_IsRefusedAtTheBound()
    {
        var endless = new BrokenStream(long.MaxValue);

        var refusal = await Assert.ThrowsAsync<UnreadableFileException>(() => Queue.ReceiveAsync(endless, "x.csv", "page", "marie", null, CancellationToken.None));

        Assert.Equal("too-large", refusal.Code);
        Assert.InRange(endless.Given, FileProbe.MaxFileBytes, FileProbe.MaxFileBytes + 100_000);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Test.Folder, "uploads")));
    }

    [SkippableFact]
    public async Task ReceiveAsync_Empty_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<UnreadableFileException>(() => Queue.ReceiveAsync(Stream.Null, "x.csv", "page", "marie", null, CancellationToken.None));

        Assert.Equal("empty-file", refusal.Code);
    }

    [SkippableFact]
    public async Task ReceiveAsync_FiftyAtOnce_AreAllQueuedAndReadInOrder()
    {
        var paths = Enumerable.Range(1, 50).Select(i => Write($"file-{i}.bin", Encoding.UTF8.GetBytes($"nothing known {i}"))).ToList();

        await Task.WhenAll(paths.Select(path => Task.Run(() => ReceiveAsync(path, Path.GetFileName(path)))));

        var queued = await Imports.OpenAsync(CancellationToken.None);
        Assert.Equal(50, queued.Select(f => f.Id).Distinct().Count());
        Assert.Equal(paths.Select(Path.GetFileName).Order(StringComparer.Ordinal), queued.Select(f => f.FileName).Order(StringComparer.Ordinal));
        for (var read = 0; read < 50; read++)
        {
            Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        }

        Assert.False(await Queue.ReadNextAsync(CancellationToken.None));
        Assert.All(await Imports.OverAsync(100, long.MaxValue, CancellationToken.None), f => Assert.Equal(ImportState.Invalid, f.State));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Test.Folder, "uploads")));
    }

    [SkippableFact]
    public async Task ReadNextAsync_GzipThatInflatesToTenGigabytes_IsInvalid()
    {
        var path = Folder.File("bomb.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            var zeros = new byte[10_000_000];
            for (var i = 0; i < 1000; i++)
            {
                await gzip.WriteAsync(zeros);
            }
        }

        var file = await BringAsync(path, "donnees.csv.gz");

        Assert.Equal(ImportState.Invalid, file.State);
        Assert.Equal("too-large", Assert.Single(await Imports.FindingsAsync(file.Id, CancellationToken.None)).Code);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetTempPath(), "octoplus-*.inflated"), f => File.GetCreationTimeUtc(f) > File.GetCreationTimeUtc(path));
    }

    [SkippableFact]
    public async Task ReadNextAsync_GzippedList_IsRead()
    {
        var path = Folder.File("list.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("code_departement,nom_departement,code_region,nom_region\n" + string.Join('\n', Core.Reference.ReferenceTerritories.Departments
                .Select(d => $"{d.Code},{d.Name},{d.RegionCode},{d.RegionName}"))));
        }

        var file = await BringAsync(path, "list.csv.gz");

        Assert.Equal((ImportState.Waiting, "departements"), (file.State, file.Dataset));
    }

    [SkippableFact]
    public async Task ReadNextAsync_ProcessDiedWhileReading_IsReadAnewByAnother()
    {
        var file = await ReceiveAsync(Save(WorkbookBuilder.Valid()));
        var store = new TestImports(Database, Test.Folder).Store;
        var dead = await store.TakeAsync(file.Id, TimeSpan.FromSeconds(-1), CancellationToken.None);

        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));

        Assert.Equal(ImportState.Waiting, (await FindAsync(file.Id)).State);
        Assert.False(await store.EndAsync(file.Id, dead!, new ImportResult(ImportState.Failed, "late"), CancellationToken.None));
        Assert.Equal(ImportState.Waiting, (await FindAsync(file.Id)).State);
    }

    [SkippableFact]
    public async Task ReadNextAsync_AnotherProcessReads_LeavesItAlone()
    {
        var file = await ReceiveAsync(Save(WorkbookBuilder.Valid()));
        var store = new TestImports(Database, Test.Folder).Store;
        Assert.NotNull(await store.TakeAsync(file.Id, TimeSpan.FromMinutes(1), CancellationToken.None));

        Assert.False(await Queue.ReadNextAsync(CancellationToken.None));
        Assert.Null(await store.TakeAsync(file.Id, TimeSpan.FromMinutes(1), CancellationToken.None));
        await store.ReportAsync(file.Id, "storing", 7, 9, CancellationToken.None);
        var seen = await FindAsync(file.Id);
        Assert.Equal((ImportState.Reading, "storing", 7L, 9L), (seen.State, seen.Step, seen.RowsDone, seen.RowsTotal));
    }

    [SkippableFact]
    public async Task ReadNextAsync_UploadOnAnotherNode_IsLeftToIt()
    {
        var file = await ReceiveAsync(Save(WorkbookBuilder.Valid()));
        using var elsewhere = new TemporaryFolder();

        Assert.False(await new TestImports(Database, elsewhere.Path).Queue.ReadNextAsync(CancellationToken.None));

        Assert.Equal(ImportState.Queued, (await FindAsync(file.Id)).State);
        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task ReadNextAsync_UnknownTable_WaitsForAProfile()
    {
        var file = await BringAsync(Write("table.csv", "secteur;mois;valeur\nA;2019-01;3\n"u8.ToArray()), "table.csv");

        Assert.Equal(ImportState.Mapping, file.State);
        Assert.True(File.Exists(Files.UploadOf(file.Id)));
        Assert.Equal(DecisionResult.Done, await Queue.RefuseAsync(file.Id, "paul", null, CancellationToken.None));
        Assert.False(File.Exists(Files.UploadOf(file.Id)));
    }

    [SkippableFact]
    public async Task DropAbandonedAsync_WaitingForADecision_StaysAndStagedForNobodyGoes()
    {
        var waiting = await BringAsync(WorkbookBuilder.Valid());
        var orphan = await Importer.StageAsync(new FileToRead(Save(WorkbookBuilder.Valid(2021)), "orphan.xlsx", "command"), null, CancellationToken.None);

        await new VintageStore(Database).DropAbandonedAsync(TimeSpan.FromMinutes(-1), CancellationToken.None);

        Assert.Equal([waiting.VintageId!.Value], await Test.ColumnAsync<long>("select distinct vintage_id from fact"));
        Assert.NotEqual(waiting.VintageId, orphan.VintageId);
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(waiting.Id, "paul", null, CancellationToken.None));
    }

    private string Write(string name, byte[] content)
    {
        var path = Folder.File(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Gives zeros, then fails as a connection does that is cut.</summary>
    private sealed class BrokenStream(long length) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Given >= length)
            {
                throw new IOException("The connection was cut.");
            }

            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
