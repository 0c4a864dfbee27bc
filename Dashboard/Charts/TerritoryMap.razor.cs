using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Charts;

/// <summary>How one territory is drawn and said.</summary>
/// <param name="Name">With its code.</param>
/// <param name="CssClass">Class of the colour.</param>
/// <param name="Label">What a screen reader says.</param>
/// <param name="Tip">Values of the floating label, in the order of its terms; empty ones are not shown.</param>
/// <param name="Badge">Written on it, where its colour alone would not tell.</param>
public sealed record MapMark(string Name, string ShortName, string CssClass, string Label, IReadOnlyList<string> Tip, string? Badge = null);

/// <summary>A click on the map.</summary>
/// <param name="Add">To the selection, not instead of it.</param>
public readonly record struct MapPick(string Code, bool Add);

/// <summary>Draws any atlas as inline SVG; what it means is told by <see cref="Marks"/>.</summary>
public sealed partial class TerritoryMap : ComponentBase, IAsyncDisposable
{
    private const double WideFrom = 1.5;

    // Units of the drawing.
    private const double LargeBox = 300;
    private const double SmallShape = 100;

    // Accents stay as they are: Razor escapes what an attribute may not hold.
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly MapMark _unknown = new("", "", "none", "", []);

    private readonly AttachedScript _attached = new();
    private ElementReference _root;
    private DotNetObjectReference<TerritoryMap>? _self;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Parameter, EditorRequired]
    public MapSheet Sheet { get; set; } = default!;

    /// <summary>By territory code.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, MapMark> Marks { get; set; } = default!;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Names of the values in the floating label.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> TipTerms { get; set; } = [];

    [Parameter]
    public IReadOnlyList<string> Selected { get; set; } = [];

    [Parameter]
    public string InsetTitle { get; set; } = "";

    /// <summary>Stands over the tiles that have no names.</summary>
    [Parameter]
    public string RowTitle { get; set; } = "";

    [Parameter]
    public EventCallback<MapPick> OnPick { get; set; }

    /// <summary>Lies over the map: the buttons for zooming.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Called by map.js.</summary>
    [JSInvokable]
    public Task PickAsync(string code, bool add)
        => Marks.ContainsKey(code) ? OnPick.InvokeAsync(new MapPick(code, add)) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _attached.DisposeAsync();
        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await _attached.AttachAsync(Script, "octoplus/map", _root, _self);
        }
    }

    private IEnumerable<(AtlasShape Shape, MapMark Mark, int Index)> ShapesWithMarks()
        => Sheet.Shapes.Select((shape, i) => (shape, Mark(shape.Code), i));

    private MapMark Mark(string code) => Marks.GetValueOrDefault(code, _unknown);

    /// <summary>A label on the map, with the badge of what it names.</summary>
    private string Labelled(string label, string code) => Mark(code).Badge is { } badge ? $"{label}·{badge}" : label;

    private bool IsSelected(string code) => Selected.Contains(code, StringComparer.Ordinal);

    private string? LabelCss(AtlasShape shape) => Sheet.Box.Width > LargeBox ? "large" : shape.Geometry.Area < SmallShape ? "small" : null;

    private static string Json(IReadOnlyList<string> words) => JsonSerializer.Serialize(words, _json);

    private static string F(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
