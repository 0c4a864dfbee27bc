using Hangfire.Server;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Work that Hangfire's server of this node looks for every few seconds, and at once when woken, since another node may have left it.</summary>
/// <param name="work">Safe to be called when there is nothing to do. A failure is logged, and the next look tries again.</param>
public sealed partial class RepeatedWork(string name, TimeSpan pause, Func<CancellationToken, Task> work, ILogger<RepeatedWork> logger) : IBackgroundProcess
{
    // Never disposed: it may be woken when its host has ended; without a handle it holds nothing.
    private readonly SemaphoreSlim _wanted = new(0);

    /// <summary>Looks at once, or once more if it is looking.</summary>
    public void Wake() => _wanted.Release();

    public void Execute(BackgroundProcessContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Several changes since the last look are looked at once.
        while (_wanted.Wait(TimeSpan.Zero, CancellationToken.None))
        {
        }

        try
        {
            work(context.StoppingToken).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // a database that is away comes back: the next look tries again
        catch (Exception e)
#pragma warning restore CA1031
        {
            // A driver may tell of the end as of a failure.
            context.StoppingToken.ThrowIfCancellationRequested();
            LogFailed(e, name);
        }

        _wanted.Wait(pause, context.StoppingToken);
    }

    /// <summary>As Hangfire names it in its logs.</summary>
    public override string ToString() => name;

    [LoggerMessage(LogLevel.Error, "What is due of '{Name}' could not be done; it is tried again.")]
    private partial void LogFailed(Exception exception, string name);
}

/// <summary>Registers work that is looked for.</summary>
public static class RepeatedWorkServices
{
    /// <param name="join">Given what does the work, and what wakes it up: where an event says that there is something to do.</param>
    public static IServiceCollection AddRepeatedWork<T>(
        this IServiceCollection services, string name, TimeSpan pause, Func<T, CancellationToken, Task> work, Action<IServiceProvider, Action>? join = null)
        where T : notnull
        => services.AddSingleton(p =>
        {
            var worker = p.GetRequiredService<T>();
            var repeated = new RepeatedWork(name, pause, token => work(worker, token), p.GetRequiredService<ILogger<RepeatedWork>>());
            join?.Invoke(p, repeated.Wake);
            return repeated;
        });
}
