using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Octoplus.Dashboard.Charts;

/// <summary>The way to the script that draws: sends a picture when it differs from the one drawn before.</summary>
public sealed class ChartScript : IAsyncDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private IJSObjectReference? _module;
    private ElementReference _plot;
    private string? _drawn;

    /// <param name="kind">Which painter of <c>chart.js</c>.</param>
    /// <param name="data">What it paints.</param>
    public async Task DrawAsync(IJSRuntime script, ElementReference plot, string kind, object data)
    {
        var format = CultureInfo.CurrentCulture.NumberFormat;
        var picture = JsonSerializer.Serialize(new { Kind = kind, Separators = format.NumberDecimalSeparator + format.NumberGroupSeparator, Data = data }, _json);
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
