using NetTopologySuite.Operation.Union;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Charts;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>
/// The map of the arrondissements of Paris as the police count them in a year: an outline belongs to the narrowest territory that covers it, so that Paris Centre draws
/// the first four where none of them stands alone, and the 6th lies inside of the 5th and 6th where both are listed.
/// </summary>
public static class ParisSheet
{
    private const double Margin = 8;

    /// <param name="outlines">Of arrondissements, see <see cref="ParisDistrict.OfCode"/>.</param>
    /// <param name="members">Codes of the territories in groups.</param>
    /// <param name="leftOut">Codes of those in none: they draw only what no member covers.</param>
    public static MapSheet Of(Atlas outlines, IReadOnlyList<string> members, IReadOnlyList<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(outlines);
        var territories = Districts(members).Concat(Districts(leftOut)).ToList();
        var pieces = outlines.Shapes.Select(s => new Piece(ParisDistrict.OfCode(s.Code)!, s)).ToList();
        var shapes = pieces.GroupBy(p => territories.Find(t => t.Covers(p.District)))
            .Where(g => g.Key is not null)
            .OrderBy(g => g.Key!.From).ThenBy(g => g.Key!.To)
            .Select(g => Shape(g.Key!, [.. g], pieces)).ToList();
        return new MapSheet("arrondissements", ViewBox.Around(outlines.Shapes, Margin), shapes, [], [], null, HasLabels: true);
    }

    private static IEnumerable<ParisDistrict> Districts(IEnumerable<string> codes)
        => codes.Select(ParisDistrict.OfCode).OfType<ParisDistrict>().OrderBy(d => d.To - d.From);

    private static AtlasShape Shape(ParisDistrict territory, List<Piece> own, List<Piece> all)
    {
        // Outlines may lie in one another: one of the 5th and 6th together, and one of the 6th.
        var inside = all.Where(p => !own.Contains(p) && own.Exists(o => o.District.Covers(p.District))).Select(p => p.Shape.Geometry).ToList();
        if (own.Count == 1 && inside.Count == 0)
        {
            return own[0].Shape with { Code = territory.Code, Label = territory.Label };
        }

        var geometry = own.Count == 1 ? own[0].Shape.Geometry : SvgPath.Merge(own.Select(p => p.Shape.Geometry));
        geometry = inside.Count == 0 ? geometry : geometry.Difference(UnaryUnionOp.Union(inside));
        return Atlas.Shape(territory.Code, SvgPath.Write(geometry), geometry) with { Label = territory.Label };
    }

    private sealed record Piece(ParisDistrict District, AtlasShape Shape);
}
