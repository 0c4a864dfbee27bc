using Octoplus.Core.Maps;
using Octoplus.Core.Offences;
using Octoplus.Core.Territories;

namespace Octoplus.Dashboard.Map;

/// <summary>The words of the address, French as the page is.</summary>
public static class MapWords
{
    public const string LockedLegend = "fixe";

    public static MapWordList<MapMeasure> Shown { get; } =
        new([("nombre", MapMeasure.Count), ("taux", MapMeasure.Rate), ("evolution", MapMeasure.Change)]);

    public static MapWordList<Force> Forces { get; } =
        new([("toutes", Force.All), ("police", Force.Police), ("gendarmerie", Force.Gendarmerie)]);

    public static MapWordList<TerritoryLevel> Levels { get; } =
        new([("region", TerritoryLevel.Region), ("departement", TerritoryLevel.Department)]);

    public static MapWordList<MapView> Views { get; } =
        new([("france", MapView.France), ("ile-de-france", MapView.IleDeFrance)]);
}

/// <summary>One parameter of the address: its words and what they mean.</summary>
public sealed record MapWordList<T>(IReadOnlyList<(string Word, T Value)> Entries)
    where T : struct, Enum
{
    public IEnumerable<T> Values => Entries.Select(e => e.Value);

    public string Word(T value) => Entries.First(e => EqualityComparer<T>.Default.Equals(e.Value, value)).Word;

    public T Parse(string? word, T otherwise)
        => Entries.Where(e => e.Word == word).Select(e => (T?)e.Value).FirstOrDefault() ?? otherwise;
}
