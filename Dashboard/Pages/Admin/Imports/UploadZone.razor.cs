using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Ingest.Files;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>Where files are dropped or chosen. A plain form; its script sends each file by itself and shows how far it is.</summary>
public sealed partial class UploadZone : ComponentBase, IAsyncDisposable
{
    private const string ProblemPrefix = "Refused.";

    private static readonly string[] _problems = ["too-large", "empty-file", "queue-full", "no-file", "no-token", "broken-off"];

    private readonly AttachedScript _attached = new();
    private ElementReference _form;
    private DotNetObjectReference<UploadZone>? _self;

    /// <summary>A file arrived.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnUploaded { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ImportTexts> T { get; set; } = default!;

    /// <summary>Called by the script.</summary>
    [JSInvokable]
    public Task UploadedAsync() => InvokeAsync(OnUploaded.InvokeAsync);

    public async ValueTask DisposeAsync()
    {
        await _attached.DisposeAsync();
        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        await _attached.AttachAsync(Script, "octoplus/uploads", _form, _self, new
        {
            address = UploadRoutes.UploadAddress,
            maxBytes = FileProbe.MaxFileBytes,
            texts = new
            {
                waiting = T["Upload.Waiting"].Value,
                sending = T["Upload.Sending"].Value,
                done = T["Upload.Done"].Value,
                see = T["Upload.See"].Value,
                cancel = T["Upload.Cancel"].Value,
                cancelled = T["Upload.Cancelled"].Value,
                tooLarge = T["Upload.TooLarge"].Value,
                empty = T["Upload.Empty"].Value,
                lost = T["Upload.Lost"].Value,
                other = T["Refused.other"].Value,
                problems = _problems.ToDictionary(p => p, p => T[ProblemPrefix + p].Value, StringComparer.Ordinal),
            },
        });
    }
}
