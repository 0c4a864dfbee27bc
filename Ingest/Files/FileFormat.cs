using Octoplus.Ingest.Boundaries;
using Octoplus.Ingest.Departments;
using Octoplus.Ingest.Etat4001;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.MonthlyDepartments;
using Octoplus.Ingest.Populations;
using Octoplus.Ingest.Ssmsi;
using Octoplus.Ingest.Unemployment;
using Octoplus.Ingest.WeeklyDistricts;
using Octoplus.Ingest.Units;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Files;

/// <summary>A published form of data, told from the content of a file, with its reader.</summary>
/// <param name="Key">Stable key, also of the text that names it to people.</param>
/// <param name="Recognises">Whether a file has this form; cheap, and never wrong about another form.</param>
/// <param name="Read">Reads and checks a file; with errors among the findings the content must not be used. Progress in cells or rows.</param>
public sealed record FileFormat(
    string Key, Func<FileProbe, bool> Recognises, Func<FileProbe, FindingList, IProgress<long>?, IVintageContent> Read)
{
    private const string Known =
        "Known are: the État 4001 workbook by service (.xlsx), INSEE's population by département (.xls), the list of départements (.csv), "
        + "the monthly counts by département (.csv), the SSMSI's base by département (.csv), INSEE's unemployment rates (.xls), weekly counts by district (.csv), the list of units of count (.xlsx), boundaries (.geojson).";

    /// <summary>Writes what may be kept of a file to a path that is not there yet, instead of the file itself; null: the file is kept as it came.</summary>
    public Action<FileProbe, string>? WriteKept { get; init; }

    /// <summary>The forms that the program knows by itself, the most particular first.</summary>
    public static IReadOnlyList<FileFormat> All { get; } =
    [
        Etat4001Reader.Format,
        PopulationReader.Format,
        DepartmentListReader.Format,
        MonthlyDepartmentReader.Format,
        SsmsiReader.Format,
        UnemploymentReader.Format,
        WeeklyDistrictReader.Format,
        UnitListReader.Format,
        GeoJsonReader.Format,
    ];

    /// <summary>The form of a file.</summary>
    /// <exception cref="UnreadableFileException">It is of no known form.</exception>
    public static FileFormat Detect(FileProbe file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Find(file) ?? throw Unknown(file);
    }

    internal static FileFormat? Find(FileProbe file) => All.FirstOrDefault(f => f.Recognises(file));

    internal static UnreadableFileException Unknown(FileProbe file)
        => new("unknown-kind", $"The content is of no known kind: found {Describe(file)}. {Known}");

    private static string Describe(FileProbe file)
        => file.Container switch
        {
            FileContainer.Workbook => $"a workbook with the sheets {string.Join(", ", file.Sheets.Take(5).Select(s => $"'{s.Name}'"))}",
            FileContainer.LegacyWorkbook => "an .xls workbook without yearly sheets of population and without quarterly rates in a sheet 'Département'",
            _ => "neither a workbook nor a known table",
        };
}
