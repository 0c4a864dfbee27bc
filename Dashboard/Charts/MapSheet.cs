using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Charts;

/// <summary>The part of the country that is drawn.</summary>
public enum MapView
{
    France,
    IleDeFrance,
}

/// <summary>A territory drawn as a labelled rectangle beside the map.</summary>
public sealed record MapTile(string Code, string Label, double X, double Y, bool HasName);

/// <summary>An enlarged piece of the map in a corner of it.</summary>
public sealed record MapInset(IReadOnlyList<AtlasShape> Shapes, ViewBox Source, ViewBox Frame);

/// <summary>What a view of the map draws, whatever the figures are.</summary>
/// <param name="Key">Changes when zoom and pan have to start anew.</param>
/// <param name="Context">Neighbours, drawn without figures.</param>
public sealed record MapSheet(
    string Key,
    ViewBox Box,
    IReadOnlyList<AtlasShape> Shapes,
    IReadOnlyList<AtlasShape> Context,
    IReadOnlyList<MapTile> Tiles,
    MapInset? Inset,
    bool HasLabels)
{
    public const double TileWidth = 40;
    public const double TileHeight = 25;
    private const string IleDeFrance = "R11";

    private static readonly string[] _ileDeFrance = ["75", "77", "78", "91", "92", "93", "94", "95"];
    private static readonly string[] _petiteCouronne = ["75", "92", "93", "94"];

    // The sea beside the Atlantic coast is wide enough for the tiles, the corner above Brittany for the inset.
    private static readonly ViewBox _france = new(-4, -4, 622, 594);
    private static readonly ViewBox _insetFrame = new(0, 14, 122, 104);

    /// <param name="territories">Those of the level that have figures; what the atlas does not draw becomes a tile.</param>
    public static MapSheet Of(TerritoryLevel level, MapView view, IReadOnlyList<Territory> territories, AtlasSet? atlases = null)
    {
        var atlas = (atlases ?? AtlasSet.Shipped).Of(level);
        var key = $"{level}-{view}";
        if (view == MapView.IleDeFrance)
        {
            var inside = atlas.Shapes.Where(s => s.Code == IleDeFrance || _ileDeFrance.Contains(s.Code, StringComparer.Ordinal)).ToList();
            return new MapSheet(key, ViewBox.Around(inside, 4), inside, [.. atlas.Shapes.Except(inside)], [], null, HasLabels: true);
        }

        var drawn = atlas.Shapes.Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
        var tiles = Place([.. territories.Where(t => !drawn.Contains(t.Code)).OrderBy(t => t.Code, StringComparer.Ordinal)]);
        return new MapSheet(key, _france, atlas.Shapes, [], tiles, level == TerritoryLevel.Department ? Enlarge(atlas) : null, HasLabels: false);
    }

    private static MapInset Enlarge(Atlas atlas)
    {
        var shapes = atlas.Shapes.Where(s => _petiteCouronne.Contains(s.Code, StringComparer.Ordinal)).ToList();
        return new MapInset(shapes, ViewBox.Around(shapes, 1), _insetFrame);
    }

    /// <summary>Overseas départements or régions in a column with their names; collectivities, which have no région, in a row below.</summary>
    private static List<MapTile> Place(List<Territory> territories)
    {
        var column = territories.Where(t => t.Parent is not null)
            .Select((t, i) => new MapTile(t.Code, t.OfficialCode, 0, 296 + (i * (TileHeight + 5)), HasName: true));
        var row = territories.Where(t => t.Parent is null)
            .Select((t, i) => new MapTile(t.Code, t.OfficialCode, i % 3 * (TileWidth + 4), 502 + (i / 3 * (TileHeight + 4)), HasName: false));
        return [.. column, .. row];
    }
}
