using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Octoplus.Core.Boundaries;

namespace Octoplus.Dashboard.Pages.Data;

/// <summary>Imported sets of outlines, one of them drawn when asked for.</summary>
public sealed partial class BoundaryList : ComponentBase
{
    private const int MaxListed = 500;

    private string? _open;
    private BoundaryLayout? _layout;
    private IReadOnlyList<BoundaryOutline> _outlines = [];
    private string? _failure;

    [Inject]
    private BoundaryQueries Queries { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<ServedBoundaries> Sets { get; set; } = [];

    private async Task ToggleAsync(ServedBoundaries set)
    {
        _open = _open == set.Dataset ? null : set.Dataset;
        (_layout, _outlines, _failure) = (null, [], null);
        if (_open is null)
        {
            return;
        }

        try
        {
            _outlines = await Queries.OutlinesAsync(set.VintageId, CancellationToken.None);
            _layout = await Queries.LayoutAsync(set.VintageId, CancellationToken.None);
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }

    private string NameOf(ServedBoundaries set) => T["Dataset." + set.Dataset] is { ResourceNotFound: false } known ? known.Value : T["Boundaries.Other", set.Count].Value;

    private static string LabelOf(BoundaryOutline outline) => outline.Name == outline.Code ? outline.Code : $"{outline.Code} · {outline.Name}";

    private static string Area(BoundaryOutline outline) => outline.AreaKm2.ToString(outline.AreaKm2 < 100 ? "N1" : "N0", CultureInfo.CurrentCulture);

    private static string Box(BoundaryLayout layout) => string.Create(CultureInfo.InvariantCulture, $"-2 -2 {layout.Width + 4:0.##} {layout.Height + 4:0.##}");
}
