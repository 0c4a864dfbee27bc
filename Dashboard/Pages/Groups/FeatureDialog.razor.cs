using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Octoplus.Core.Groups;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Chooses the features that territories are compared by; the groups change once, when all are chosen.</summary>
public sealed partial class FeatureDialog : ComponentBase
{
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private IReadOnlyList<ComboOption> _options = [];
    private ElementReference _dialog;
    private IJSObjectReference? _module;
    private string _typed = "";

    [Parameter, EditorRequired]
    public GroupTerritories Territories { get; set; }

    /// <summary>Those that there are figures for.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GroupFeature> Offered { get; set; } = [];

    /// <summary>Codes of those chosen now.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Value { get; set; } = [];

    /// <summary>With the codes chosen, at least one.</summary>
    [Parameter, EditorRequired]
    public EventCallback<IReadOnlyList<string>> OnChoose { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private IStringLocalizer<GroupTexts> T { get; set; } = default!;

    /// <summary>Single indices, a hundred of each kind, come up when searched for or chosen.</summary>
    private List<GroupFeature> Found
    {
        get
        {
            var found = _typed.Trim().Length == 0 ? null : ComboOption.Find(_options, _typed.Trim()).Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
            return [.. Offered.Where(f => found?.Contains(f.Code) ?? (_chosen.Contains(f.Code) || !FeatureNames.Heading(f).EndsWith(".Offences", StringComparison.Ordinal)))];
        }
    }

    protected override void OnInitialized()
    {
        _chosen.UnionWith(Value.Where(IsOffered));
        _options = [.. Offered.Select(f => new ComboOption(f.Code, FeatureNames.Short(T, f.Code), Code: f.Measure is { Offences: [var index] } ? index.ToString(CultureInfo.InvariantCulture) : null))];
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "octoplus/dialog");
            await _module.InvokeVoidAsync("open", _dialog);
        }
    }

    private bool IsOffered(string code) => Offered.Any(f => f.Code == code);

    private bool IsChosen(FeaturePreset preset) => _chosen.SetEquals(preset.Features);

    private void Take(FeaturePreset preset)
    {
        _chosen.Clear();
        _chosen.UnionWith(preset.Features);
    }

    private void Empty() => _chosen.Clear();

    private void Set(string code, bool isChosen)
    {
        if (isChosen && _chosen.Count < GroupChoice.MaxFeatures)
        {
            _chosen.Add(code);
        }
        else if (!isChosen)
        {
            _chosen.Remove(code);
        }
    }

    private async Task ApplyAsync()
    {
        await CloseAsync();
        await OnChoose.InvokeAsync(GroupFeature.Sort(_chosen));
    }

    // Closed by the browser, so that the focus goes back to where it was; then it is taken away.
    private async Task CloseAsync()
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("close", _dialog);
            await _module.DisposeAsync();
        }

        await OnClose.InvokeAsync();
    }
}
