using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Notices;
using Octoplus.Ingest;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>A clock that stands until it is moved; its timers ring then.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Ring> _rings = [];

    // What the database writes has the machine's time: never before that.
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UtcNow.AddMinutes(1);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Move(TimeSpan by)
    {
        Now += by;
        foreach (var ring in _rings.Where(r => r.IsOn).ToList())
        {
            ring.Call();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var ring = new Ring(callback, state);
        _rings.Add(ring);
        return ring;
    }

    private sealed class Ring(TimerCallback callback, object? state) : ITimer
    {
        public bool IsOn { get; private set; } = true;

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => IsOn = false;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>One server on a test database, composed as the program is, with a job that does what a test says.</summary>
internal sealed class NoticesNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public NoticesNode(TestDatabase test, IReadOnlyDictionary<string, string?> settings, TimeProvider time)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Folder"] = test.Folder,
            ["Database:Provider"] = test.Options.Provider,
            ["ConnectionStrings:Octoplus"] = test.Options.ConnectionString,
        }).Build();
        var read = Settings.Read(configuration, test.Folder);
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddCore(read.Database, read.Data.Folder).AddIngest().AddDashboard(read)
            .AddSingleton(time)
            .AddSingleton<Job>(Job)
            .BuildServiceProvider();
    }

    public ToldJob Job { get; } = new();

    public NoticeDispatcher Dispatcher => _services.GetRequiredService<NoticeDispatcher>();

    public NoticeOutbox Outbox => _services.GetRequiredService<NoticeOutbox>();

    public NoticeQueries Queries => _services.GetRequiredService<NoticeQueries>();

    public IServiceProvider Services => _services;

    /// <summary>Runs the job once; it tells what is given, or fails.</summary>
    public Task RunAsync(Action<JobContext> work)
        => RunAsync(context =>
        {
            work(context);
            return Task.CompletedTask;
        });

    /// <inheritdoc cref="RunAsync(Action{JobContext})"/>
    public async Task RunAsync(Func<JobContext, Task> work)
    {
        Job.Work = work;
        Assert.NotNull(await _services.GetRequiredService<JobEngine>().RunAsync(Job.Name, JobCause.Command, null, "ada", CancellationToken.None));
    }

    public Task FailAsync() => RunAsync((Action<JobContext>)(_ => throw new InvalidOperationException("Le serveur de données a répondu « non ».")));

    public Task SucceedAsync() => RunAsync(_ => { });

    public Task ChangeAsync(int number) => RunAsync(c => c.Tell(Changed(number)));

    public static Notice Changed(int number)
        => new(NoticeKind.Changed, string.Create(CultureInfo.InvariantCulture, $"test:{number}"), Message.Of("views.rebuilt"), "/donnees");

    /// <summary>Writes a notice in a transaction of its own.</summary>
    public Task WriteAsync(Notice notice, long? runId = null)
        => _services.GetRequiredService<Database>().WriteAsync(
            (connection, transaction) => NoticeStore.WriteAsync(connection, transaction, runId, notice, CancellationToken.None), CancellationToken.None);

    /// <summary>Sends what is due by all channels.</summary>
    public async Task<int> SendAsync()
    {
        var attempts = 0;
        foreach (var channel in Dispatcher.Channels)
        {
            attempts += await Dispatcher.SendDueAsync(channel.Name, CancellationToken.None);
        }

        return attempts;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    internal sealed class ToldJob : Job
    {
        public override string Name => "test-job";

        public override string DefaultSchedule => "0 0 3 * * ?";

        public Func<JobContext, Task> Work { get; set; } = _ => Task.CompletedTask;

        public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            await Work(context);
            return new JobResult(HasChanged: true, 1, Message.Of("views.rebuilt"));
        }
    }
}
