using System.Text.Json;

namespace Octoplus.Ingest.Contents;

/// <summary>What a file would change against the active vintages of its dataset. Kept as JSON beside the import until it is decided upon, and after.</summary>
/// <param name="Periods">Every period of the file, ascending.</param>
/// <param name="Totals">Sums by measure and period.</param>
/// <param name="Added">Places (services, territories) that the file lists and the active vintage does not, in periods that both have; at most <see cref="MaxPlaces"/>.</param>
/// <param name="Vanished">Places that only the active vintage lists.</param>
/// <param name="Renamed">Pairs of a vanished and an added place that look like one; both stay in their lists.</param>
/// <param name="AddedCount">All of them, listed or not.</param>
/// <param name="VanishedCount">All of them, listed or not.</param>
/// <param name="ChangedCells">Cells with another value, of places that both list.</param>
/// <param name="ComparedCells">Cells that both have.</param>
/// <param name="Largest">The changed cells with the largest differences, at most <see cref="MaxCells"/>.</param>
public sealed record ChangeReport(
    string Dataset,
    IReadOnlyList<PeriodChange> Periods,
    IReadOnlyList<TotalChange> Totals,
    IReadOnlyList<PlaceChange> Added,
    IReadOnlyList<PlaceChange> Vanished,
    IReadOnlyList<RenamedPlace> Renamed,
    int AddedCount,
    int VanishedCount,
    long ChangedCells,
    long ComparedCells,
    IReadOnlyList<CellChange> Largest)
{
    /// <summary>Changed cells listed.</summary>
    public const int MaxCells = 50;

    /// <summary>Added or vanished places listed.</summary>
    public const int MaxPlaces = 500;

    /// <summary>Places that the active vintages list in the periods compared; 0 in reports that did not count them.</summary>
    public int FormerPlaces { get; init; }

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>The report of <see cref="ToJson"/>.</summary>
    public static ChangeReport? FromJson(string json) => JsonSerializer.Deserialize<ChangeReport>(json, _json);

    /// <summary>As it is kept beside the import.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>Nothing of the dataset is active in any period of the file.</summary>
    public bool IsFirst => Periods.All(p => p.FormerVintage is null);

    /// <summary>The file says what the active vintages say.</summary>
    public bool ChangesNothing => Periods.All(p => p.FormerVintage is not null) && ChangedCells == 0 && AddedCount == 0 && VanishedCount == 0;
}

/// <summary>A period of the file.</summary>
/// <param name="Period">Key, see <see cref="Core.Vintages.Period"/>.</param>
/// <param name="FormerVintage">Id of the vintage that is active now, or null.</param>
public sealed record PeriodChange(int Period, bool IsProvisional, long? FormerVintage);

/// <summary>Sum of a measure over all places of a period, before (null where nothing is active) and after.</summary>
/// <param name="Measure">Key: slug of an indicator or measure.</param>
/// <param name="Label">Name to show where the page knows no text for the key.</param>
public sealed record TotalChange(string Measure, string? Label, int Period, double? Before, double? After);

/// <summary>A service or territory that comes or goes.</summary>
/// <param name="Name">As published.</param>
/// <param name="Group">Where it belongs, such as <c>police · 75 · DSPAP</c>; may be empty.</param>
/// <param name="Periods">The periods concerned.</param>
/// <param name="Total">Its sum over those periods.</param>
public sealed record PlaceChange(string Name, string Group, IReadOnlyList<int> Periods, double Total);

/// <summary>A vanished and an added place that look like one.</summary>
/// <param name="Similarity">0 to 1, of the names.</param>
public sealed record RenamedPlace(string Before, string After, string GroupBefore, string GroupAfter, double Similarity, double TotalBefore, double TotalAfter);

/// <summary>One cell before and after; null: blank or absent. Texts where the cell holds no number.</summary>
public sealed record CellChange(
    string Place, string Group, string Measure, string? Label, int Period, double? Before, double? After, string? TextBefore = null, string? TextAfter = null)
{
    /// <summary>Absolute difference, a missing number counting as 0; infinite for texts, so that they are listed first.</summary>
    public double Difference() => TextBefore is null && TextAfter is null ? Math.Abs((After ?? 0) - (Before ?? 0)) : double.MaxValue;
}
