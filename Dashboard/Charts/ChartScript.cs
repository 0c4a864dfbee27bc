using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Octoplus.Dashboard.Charts;

/// <summary>The way to the script that draws: sends a picture when it differs from the one drawn before.</summary>
public sealed class ChartScript : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private ElementReference _plot;
    private string? _drawn;

    /// <param name="picture">JSON, see <c>chart.js</c>.</param>
    public async Task DrawAsync(IJSRuntime script, ElementReference plot, string picture)
    {
        if (picture == _drawn)
        {
            return;
        }

        (_drawn, _plot) = (picture, plot);
        _module ??= await script.InvokeAsync<IJSObjectReference>("import", "octoplus/chart");
        await _module.InvokeVoidAsync("draw", plot, picture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.InvokeVoidAsync("dispose", _plot);
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its charts with it.
        }
    }
}
