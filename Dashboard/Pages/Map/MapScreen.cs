using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>One territory as the map, the lists and the table show it.</summary>
/// <param name="Rank">Among all territories of the level, by the number that the map shows.</param>
/// <param name="ColourClass">0…6, null without a value.</param>
/// <param name="IsMuted">The change shown may be chance.</param>
public sealed record FigureRow(
    TerritoryFigure Figure, Demography? Demography, long? Police, long? Gendarmerie, int? Rank, int? ColourClass, bool IsMuted)
{
    public Territory Territory => Figure.Territory;

    /// <summary>Class of the colour: <c>c0…c6</c> for amounts, <c>d0…d6</c> for changes.</summary>
    public required string ColourCss { get; init; }

    public string Code => Figure.Territory.Code;

    public double? PercentOfPeople(Func<Demography, long?> part)
        => Demography is { Population: > 0 } people && part(people) is { } persons ? 100.0 * persons / people.Population : null;
}

/// <summary>A panel under one state of the page: computed once per change, then only drawn.</summary>
public sealed class MapScreen
{
    private readonly Dictionary<string, FigureRow> _byCode;

    public MapScreen(MapPanel panel, MapState state)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(state);
        Panel = panel;
        State = state with { Year = panel.Year == panel.Years[^1] ? null : panel.Year, Selected = panel.Selected };
        Country = panel.Country(state.Force);
        var figures = panel.Figures(state.Force);
        var values = figures.Select(f => f.Value(state.Shown)).ToList();
        Breaks = panel.Breaks(state.Shown, state.Force, values, state.IsLegendLocked);
        var ranks = MapMeasures.Ranks(values);
        RankedCount = values.Count(v => v is not null);
        Median = MapMeasures.Median(values);
        Largest = values.Max(v => Math.Abs(v ?? 0));
        Rows = [.. figures.Select((figure, i) => new FigureRow(
            figure,
            panel.Demography.GetValueOrDefault(figure.Territory.Code),
            panel.Count(figure.Territory.Code, Force.Police),
            panel.Count(figure.Territory.Code, Force.Gendarmerie),
            ranks[i],
            values[i] is { } value ? ColourOf(Breaks.ClassOf(value)) : null,
            state.Shown == MapMeasure.Change && figure.Verdict == ChangeVerdict.NotDistinguishable)
        {
            ColourCss = values[i] is { } shown ? ColourCss(Breaks.ClassOf(shown)) : "none",
        })];
        _byCode = Rows.ToDictionary(r => r.Code, StringComparer.Ordinal);
        SelectedRows = [.. panel.Selected.Select(code => _byCode[code])];
    }

    public MapPanel Panel { get; }

    /// <summary>The outlines to draw.</summary>
    public AtlasSet Atlases { get; init; } = AtlasSet.Shipped;

    /// <summary>As asked for, without a year or a selection that the figures do not have.</summary>
    public MapState State { get; }

    public ClassBreaks Breaks { get; }

    public TerritoryFigure Country { get; }

    /// <summary>The territories of the level, by code.</summary>
    public IReadOnlyList<FigureRow> Rows { get; }

    public IReadOnlyList<FigureRow> SelectedRows { get; }

    /// <summary>Territories that have the number shown.</summary>
    public int RankedCount { get; }

    /// <summary>Of the number shown.</summary>
    public double? Median { get; }

    /// <summary>The number shown that is farthest from 0: the length of a whole bar.</summary>
    public double Largest { get; }

    public FigureRow? Row(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>How many territories a class holds.</summary>
    public int CountIn(int breakClass) => Rows.Count(r => r.ColourClass == ColourOf(breakClass) && !r.IsMuted);

    /// <summary>Class of the colour of a class: amounts and changes have each their ramp.</summary>
    public string ColourCss(int breakClass)
        => string.Create(CultureInfo.InvariantCulture, $"{(State.Shown == MapMeasure.Change ? 'd' : 'c')}{ColourOf(breakClass)}");

    /// <summary>Colour 0…6 of a class: fewer classes are spread over the whole ramp.</summary>
    public int ColourOf(int breakClass)
        => Breaks.Count == 1 ? 3 : (int)Math.Round((double)breakClass * (MapMeasures.ClassCount - 1) / (Breaks.Count - 1), MidpointRounding.AwayFromZero);

    /// <summary>Sorted by the number shown, highest first; territories without it are left out.</summary>
    public IReadOnlyList<FigureRow> Ranking { get => field ??= [.. Rows.Where(r => r.Rank is not null).OrderBy(r => r.Rank).ThenBy(r => r.Code, StringComparer.Ordinal)]; }
}
