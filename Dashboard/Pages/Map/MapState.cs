using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>Everything that a copied address of the map page carries.</summary>
public sealed partial record MapState
{
    public const int MaxSelected = 12;
    public const int MaxFilterLength = 60;
    private const string DefaultIndicator = "cambriolages-de-logement";

    public Measure Measure { get; init; } = Nomenclature.FindMeasure(DefaultIndicator)!;

    /// <summary>Null: the last year served.</summary>
    public int? Year { get; init; }

    public MapMeasure Shown { get; init; } = MapMeasure.Rate;

    public Force Force { get; init; }

    public TerritoryLevel Level { get; init; } = TerritoryLevel.Department;

    public MapView View { get; init; }

    public bool IsLegendLocked { get; init; }

    public IReadOnlyList<string> Selected { get; init; } = [];

    /// <summary>Key of a column of the table; null: the number that the map shows.</summary>
    public string? SortColumn { get; init; }

    public bool IsSortDescending { get; init; }

    /// <summary>Keys of the columns chosen; null: the usual ones.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    public string Filter { get; init; } = "";

    /// <summary>Never fails: whatever does not parse is as if it were absent.</summary>
    /// <param name="query">With or without the question mark.</param>
    public static MapState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? Word(string key) => values.TryGetValue(key, out var found) ? found.FirstOrDefault()?.Trim() : null;
        var sort = Word("tri") ?? "";
        var column = sort.TrimStart('-');
        var filter = Word("filtre") ?? "";
        return new MapState
        {
            Measure = Nomenclature.FindMeasure(Word("indicateur")) ?? Nomenclature.FindMeasure(DefaultIndicator)!,
            Year = int.TryParse(Word("annee"), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and < 2200 ? year : null,
            Shown = MapWords.Shown.Parse(Word("mesure"), MapMeasure.Rate),
            Force = MapWords.Forces.Parse(Word("force"), Force.All),
            Level = MapWords.Levels.Parse(Word("niveau"), TerritoryLevel.Department),
            View = MapWords.Views.Parse(Word("vue"), MapView.France),
            IsLegendLocked = Word("legende") == MapWords.LockedLegend,
            Selected = [.. List(Word("sel")).Where(c => Code().IsMatch(c)).Distinct(StringComparer.Ordinal).Take(MaxSelected)],
            SortColumn = FigureColumn.Find(column)?.Key,
            IsSortDescending = FigureColumn.Find(column) is not null && sort.StartsWith('-'),
            Columns = values.ContainsKey("colonnes") ? FigureColumn.Known(List(Word("colonnes"))) : null,
            Filter = filter.Length <= MaxFilterLength ? filter : filter[..MaxFilterLength].TrimEnd(),
        };
    }

    /// <summary>The query with its question mark; what equals the default is left out, so the plain page has a plain address.</summary>
    public string ToQuery() => AddressQuery.Write(
        ("indicateur", Measure.Slug == DefaultIndicator ? null : Measure.Slug),
        ("annee", Year?.ToString(CultureInfo.InvariantCulture)),
        ("mesure", Shown == MapMeasure.Rate ? null : MapWords.Shown.Word(Shown)),
        ("force", Force == Force.All ? null : MapWords.Forces.Word(Force)),
        ("niveau", Level == TerritoryLevel.Department ? null : MapWords.Levels.Word(Level)),
        ("vue", View == MapView.France ? null : MapWords.Views.Word(View)),
        ("legende", IsLegendLocked ? MapWords.LockedLegend : null),
        ("sel", Selected.Count == 0 ? null : string.Join(',', Selected)),
        ("tri", SortColumn is null ? null : (IsSortDescending ? "-" : "") + SortColumn),
        ("colonnes", Columns is null ? null : string.Join(',', Columns)),
        ("filtre", Filter.Length == 0 ? null : Filter));

    /// <summary>The selection after a click: alone, or added to and taken from the others.</summary>
    public MapState Pick(string code, bool add)
    {
        var isSelected = Selected.Contains(code, StringComparer.Ordinal);
        IReadOnlyList<string> others = add ? [.. Selected.Where(c => c != code)] : [];
        return isSelected && (add || Selected.Count == 1) ? this with { Selected = others }
            : others.Count >= MaxSelected ? this
            : this with { Selected = [.. others, code] };
    }

    private static string[] List(string? text)
        => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex("^R?[0-9][0-9AB][0-9]?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Code();
}
