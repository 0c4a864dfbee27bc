using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Octoplus.EndToEnd;

/// <summary>The pages that a test opened, each in a profile of its own.</summary>
public sealed class OpenPages
{
    private readonly ConcurrentQueue<IBrowserContext> _contexts = new();

    internal async Task<IPage> AddAsync(BrowserNewContextOptions options)
    {
        var context = await (await TestBrowser.GetAsync()).NewContextAsync(options);
        _contexts.Enqueue(context);
        return await context.NewPageAsync();
    }

    internal async Task CloseAsync()
    {
        while (_contexts.TryDequeue(out var context))
        {
            await context.CloseAsync();
        }
    }
}

/// <summary>Tests in a browser: what one opened is closed when it is over, or it would go on beside the next ones.</summary>
public abstract class BrowserTests(OpenPages pages) : IAsyncLifetime
{
    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => pages.CloseAsync();
}
