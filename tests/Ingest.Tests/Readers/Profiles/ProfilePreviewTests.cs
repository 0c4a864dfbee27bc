using Octoplus.Core.Reference;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Profiles;
using static Octoplus.Ingest.Tests.Readers.Profiles.Sample;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

public sealed class ProfilePreviewTests
{
    [Fact]
    public void Of_FirstRows_AsTheyAreAndAsUnderstood()
    {
        var preview = Probe("dep;type;mois;nb\n1;Vols;mars 2019;1 234,5\nxx;Vols;2019;?\n01;Vols\n" + string.Concat(Enumerable.Repeat("01;v;2019-01;1\n", 30)), f => ProfilePreview.Of(f, Sample.Long with { HasDepartmentCodes = true }));

        Assert.Equal(("utf-8", ';', 20), (preview.Encoding, preview.Separator, preview.Rows.Count));
        Assert.Equal([ColumnRole.Territory, ColumnRole.Measure, ColumnRole.Period, ColumnRole.Value], preview.Roles);
        Assert.Equal([("1", "01"), ("Vols", "vols"), ("mars 2019", "2019-03"), ("1 234,5", "1234.5")], preview.Rows[0].Cells.Select(c => (c.Raw, c.Understood!)));
        Assert.Equal([true, false, true, true], preview.Rows[1].Cells.Select(c => c.Problem is not null));
        Assert.Equal((4, "The row has 2 cells, the header 4."), (preview.Rows[2].Line, preview.Rows[2].Problem!));
        Assert.Empty(preview.Problems);
    }

    [Fact]
    public void Of_FileOfOtherColumns_SaysSo()
        => Assert.Equal(2, Probe("dep;type;mois;total\n1;v;2019-03;1\n", f => ProfilePreview.Of(f, Sample.Long)).Problems.Count);

    [Fact]
    public void For_LongFrenchTable_GuessesEveryColumn()
    {
        var guess = Suggest("code_departement;nom_departement;indicateur;mois;nombre\n1;Ain;Vols;03/2019;12,5\n2A;Corse-du-Sud;Vols;04/2019;3\n");
        Assert.Equal(
            [ColumnRole.Territory, ColumnRole.Ignored, ColumnRole.Measure, ColumnRole.Period, ColumnRole.Value],
            guess.Columns.Select(c => c.Role));
        Assert.Equal(
            (TableShape.Long, PeriodGrain.Month, WrittenIn.French, true, ValueRule.Single, "mes-chiffres"),
            (guess.Shape, guess.Grain, guess.Numbers, guess.HasDepartmentCodes, guess.Values, guess.Slug));
        Assert.Empty(guess.Problems());
    }

    [Fact]
    public void For_WidePeriods_TakesTheHeader()
    {
        var guess = Suggest("dep,2019,2020,2021\n01,1.5,2,3\n02,4,5,6\n");
        Assert.Equal((TableShape.WidePeriods, PeriodGrain.Year, WrittenIn.English), (guess.Shape, guess.Grain, guess.Numbers));
        Assert.Empty(guess.Problems());
    }

    [Fact]
    public void For_WideMeasures_TakesEveryNumber()
    {
        var guess = Suggest("district,week,vols,homicides\n1,2019-W10,5,6\n2,2019-W11,7,8\n");
        Assert.Equal((TableShape.WideMeasures, PeriodGrain.Week), (guess.Shape, guess.Grain));
        Assert.Equal([ColumnRole.Territory, ColumnRole.Period, ColumnRole.Value, ColumnRole.Value], guess.Columns.Select(c => c.Role));
        Assert.Empty(guess.Problems());
    }

    [Fact]
    public void For_ListOfEventsWithPersons_CountsRowsAndHidesThePersonalColumns()
    {
        var guess = Suggest("Nom;Prénom;Immatriculation;contact;date;secteur\nDurand;Anne;AB-123-CD;a@b.fr;04/03/2019;S1\nMartin;Luc;EF-456-GH;c@d.fr;25/03/2019;S2\n");
        Assert.Equal(
            [ColumnRole.Dropped, ColumnRole.Dropped, ColumnRole.Hashed, ColumnRole.Dropped, ColumnRole.Period, ColumnRole.Territory],
            guess.Columns.Select(c => c.Role));
        Assert.Equal((ValueRule.CountRows, PeriodGrain.Day, WrittenIn.French), (guess.Values, guess.Grain, guess.Dates));
        Assert.Empty(guess.Problems());
    }

    [Fact]
    public void For_NamedValueWithASlip_IsStillTheValue()
        => Assert.Equal(ColumnRole.Value, Suggest("dep;mois;nature;nombre\n01;2019-01;vol;3\n1;2019-02;vol;4,5\n99;2019-02;vol;x\n").Columns[3].Role);

    [SkippableFact]
    public void For_PublishedWeeklyFile_ReadsIt()
    {
        using var file = FileProbe.Open(Requires.RealFile("weekly/chicago-weekly-districts.csv"));
        var guess = ProfileSuggestion.For(file, "chicago-weekly-districts.csv") with { Grain = PeriodGrain.Week };
        Assert.Empty(guess.Problems());
        var findings = new Octoplus.Ingest.Contents.FindingList("f");
        var content = ProfileReader.Read(file, guess, findings);
        Assert.Empty(findings.ToList());
        Assert.Equal(22, content.Points.Series.Count);
    }

    private static ImportProfile Suggest(string text) => Probe(text, f => ProfileSuggestion.For(f, "Mes chiffres.csv"));
}
