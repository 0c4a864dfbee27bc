using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Series;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>The published series; the expected figures were summed by another program than this one (Python's csv; a BIFF reader of its own for the .xls).</summary>
public sealed class RealSeriesTests
{
    private const string MonthlyFile = "monthly/etat4001-mensuel-departements-1999-2020.csv";
    private const string WeeklyFile = "weekly/chicago-weekly-districts.csv";
    private const string SsmsiFile = "ssmsi/donnee-dep-data.gouv-2024-geographie2025-produit-le2025-06-04.csv";
    private const string UnemploymentFile = "socio/sl_etc_2025T3.xls";

    private readonly FindingList _findings = new("file");

    [SkippableFact]
    public void Monthly_Published_HasTheTotalsOfEachGroup()
    {
        var content = Read(MonthlyFile, Datasets.Etat4001Monthly);

        Assert.Equal((PeriodGrain.Month, 264, 199901, 202012), (content.Grain, content.Periods.Count, content.Periods[0].Period, content.Periods[^1].Period));
        Assert.Equal((263_280L, 72_122_723L), (content.Points.PointCount, content.Total));
        (string, double, double)[] expected =
        [
            ("cambriolages", 4_977_756, 4_865_331), ("degradations", 8_904_837, 8_820_929), ("delits-economiques-financiers", 180_345, 176_479), ("falsifications", 7_722_197, 7_636_554),
            ("homicides", 57_676, 53_342), ("main-oeuvre", 265_508, 249_766), ("stupefiants", 3_699_168, 3_627_225), ("violences", 5_854_141, 5_663_146),
            ("violences-sexuelles", 997_586, 972_325), ("vols", 39_463_509, 38_907_332),
        ];
        Assert.Equal(
            expected,
            content.Measures.Keys.Order(StringComparer.Ordinal).Select(m => (m, Sum(content, m, t => t != "FR-METRO"), Sum(content, m, t => t == "FR-METRO"))));
    }

    /// <summary>The published sum of metropolitan France differs in 1,560 of 2,640 cells: one warning a group.</summary>
    [SkippableFact]
    public void Monthly_Published_WarnsWhereTheSumDiffers()
    {
        Read(MonthlyFile, Datasets.Etat4001Monthly);

        Assert.Equal(
            [("cambriolages", "28"), ("degradations", "95"), ("delits-economiques-financiers", "157"), ("falsifications", "264"), ("homicides", "20"), ("main-oeuvre", "124"), ("stupefiants", "258"), ("violences", "172"), ("violences-sexuelles", "194"), ("vols", "248")],
            _findings.ToList().Select(f => (f.Column!, f.Found!)).OrderBy(f => f.Item1, StringComparer.Ordinal));
        Assert.All(_findings.ToList(), f => Assert.Equal((FindingSeverity.Warning, "sum-differs"), (f.Severity, f.Code)));
    }

    [SkippableFact]
    public void Weekly_Published_HasEveryWeekOfEveryDistrict()
    {
        var content = Read(WeeklyFile, Datasets.WeeklyDistricts);

        Assert.Equal((PeriodGrain.Week, 1327, 20010101, 20260601), (content.Grain, content.Periods.Count, content.Periods[0].Period, content.Periods[^1].Period));
        Assert.Equal((29_194L, 22, 8_574_008L), (content.Points.PointCount, content.Points.Series.Count, content.Total));
        Assert.Equal([20260601], content.Periods.Where(p => p.IsProvisional).Select(p => p.Period));
        Assert.Equal(["provisional-weeks"], _findings.ToList().Select(f => f.Code));
    }

    [SkippableFact]
    public void Ssmsi_Published_HasTheTotalsOfEachIndicator()
    {
        var content = Read(SsmsiFile, Datasets.SsmsiDepartments);

        Assert.Empty(_findings.ToList());
        Assert.Equal((PeriodGrain.Year, 9, 2016, 2024), (content.Grain, content.Periods.Count, content.Periods[0].Period, content.Periods[^1].Period));
        Assert.Equal((36_360L, 40, 29_354_722L), (content.Points.PointCount, content.Measures.Count, content.Total));
        Assert.Equal((248_887.0, 218_156.0), (Sum(content, "cambriolages-de-logement", 2016), Sum(content, "cambriolages-de-logement", 2024)));
        Assert.Equal((911.0, 976.0), (Sum(content, "homicides", 2016), Sum(content, "homicides", 2024)));
        Assert.Equal((0.0, 196_420.0), (Sum(content, "usage-de-stupefiants-afd", 2016), Sum(content, "usage-de-stupefiants-afd", 2024)));
        Assert.Equal((249_477.0, 414_653.0), (Sum(content, "escroqueries-et-fraudes-aux-moyens-de-paiement", 2016), Sum(content, "escroqueries-et-fraudes-aux-moyens-de-paiement", 2024)));
        Assert.Equal((68_017_091.0, 606_767_525.0, 330_245_907.0), (Sum(content, "population", 2024), Sum(content, "population", _ => true), Sum(content, "logements", _ => true)));
        Assert.Equal(
            (6289.0, 8.1717307, 1_456_261.0, 2022.0, 769_604.0, 2021.0),
            (Value(content, "cambriolages-de-logement", "31", 2024), Value(content, "cambriolages-de-logement-taux", "31", 2024), Value(content, "population", "31", 2024),
                Value(content, "population-millesime", "31", 2024), Value(content, "logements", "31", 2024), Value(content, "logements-millesime", "31", 2024)));
        Assert.Equal(("victime entendue", "Vols sans violence contre des personnes"), (content.Measures["vols-sans-violence-contre-des-personnes"].Unit, content.Measures["vols-sans-violence-contre-des-personnes"].Label));
    }

    [SkippableFact]
    public void Unemployment_Published_HasEveryQuarterAndOverseasSince2014()
    {
        var content = Read(UnemploymentFile, Datasets.Unemployment);

        Assert.Empty(_findings.ToList());
        Assert.Equal((PeriodGrain.Quarter, 175, 19821, 20253), (content.Grain, content.Periods.Count, content.Periods[0].Period, content.Periods[^1].Period));
        Assert.Equal((100, 17_500L, 0L), (content.Points.Series.Count, content.Points.PointCount, content.Total));
        Assert.Equal(512, content.Points.Series.Values.Sum(s => Enumerable.Range(0, s.Periods.Count).Count(i => s.ValueAt(i) is null)));
        Assert.Equal(144_038.6, Sum(content, "taux-de-chomage", _ => true), 1e-6);
        Assert.Equal(770.5, Sum(content, "taux-de-chomage", 20253), 1e-6);
        Assert.Equal(
            (3.8, 13.9, 6.8, 7.7, null, 25.7, 14.4),
            (Value(content, "taux-de-chomage", "01", 19821), Value(content, "taux-de-chomage", "02", 20141), Value(content, "taux-de-chomage", "2A", 20083),
                Value(content, "taux-de-chomage", "2B", 20083), Value(content, "taux-de-chomage", "974", 20134), Value(content, "taux-de-chomage", "974", 20141), Value(content, "taux-de-chomage", "972", 20253)));
    }

    private static double Sum(SeriesContent content, string measure, Func<string, bool> territory)
        => content.Points.Series.Where(s => s.Key.Measure == measure && territory(s.Key.Territory)).Sum(s => Enumerable.Range(0, s.Value.Periods.Count).Sum(i => s.Value.ValueAt(i) ?? 0));

    private static double Sum(SeriesContent content, string measure, int period)
        => content.Points.Series.Where(s => s.Key.Measure == measure).Sum(s => s.Value.TryGet(period, out var value) ? value ?? 0 : 0);

    private static double? Value(SeriesContent content, string measure, string territory, int period)
        => content.Points.Find(measure, territory)!.TryGet(period, out var value) ? value : throw new InvalidOperationException("no point");

    private SeriesContent Read(string file, string dataset)
    {
        using var probe = FileProbe.Open(Requires.RealFile(file));
        var format = FormatList.Detect(probe);
        Assert.Equal(dataset, format.Key);
        Assert.Equal([format], FormatList.BuiltIn.Where(f => f.Recognises(probe)));
        var content = Assert.IsType<SeriesContent>(format.Read(probe, _findings, null));
        Assert.False(_findings.HasErrors, string.Join('\n', _findings.ToList().Take(5)));
        return content;
    }
}
