using Octoplus.Core.Groups;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Charts;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>A territory in its group, as the page shows it.</summary>
/// <param name="Number">Of its group.</param>
/// <param name="NearestNumber">Of the nearest other group.</param>
/// <param name="Before">Number of its group the year before; null in the first year, or where it was left out.</param>
public sealed record GroupMemberRow(ClusterMember Member, string Name, int Number, int NearestNumber, int? Before)
{
    public string Code => Member.Id;

    public bool HasMoved => Before is { } before && before != Number;

    /// <summary>Another group would suit it better.</summary>
    public bool IsMisplaced => Member.Silhouette < 0;

    /// <summary>It does not stay with its group when the data are drawn anew.</summary>
    public bool IsUnstable => GroupScreen.AsShown(Member.Stability) < GroupScreen.DoubtfulFrom;
}

/// <summary>A group as the page shows it.</summary>
/// <param name="GivenName">By an analyst; null: suggested from the profile.</param>
/// <param name="Members">Closest to the centre first.</param>
public sealed record GroupShown(int Number, string? GivenName, ClusterGroup Group, IReadOnlyList<GroupMemberRow> Members)
{
    /// <summary>Class of its colour; beyond eight the hues come again.</summary>
    public string Css => ClusterNames.Class(Number);
}

/// <summary>Who went from a group to another.</summary>
public sealed record GroupMove(int From, int To, IReadOnlyList<GroupMemberRow> Members);

/// <summary>A panel under one state of the page: computed once per change, then only drawn.</summary>
public sealed class GroupScreen
{
    /// <summary>Hennig (2007): below it a group is dissolved, from it there is a pattern of doubtful membership.</summary>
    public const double DoubtfulFrom = 0.6;

    /// <summary>Hennig (2007): from it a group is stable.</summary>
    public const double StableFrom = 0.75;

    private readonly Dictionary<string, GroupMemberRow> _byCode;
    private HashSet<string>? _drawn;

    public GroupScreen(GroupPanel panel, GroupPageState state)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(state);
        Panel = panel;
        var here = panel.Paths.FirstOrDefault(p => p.Year == panel.Year);
        Before = panel.Paths.LastOrDefault(p => p.Year < panel.Year);
        AdjustedRand = here?.AdjustedRand;
        var rows = panel.Analysis.Members.Select(m => new GroupMemberRow(
            m,
            panel.TerritoryNames.GetValueOrDefault(m.Id, m.Id),
            panel.Numbers[m.Label],
            panel.Numbers[m.Nearest],
            Before?.Numbers.TryGetValue(m.Id, out var before) == true ? before : null));
        Members = [.. rows.OrderBy(r => r.Number).ThenBy(r => r.Member.Distance).ThenBy(r => r.Code, StringComparer.Ordinal)];
        Groups = [.. panel.Analysis.Groups
            .Select(g => new GroupShown(
                panel.Numbers[g.Label], panel.Names.GetValueOrDefault(panel.Numbers[g.Label]), g, [.. Members.Where(m => m.Member.Label == g.Label)]))
            .OrderBy(g => g.Number)];
        Moves = [.. Members.Where(m => m.HasMoved).GroupBy(m => (From: m.Before!.Value, To: m.Number)).OrderBy(g => g.Key).Select(g => new GroupMove(g.Key.From, g.Key.To, [.. g]))];
        _byCode = Members.ToDictionary(m => m.Code, StringComparer.Ordinal);
        State = state with { Year = panel.Year == panel.Years[^1] ? null : panel.Year, Group = Groups.Any(g => g.Number == state.Group) ? state.Group : null };
        Selected = state.Selected is { } code ? _byCode.GetValueOrDefault(code) : null;
    }

    public GroupPanel Panel { get; }

    /// <summary>As asked for, without a year or a group that there is not.</summary>
    public GroupPageState State { get; }

    /// <summary>By number.</summary>
    public IReadOnlyList<GroupShown> Groups { get; }

    /// <summary>By number of the group, closest to its centre first.</summary>
    public IReadOnlyList<GroupMemberRow> Members { get; }

    /// <summary>Since the year before, by number.</summary>
    public IReadOnlyList<GroupMove> Moves { get; }

    /// <summary>The year before; null in the first.</summary>
    public GroupYear? Before { get; }

    /// <summary>Likeness to the year before.</summary>
    public double? AdjustedRand { get; }

    /// <summary>The territory pointed out, if it is in a group.</summary>
    public GroupMemberRow? Selected { get; }

    /// <summary>The outlines to draw.</summary>
    public AtlasSet Atlases { get; init; } = AtlasSet.Shipped;

    public bool HasMap => Panel.Choice.Territories == GroupTerritories.Departments || (IsOfParis && Atlases.Arrondissements is not null);

    /// <summary>A map would be drawn if the outlines had been imported.</summary>
    public bool LacksOutlines => IsOfParis && Atlases.Arrondissements is null;

    /// <summary>Their codes are known to readers, and other pages speak of them too.</summary>
    public bool IsOfDepartments => Panel.Choice.Territories == GroupTerritories.Departments;

    public bool HasStructure => Panel.Analysis.Suggestion.Reason != ClusterSuggestionReason.NoStructure;

    /// <summary>Mean over all members that have one.</summary>
    public double? Silhouette
        => Panel.Analysis.Counts.FirstOrDefault(c => c.Clusters == Panel.Clusters)?.Silhouette;

    /// <summary>Codes of the territories left out, each with the features it lacks.</summary>
    public IReadOnlyList<(string Code, string Name, IReadOnlyList<string> Features)> LeftOut
        => field ??= [.. Panel.LeftOut.GroupBy(c => c.Id, StringComparer.Ordinal)
            .Select(g => (g.Key, Panel.TerritoryNames.GetValueOrDefault(g.Key, g.Key), (IReadOnlyList<string>)[.. g.Select(c => c.Feature)]))];

    /// <summary>What the map draws: the members and those left out.</summary>
    public MapSheet Sheet
        => field ??= IsOfParis && Atlases.Arrondissements is { } arrondissements
            ? ParisSheet.Of(arrondissements, [.. Members.Select(m => m.Code)], [.. LeftOut.Select(l => l.Code)])
            : MapSheet.Of(TerritoryLevel.Department, MapView.France, [.. Members.Select(m => m.Code).Concat(LeftOut.Select(l => l.Code)).Select(AsTerritory)], Atlases);

    /// <summary>The imported file that the map is drawn from; null where outlines are shipped.</summary>
    public string? OutlineFile => IsOfParis ? Atlases.Arrondissements?.Credit : Atlases.Source;

    /// <summary>Whether the map has a shape of it.</summary>
    public bool IsDrawn(string code) => (_drawn ??= [.. Sheet.Shapes.Select(s => s.Code), .. Sheet.Tiles.Select(t => t.Code)]).Contains(code);

    /// <summary>Rounded as it is written, so that words and figures never disagree at a threshold.</summary>
    public static double? AsShown(double? part) => part is { } known ? Math.Round(known, 2) : null;

    public GroupMemberRow? Row(string code) => _byCode.GetValueOrDefault(code);

    public GroupShown Group(int number) => Groups.First(g => g.Number == number);

    private bool IsOfParis => Panel.Choice.Territories == GroupTerritories.Arrondissements;

    private Territory AsTerritory(string code)
    {
        var region = ReferenceTerritories.Departments.FirstOrDefault(d => d.Code == code)?.RegionCode;
        return new Territory(code, TerritoryLevel.Department, Panel.TerritoryNames.GetValueOrDefault(code, code), region is null ? null : Territory.RegionCode(region), null);
    }
}
