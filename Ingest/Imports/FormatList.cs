using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Boundaries;
using Octoplus.Ingest.Readers.Departments;
using Octoplus.Ingest.Readers.Etat4001;
using Octoplus.Ingest.Readers.MonthlyDepartments;
using Octoplus.Ingest.Readers.Populations;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Readers.Ssmsi;
using Octoplus.Ingest.Readers.Unemployment;
using Octoplus.Ingest.Readers.Units;
using Octoplus.Ingest.Readers.WeeklyDistricts;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>Every form that an imported file may have: those that the program knows by itself, then those that stored profiles describe.</summary>
public sealed class FormatList(ProfileQueries profiles, PseudonymKey pseudonyms)
{
    private const string Known =
        "Known are: the État 4001 workbook by service (.xlsx), INSEE's population by département (.xls), the list of départements (.csv), "
        + "the monthly counts by département (.csv), the SSMSI's base by département (.csv), INSEE's unemployment rates (.xls), weekly counts by district (.csv), the list of units of count (.xlsx), boundaries (.geojson).";

    /// <summary>The forms that the program knows by itself, the most particular first.</summary>
    public static IReadOnlyList<FileFormat> BuiltIn { get; } =
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

    /// <summary>The reference figures that the program ships with.</summary>
    public static IReadOnlyList<IVintageContent> Shipped
        => [new DepartmentContent(ReferenceTerritories.Departments), PopulationContent.Reference()];

    /// <summary>The form that the program knows by itself; null if it is none of those.</summary>
    public static FileFormat? FindBuiltIn(FileProbe file) => BuiltIn.FirstOrDefault(f => f.Recognises(file));

    /// <summary>The form of a file: of the profile asked for, whatever its header; else told from the content.</summary>
    /// <param name="profile">Slug of a profile; null: none is asked for.</param>
    /// <exception cref="UnreadableFileException">It is of no known form, or the profile cannot be used.</exception>
    public async Task<FileFormat> FindAsync(FileProbe file, string? profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (profile is not null)
        {
            return await ProfileFormat.FindAsync(profiles, profile, pseudonyms, cancellationToken)
                ?? throw new UnreadableFileException("unknown-profile", $"There is no profile '{profile}' that can be used: see the list on the page, or describe the columns anew.");
        }

        return FindBuiltIn(file)
            ?? (await ProfileFormat.AllAsync(profiles, pseudonyms, cancellationToken)).FirstOrDefault(f => f.Recognises(file))
            ?? throw Unknown(file);
    }

    /// <summary>As <see cref="FindBuiltIn"/>.</summary>
    /// <exception cref="UnreadableFileException">It is of no form that the program knows by itself.</exception>
    internal static FileFormat Detect(FileProbe file) => FindBuiltIn(file) ?? throw Unknown(file);

    private static UnreadableFileException Unknown(FileProbe file)
        => new("unknown-kind", $"The content is of no known kind: found {Describe(file)}. {Known}");

    private static string Describe(FileProbe file)
        => file.Container switch
        {
            FileContainer.Workbook => $"a workbook with the sheets {string.Join(", ", file.Sheets.Take(5).Select(s => $"'{s.Name}'"))}",
            FileContainer.LegacyWorkbook => "an .xls workbook without yearly sheets of population and without quarterly rates in a sheet 'Département'",
            _ => "neither a workbook nor a known table",
        };
}
