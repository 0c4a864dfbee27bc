using Octoplus.Core.Reference;

namespace Octoplus.Core.Vintages;

/// <summary>The kinds of published data, as keys of vintages.</summary>
public static class Datasets
{
    /// <summary>Crimes and délits by service and year.</summary>
    public const string Etat4001 = "etat4001";

    /// <summary>Population on 1 January by département.</summary>
    public const string Population = "population";

    /// <summary>List of départements and régions.</summary>
    public const string Departments = "departements";

    /// <summary>Units of count of the 107 indices.</summary>
    public const string Units = "unites";

    /// <summary>Outlines of the départements, drawn on the map.</summary>
    public const string DepartmentBoundaries = BoundariesPrefix + "departements";

    /// <summary>Outlines of the régions, drawn on the map.</summary>
    public const string RegionBoundaries = BoundariesPrefix + "regions";

    /// <summary>Begins the key of every set of outlines.</summary>
    public const string BoundariesPrefix = "contours-";

    /// <summary>Begins the key of every dataset that a profile reads.</summary>
    public const string ProfilePrefix = "p-";

    /// <summary>Ten groups of indices of the État 4001 by département and month.</summary>
    public const string Etat4001Monthly = "etat4001-mensuel";

    /// <summary>SSMSI: indicators by département and year.</summary>
    public const string SsmsiDepartments = "ssmsi-departements";

    /// <summary>INSEE: unemployment rate by département and quarter.</summary>
    public const string Unemployment = "chomage";

    /// <summary>Recorded crimes by police district and week.</summary>
    public const string WeeklyDistricts = "hebdo-districts";
}

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Kept with the vintage.</summary>
    Warning,

    /// <summary>Refuses the file.</summary>
    Error,
}

/// <summary>One thing found in a file.</summary>
/// <param name="Code">Stable name of the defect, such as <c>shifted-row</c>.</param>
/// <param name="Sheet">Sheet or null for the file as a whole.</param>
/// <param name="Row">Row from 1 as a spreadsheet shows it.</param>
/// <param name="Column">Column letters, or the header of a CSV column.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Reason">What is wrong and what to do, in English.</param>
public sealed record Finding(
    FindingSeverity Severity, string Code, string File, string? Sheet, int? Row, string? Column, string? Found, string Reason);

/// <summary>What became of a staged vintage that was to be accepted.</summary>
public enum AcceptResult
{
    /// <summary>It is the active vintage of its periods.</summary>
    Accepted,

    /// <summary>Its figures are fictional and the dataset has real ones.</summary>
    RealFiguresActive,

    /// <summary>The same content (or, for reference figures, anything of the dataset) was accepted since it was staged.</summary>
    AcceptedBefore,

    /// <summary>Something else became active since the report on it was made.</summary>
    BasisChanged,
}

/// <summary>A vintage about to be staged.</summary>
/// <param name="Origin">Where the file came from: <c>inbox</c>, <c>command</c>, <c>page</c>, <c>api</c>, <c>reference</c>, <c>demonstration</c> or an address.</param>
public sealed record NewVintage(
    string Dataset, string FileName, string Sha256, long SizeBytes, string Origin, bool IsDemonstration);

/// <summary>A vintage as stored.</summary>
public sealed record Vintage
{
    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary>Readable key: dataset, last period and the beginning of the check sum.</summary>
    public required string Slug { get; init; }

    /// <summary>One of <see cref="Datasets"/>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the file, without its folder.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Where the file came from.</summary>
    public required string Origin { get; init; }

    /// <summary>Fictional figures.</summary>
    public required bool IsDemonstration { get; init; }

    /// <summary>First period, null where the dataset has none.</summary>
    public int? FirstPeriod { get; init; }

    /// <summary>Last period.</summary>
    public int? LastPeriod { get; init; }

    /// <summary>Rows stored: counts other than zero, or the like.</summary>
    public required long FactCount { get; init; }

    /// <summary>Warnings kept with it.</summary>
    public required long WarningCount { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Who accepted it.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>Of its periods, those in which it is the active vintage.</summary>
    public required long ActivePeriods { get; init; }
}
