using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Charts;

/// <summary>What all charts drawn by the server share. Marks carry <c>data-mark</c> and an <c>aria-label</c>, which the script shows.</summary>
public sealed partial class ChartFigure : ComponentBase, IAsyncDisposable
{
    private readonly AttachedScript _attached = new();
    private ElementReference _root;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ChartTexts> T { get; set; } = default!;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The picture in one sentence.</summary>
    [Parameter, EditorRequired]
    public string Summary { get; set; } = "";

    [Parameter, EditorRequired]
    public RenderFragment Table { get; set; } = default!;

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter]
    public IEnumerable<string> Notes { get; set; } = [];

    [Parameter]
    public string? Class { get; set; }

    [Parameter]
    public string? TestId { get; set; }

    public ValueTask DisposeAsync() => _attached.DisposeAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _attached.AttachAsync(Script, "octoplus/chart-marks", _root);
        }
    }
}
