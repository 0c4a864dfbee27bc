using Octoplus.Core.Views;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>A column of the table below the map, and of its export.</summary>
/// <param name="Key">In the address; also the end of the key of its texts (<c>Column.taux</c>).</param>
/// <param name="Number">What numeric columns sort by and export; null for texts.</param>
/// <param name="IsOptional">Offered for choice; rank and name always stand.</param>
/// <param name="IsUsual">Shown before anything was chosen.</param>
public sealed record FigureColumn(string Key, Func<FigureRow, double?>? Number, bool IsOptional, bool IsUsual)
{
    public const string Name = "nom";
    public const string Interval = "intervalle";
    public const string Verdict = "verdict";

    public static IReadOnlyList<FigureColumn> All { get; } =
    [
        new("rang", r => r.Rank, IsOptional: false, IsUsual: true),
        new(Name, null, IsOptional: false, IsUsual: true),
        new("nombre", r => r.Figure.Count, IsOptional: true, IsUsual: true),
        new("taux", r => r.Figure.Rate?.Per1000, IsOptional: true, IsUsual: true),
        new(Interval, r => r.Figure.Rate is { } rate ? rate.High - rate.Low : null, IsOptional: true, IsUsual: true),
        new("evolution", r => r.Figure.ChangePercent, IsOptional: true, IsUsual: true),
        new(Verdict, null, IsOptional: true, IsUsual: true),
        new("population", r => r.Figure.Population, IsOptional: true, IsUsual: true),
        new("densite", r => r.Figure.DensityPerKm2, IsOptional: true, IsUsual: false),
        new("femmes", r => r.PercentOfPeople(d => d.Women), IsOptional: true, IsUsual: false),
        new("age-0-19", r => r.PercentOfPeople(d => d.Age0To19), IsOptional: true, IsUsual: false),
        new("age-20-39", r => r.PercentOfPeople(d => d.Age20To39), IsOptional: true, IsUsual: false),
        new("age-40-59", r => r.PercentOfPeople(d => d.Age40To59), IsOptional: true, IsUsual: false),
        new("age-60-74", r => r.PercentOfPeople(d => d.Age60To74), IsOptional: true, IsUsual: false),
        new("age-75", r => r.PercentOfPeople(d => d.Age75Up), IsOptional: true, IsUsual: false),
        new("police", r => r.Police, IsOptional: true, IsUsual: false),
        new("gendarmerie", r => r.Gendarmerie, IsOptional: true, IsUsual: false),
    ];

    public static FigureColumn? Find(string key) => All.FirstOrDefault(c => c.Key == key);

    /// <summary>The optional columns among some words, each once, in the order of the table.</summary>
    public static IReadOnlyList<string> Known(IEnumerable<string> keys)
    {
        var asked = keys.ToHashSet(StringComparer.Ordinal);
        return [.. All.Where(c => c.IsOptional && asked.Contains(c.Key)).Select(c => c.Key)];
    }

    /// <summary>The columns that a state shows.</summary>
    public static IReadOnlyList<FigureColumn> ShownBy(MapState state)
        => [.. All.Where(c => !c.IsOptional || (state.Columns is { } chosen ? chosen.Contains(c.Key, StringComparer.Ordinal) : c.IsUsual))];

    /// <summary>The column of the number that the map colours: what the table is sorted by until someone sorts it.</summary>
    public static string KeyOf(MapMeasure shown) => MapWords.Shown.Word(shown);
}
