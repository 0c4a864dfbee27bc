using Octoplus.Core.Boundaries;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Dashboard.Charts;

/// <summary>What the map page draws: the shipped outlines, or imported ones in their place. Each level is made when first drawn.</summary>
/// <param name="source">Names of the imported files; null where all is shipped.</param>
public sealed class AtlasSet(Func<Atlas> departments, Func<Atlas> regions, string? source)
{
    private readonly Lazy<Atlas> _departments = new(departments);
    private readonly Lazy<Atlas> _regions = new(regions);

    public static AtlasSet Shipped { get; } = new(() => Atlas.Departments, () => Atlas.Regions, null);

    public Atlas Departments => _departments.Value;

    public Atlas Regions => _regions.Value;

    public string? Source => source;

    /// <summary>The arrondissements of Paris; null until they are imported.</summary>
    public Atlas? Arrondissements { get; init; }

    public Atlas Of(TerritoryLevel level) => level == TerritoryLevel.Region ? Regions : Departments;
}

/// <summary>
/// Gives each build of the views its outlines: those of the vintages that it shows, so that an undo brings the shipped ones back. A build never changes, so its
/// outlines are read once and kept. Safe for concurrent use.
/// </summary>
public sealed class AtlasSource(BoundaryQueries boundaries)
{
    private volatile Kept? _kept;

    /// <summary>The outlines of a build. Cost: none, unless another build was asked for last.</summary>
    public async Task<AtlasSet> OfBuildAsync(long buildId, CancellationToken cancellationToken)
    {
        var kept = _kept;
        if (kept is not null && kept.BuildId == buildId)
        {
            return kept.Atlases;
        }

        var sets = await boundaries.OfBuildAsync(buildId, cancellationToken);
        var departments = sets.FirstOrDefault(s => s.Dataset == Datasets.DepartmentBoundaries);
        var regions = sets.FirstOrDefault(s => s.Dataset == Datasets.RegionBoundaries);
        var others = sets.Where(s => s != departments && s != regions).ToList();
        var key = string.Join(' ', sets.Select(s => s.VintageId));
        var atlases = kept is not null && kept.Key == key ? kept.Atlases : await LoadAsync(departments, regions, others, cancellationToken);
        _kept = new Kept(buildId, key, atlases);
        return atlases;
    }

    private async Task<AtlasSet> LoadAsync(ServedBoundaries? departments, ServedBoundaries? regions, List<ServedBoundaries> others, CancellationToken cancellationToken)
    {
        var arrondissements = await ArrondissementsAsync(others, cancellationToken);
        if (departments is null && regions is null && arrondissements is null)
        {
            return AtlasSet.Shipped;
        }

        var shipped = AtlasSet.Shipped;
        var drawn = new Lazy<Atlas>(departments is null ? () => shipped.Departments : await DrawAsync(departments, code => code, cancellationToken));

        // Régions that were not imported are those of the départements drawn, so that both levels have one coast.
        Func<Atlas> merged = regions is not null ? await DrawAsync(regions, Territory.RegionCode, cancellationToken)
            : departments is null ? () => shipped.Regions : () => drawn.Value.MergeRegions();
        var files = new[] { departments, regions }.OfType<ServedBoundaries>().Select(s => s.FileName).ToList();
        return new AtlasSet(() => drawn.Value, merged, files.Count == 0 ? null : string.Join(", ", files)) { Arrondissements = arrondissements };
    }

    /// <summary>The first set that has all arrondissements of Paris and nothing else.</summary>
    private async Task<Atlas?> ArrondissementsAsync(List<ServedBoundaries> sets, CancellationToken cancellationToken)
    {
        foreach (var set in sets.Where(s => s.Count <= 2 * ParisDistrict.Arrondissements))
        {
            var outlines = await boundaries.OutlinesAsync(set.VintageId, cancellationToken);
            var districts = outlines.Select(o => ParisDistrict.OfCode(o.Code)).ToList();
            if (!districts.Contains(null) && Enumerable.Range(1, ParisDistrict.Arrondissements).All(n => districts.Exists(d => d!.From <= n && n <= d.To)))
            {
                return Atlas.Of(set.FileName, outlines.Select(o => (o.Code, o.Path)));
            }
        }

        return null;
    }

    // Insets are left out: what the atlas does not draw becomes a tile.
    private async Task<Func<Atlas>> DrawAsync(ServedBoundaries set, Func<string, string> keyOf, CancellationToken cancellationToken)
    {
        var outlines = await boundaries.OutlinesAsync(set.VintageId, cancellationToken);
        return () => Atlas.Of(set.FileName, outlines.Where(o => !o.IsInset).Select(o => (keyOf(o.Code), o.Path)));
    }

    private sealed record Kept(long BuildId, string Key, AtlasSet Atlases);
}
