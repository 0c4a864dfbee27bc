using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Pages.Admin.Sources;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Dashboard.Tests.Pages.Admin.Imports;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Sources;

/// <summary>The pages of sources over a database of their own; a job of the test stands for the one that asks them.</summary>
public abstract class SourcesContext : ImportPagesContext
{
    private readonly TemporaryFolder _machine = new();
    private readonly JobEngine _starter;
    private readonly OutgoingHttp _outgoing = new(new NetworkOptions(), (_, _) => Task.FromResult(Array.Empty<System.Net.IPAddress>()));

    protected SourcesContext()
    {
        Drop = Directory.CreateDirectory(_machine.File("drop")).FullName;
        var audit = new AuditLog(Database, TimeProvider.System);
        _starter = Engines.Of(Database, [Job]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Octoplus"] = "Password=secret", ["ConnectionStrings:Plaintes"] = "Password=secret", ["Secrets:PORTAIL"] = "secret",
        }).Build();
        var http = new SourceHttp(_outgoing, new FetchLimits { Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        Services.AddSingleton(new SourceQueries(Database)).AddSingleton(Kept).AddSingleton(new JobRunQueries(Database)).AddSingleton(new ProfileQueries(Database));
        Services.AddSingleton(new SourceRuns(_starter, audit)).AddSingleton<MessageText>().AddSingleton<JobText>().AddSingleton<SourceText>().AddSingleton<SourceRules>().AddSingleton<SourceTrial>();
        Services.AddSingleton(new AllowedFolders([Drop], Directory.CreateDirectory(_machine.File("data")).FullName)).AddSingleton(new NamedConnections(configuration));
        Services.AddSingleton(http).AddSingleton<ApiSourceReader>().AddSingleton<QuerySourceReader>().AddSingleton<ISourceReader, FileSourceReader>();
    }

    /// <summary>A folder that sources may read.</summary>
    protected string Drop { get; }

    protected SlowJob Job { get; } = new();

    protected SourceStore Kept => new(Database, new AuditLog(Database, TimeProvider.System));

    protected SourceQueries Queries => new(Database);

    protected SourceStateStore States => new(Database, new AuditLog(Database, TimeProvider.System));

    protected static AuditActor Other { get; } = new("luc", null);

    protected async Task<long> AddFolderAsync(string name = "Mensuels", bool isOn = true)
        => await Kept.AddAsync(
            new SourceDraft { Name = name, Kind = SourceKind.Folder, Address = Drop, Settings = KindSettings.ToJson(new FolderSettings()), Schedule = "0 30 5 * * ?", IsOn = isOn },
            Other,
            CancellationToken.None);

    /// <summary>What was written down under an action, as <c>actor subject</c>.</summary>
    protected async Task<IEnumerable<string>> AuditAsync(string action)
        => (await new AuditQueries(Database).PageAsync(new AuditFilter(Action: action), 1, 100, CancellationToken.None)).Rows.Select(r => $"{r.Actor} {r.Subject}");

    /// <summary>A file that is not being written.</summary>
    protected void Put(string name, string content)
    {
        var path = Path.Combine(Drop, name);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
    }

    protected void LoseSources()
    {
        var lost = Core.Storage.Database.Create(new Core.Storage.DatabaseOptions { ConnectionString = $"Data Source={_machine.File("missing/no.db")}" }, _machine.Path);
        Services.AddSingleton(new SourceQueries(lost)).AddSingleton(new ProfileQueries(lost));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Job.Go.TrySetResult();
            _starter.EndAsync(CancellationToken.None).GetAwaiter().GetResult();
            _outgoing.Dispose();
            _machine.Dispose();
        }
    }

    /// <summary>Runs until told to go on.</summary>
    protected sealed class SlowJob : Job
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Asked { get; private set; }

        public override string Name => RefreshSourcesJob.Key;

        public override string DefaultSchedule => "0 0 5 * * ?";

        public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            Asked = context.Parameter;
            context.Report("reading-rows", 20, 80);
            context.Log(JobLogLevel.Warning, new Message("source.file-gone", ["<b>parti</b>.csv"]), "source:" + context.Parameter);
            await Go.Task.WaitAsync(cancellationToken);
            return new JobResult(HasChanged: true, 5, new Message("source.rows-read", [5L]));
        }
    }
}
