using Microsoft.JSInterop;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Shared;

/// <summary>A script module with an <c>attach</c>, bound to what a component shows, and let go with it.</summary>
public sealed class AttachedScript : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;

    /// <summary>Calls <c>attach</c> of a module; what it gives back must have a <c>dispose</c>.</summary>
    /// <param name="module">See <see cref="ScriptModules"/>.</param>
    public async Task AttachAsync(IJSRuntime script, string module, params object?[] arguments)
    {
        _module = await script.InvokeAsync<IJSObjectReference>("import", module);
        _attached = await _module.InvokeAsync<IJSObjectReference>("attach", arguments);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_attached is not null)
            {
                await _attached.InvokeVoidAsync("dispose");
                await _attached.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }
}
