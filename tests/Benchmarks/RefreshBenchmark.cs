using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Benchmarks;

/// <summary>
/// Refresh of a source that has not changed, by its job, over a new TLS connection each time, against a description as of a large dataset (30
/// resources): with a portal that knows its validators, and with one that sends the description whole. Bytes are counted at the socket.
/// </summary>
internal static class RefreshBenchmark
{
    private const int Resources = 30;
    private const int Runs = 30;

    public static async Task RunAsync()
    {
        await using var publisher = await LocalPublisher.StartAsync();
        using var proxy = new CountingProxy(publisher.Address.Port);
        var folder = Directory.CreateTempSubdirectory("octoplus-benchmark-refresh-");
        var database = Database.Create(new DatabaseOptions(), folder.FullName);
        await SchemaScripts.ApplyAsync(database, CancellationToken.None);
        var dataset = new PublishedDataset(publisher, "crimes-et-delits-enregistres-par-les-services-de-gendarmerie-et-de-police-depuis-2012");
        var file = await File.ReadAllBytesAsync(ImportBenchmark.Workbook);
        dataset.Publish(file, DateTime.UtcNow, others: Resources - 1);
        await new SourceStore(database, new AuditLog(database, TimeProvider.System)).AddAsync(
            new SourceDraft
            {
                Name = "État 4001",
                Kind = SourceKind.Dataset,
                Address = new Uri(new Uri($"https://{proxy.Address.Authority}"), dataset.Address.AbsolutePath).AbsoluteUri,
                Settings = dataset.Settings,
                Schedule = "0 0 6 * * ?",
            },
            AuditActor.System,
            CancellationToken.None);
        await RefreshAsync(database, folder.FullName, publisher, JobState.Succeeded);
        await MeasureAsync("description by its validator (304)", database, folder.FullName, publisher, proxy);

        Unconditional(publisher, dataset.Description);
        await MeasureAsync("description whole (200, gzip)", database, folder.FullName, publisher, proxy);
        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(string name, Database database, string folder, LocalPublisher publisher, CountingProxy proxy)
    {
        await RefreshAsync(database, folder, publisher, JobState.Unchanged);
        var milliseconds = new List<double>();
        var before = (proxy.Sent, proxy.Received);
        for (var run = 0; run < Runs; run++)
        {
            var clock = Stopwatch.StartNew();
            await RefreshAsync(database, folder, publisher, JobState.Unchanged);
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"refresh of an unchanged source, {name}: {Machine.Summary(milliseconds, "ms")}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  bytes at the socket, TLS and headers included: {(proxy.Sent - before.Sent) / Runs} fetched, {(proxy.Received - before.Received) / Runs} sent"));
    }

    private static async Task RefreshAsync(Database database, string folder, LocalPublisher publisher, JobState expected)
    {
        var options = new NetworkOptions { TrustedCertificates = publisher.Certificate };
        options.PrivateHosts.Add("127.0.0.1");
        using var outgoing = new OutgoingHttp(Options.Create(options));
        var http = new SourceHttp(outgoing, new FetchLimits(), TimeProvider.System);
        var imports = new TestImports(database, folder);
        var audit = new AuditLog(database, TimeProvider.System);
        var sources = new SourceQueries(database);
        var refresh = new SourceRefresh(
            sources,
            new SourceStateStore(database, audit),
            new SourceImport(imports.Queue, new ImportQueries(database), new VintageQueries(database)),
            [new DatasetSourceReader(http)],
            imports.Files,
            TimeProvider.System);
        var shipped = new ShippedSources(new SourceStore(database, audit), Options.Create<List<SourceOptions>>([]));
        var run = await Engines.Of(database, [new RefreshSourcesJob(database, sources, shipped, refresh, TimeProvider.System)])
            .RunAsync(RefreshSourcesJob.Key, JobCause.Person, null, "benchmark", CancellationToken.None);
        if (run?.State != expected)
        {
            throw new InvalidOperationException($"The run ended as {run?.State} with {run?.Message}.");
        }
    }

    // A portal that makes its descriptions on the fly: no validator, compressed.
    private static void Unconditional(LocalPublisher publisher, string path)
    {
        var describe = publisher.AnswerOf(path);
        publisher.Answer(path, async context =>
        {
            var body = context.Response.Body;
            using var whole = new MemoryStream();
            context.Request.Headers.IfNoneMatch = default;
            context.Response.Body = whole;
            await describe(context);
            context.Response.Headers.ETag = default;
            context.Response.ContentLength = null;
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Body = body;
            await using var gzip = new GZipStream(body, CompressionLevel.Optimal);
            await gzip.WriteAsync(whole.ToArray());
        });
    }
}
