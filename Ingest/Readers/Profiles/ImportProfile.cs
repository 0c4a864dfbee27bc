using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>What an administrator says of a table: which column is what and how cells are written. Immutable; see <see cref="Problems"/> before use.</summary>
public sealed partial record ImportProfile
{
    /// <summary>Columns of a file at most.</summary>
    public const int MaxColumns = 500;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Key: small letters, digits and single dashes, at most 20.</summary>
    public required string Slug { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>How the table is laid out.</summary>
    public TableShape Shape { get; init; }

    /// <summary>Every column of the file, in its order. In the shape <see cref="TableShape.WidePeriods"/> further columns named by periods are values too.</summary>
    public required IReadOnlyList<ProfileColumn> Columns { get; init; }

    /// <summary>One of <c>; , tab |</c> or another ASCII character; null: as the file shows.</summary>
    public char? Separator { get; init; }

    /// <summary>Name of an encoding, such as <c>utf-8</c>, <c>windows-1252</c>, <c>utf-16</c>; null: as the file shows.</summary>
    public string? Encoding { get; init; }

    /// <summary>Length of the periods; finer dates of rows that are summed or counted are taken to the period that they lie in.</summary>
    public required PeriodGrain Grain { get; init; }

    /// <summary>How numbers are written.</summary>
    public WrittenIn Numbers { get; init; }

    /// <summary>Which of day and month stands first.</summary>
    public WrittenIn Dates { get; init; }

    /// <summary>Where a value comes from.</summary>
    public ValueRule Values { get; init; }

    /// <summary>Territories are French départements: padded (<c>1</c> is <c>01</c>) and checked.</summary>
    public bool HasDepartmentCodes { get; init; }

    /// <summary>Territory of all rows where no column says it.</summary>
    public string? FixedTerritory { get; init; }

    /// <summary>Name of what is measured where neither a column nor a header says it.</summary>
    public string? FixedMeasure { get; init; }

    /// <summary>Unit of the values; may be empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What may be done with the values.</summary>
    public MeasureKind Kind { get; init; }

    /// <summary>Key of the dataset that it reads.</summary>
    [JsonIgnore]
    public string Dataset => Datasets.ProfilePrefix + Slug;

    /// <summary>Any column is dropped or hashed: then the file itself must not be kept, see <see cref="PseudonymisedCopy"/>.</summary>
    [JsonIgnore]
    public bool HasPersonalColumns => Columns.Any(c => c.Role is ColumnRole.Dropped or ColumnRole.Hashed);

    /// <summary>SHA-256 of the headers, whatever their order, without those that name periods: a later edition has more of them.</summary>
    [JsonIgnore]
    public string HeaderSignature => SignatureOf(Columns.Where(c => !IsPeriodColumn(c)).Select(c => c.Header));

    /// <summary>The settings of a stored profile.</summary>
    /// <exception cref="InvalidDataException">No such settings: stored by another version, or not written by the program.</exception>
    public static ImportProfile FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportProfile>(json, _json) ?? throw new InvalidDataException("The settings of the profile are empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The settings of the profile cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The settings as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>As <see cref="ProfileStore"/> takes it.</summary>
    public NewProfile ToStored() => new(Slug, Name, HeaderSignature, ToJson());

    /// <summary>What is wrong with the settings, each beginning with the name of the setting; none where all is well.</summary>
    public IReadOnlyList<string> Problems()
        => [.. ProblemsOfTexts(), .. ProblemsOfColumns()];

    internal bool IsPeriodColumn(ProfileColumn column) => Shape == TableShape.WidePeriods && column.Role == ColumnRole.Value;

    internal static string SignatureOf(IEnumerable<string> headers)
        => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', headers.Order(StringComparer.Ordinal)))));

    internal System.Text.Encoding? FindEncoding()
    {
        try
        {
            return Encoding is null ? null : System.Text.Encoding.GetEncoding(Encoding);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private IEnumerable<string> ProblemsOfTexts()
    {
        if (Slug.Length is 0 or > StoredProfile.MaxSlug || !SlugPattern().IsMatch(Slug))
        {
            yield return $"Slug: expected 1 to {StoredProfile.MaxSlug.ToString(CultureInfo.InvariantCulture)} small letters, digits and single dashes, found '{Slug}'.";
        }

        if (string.IsNullOrWhiteSpace(Name) || Name.Length > StoredProfile.MaxName)
        {
            yield return $"Name: expected 1 to {StoredProfile.MaxName.ToString(CultureInfo.InvariantCulture)} characters.";
        }

        if (Separator is { } separator && (!char.IsAscii(separator) || char.IsLetterOrDigit(separator) || separator is '"' or '\r' or '\n' or '.' or '-'))
        {
            yield return "Separator: expected a semicolon, comma, tab, bar or the like.";
        }

        if (Encoding is not null && FindEncoding() is null)
        {
            yield return $"Encoding: '{Encoding}' is not known; write utf-8, windows-1252 or utf-16.";
        }

        if (Unit.Length > SeriesMeasure.MaxUnit)
        {
            yield return $"Unit: at most {SeriesMeasure.MaxUnit.ToString(CultureInfo.InvariantCulture)} characters.";
        }

        if (Grain == PeriodGrain.None || !Enum.IsDefined(Grain))
        {
            yield return "Grain: choose year, quarter, month, week or day.";
        }

        if (FixedMeasure is not null && ProfileCells.MeasureKey(FixedMeasure) is null)
        {
            yield return $"FixedMeasure: expected a name with letters or digits, at most {SeriesMeasure.MaxKey.ToString(CultureInfo.InvariantCulture)} characters.";
        }

        if (FixedTerritory is not null && ProfileCells.Territory(FixedTerritory, HasDepartmentCodes).Problem is { } problem)
        {
            yield return $"FixedTerritory: {problem}";
        }
    }

    private IEnumerable<string> ProblemsOfColumns()
    {
        var count = Columns.CountBy(c => c.Role).ToDictionary(c => c.Key, c => c.Value);
        int Of(ColumnRole role) => count.GetValueOrDefault(role);
        if (Columns.Count is 0 or > MaxColumns || Columns.Select(c => c.Header).Distinct(StringComparer.Ordinal).Count() != Columns.Count)
        {
            yield return $"Columns: expected 1 to {MaxColumns.ToString(CultureInfo.InvariantCulture)} columns, each with a header of its own.";
        }

        if (Of(ColumnRole.Territory) > 1 || (Of(ColumnRole.Territory) == 0) == (FixedTerritory is null))
        {
            yield return "Columns: expected one column of territories, or FixedTerritory instead.";
        }

        var hasMeasure = Shape != TableShape.WideMeasures;
        if (Of(ColumnRole.Measure) > (hasMeasure ? 1 : 0) || (hasMeasure ? (Of(ColumnRole.Measure) == 0) == (FixedMeasure is null) : FixedMeasure is not null))
        {
            yield return hasMeasure ? "Columns: expected one column of measures, or FixedMeasure instead." : "Columns: in this shape each column of values is a measure, no other column or FixedMeasure is.";
        }

        if (Of(ColumnRole.Period) != (Shape == TableShape.WidePeriods ? 0 : 1))
        {
            yield return Shape == TableShape.WidePeriods ? "Columns: in this shape the periods stand in the header, no column holds them." : "Columns: expected one column of periods.";
        }

        if (Values == ValueRule.CountRows ? Shape != TableShape.Long || Of(ColumnRole.Value) > 0 : Of(ColumnRole.Value) == 0 || (Shape == TableShape.Long && Of(ColumnRole.Value) > 1))
        {
            yield return Values == ValueRule.CountRows ? "Values: rows are counted in the long shape and without a column of values." : "Columns: expected one column of values in the long shape, one or more in the others.";
        }

        foreach (var column in Columns.Where(c => IsPeriodColumn(c) && PeriodText.Parse(c.Header, Grain, Dates) is null))
        {
            yield return $"Columns: the header '{column.Header}' is no {Grain.Code()}.";
        }

        foreach (var column in Columns.Where(c => Shape == TableShape.WideMeasures && c.Role == ColumnRole.Value && ProfileCells.MeasureKey(c.Header) is null))
        {
            yield return $"Columns: the header '{column.Header}' gives no name of a measure.";
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SlugPattern();
}
