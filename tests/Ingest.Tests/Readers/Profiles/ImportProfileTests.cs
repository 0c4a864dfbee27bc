using Octoplus.Core.Reference;
using Octoplus.Ingest.Readers.Profiles;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

public sealed class ImportProfileTests
{
    [Fact]
    public void ToJson_Read_IsTheSame()
    {
        var profile = Sample.Long with { Separator = '\t', Encoding = "utf-16", Unit = "€", FixedTerritory = null, Values = ValueRule.Sum };
        var back = ImportProfile.FromJson(profile.ToJson());
        Assert.Equal(profile.Columns, back.Columns);
        Assert.Equal(profile, back with { Columns = profile.Columns });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"slug":"a","name":"a","columns":[],"grain":"month","later":1}""")]
    public void FromJson_NoSettings_Throws(string json) => Assert.Throws<InvalidDataException>(() => ImportProfile.FromJson(json));

    [Fact]
    public void Problems_Valid_AreNone() => Assert.Empty(Sample.Long.Problems());

    public static TheoryData<string, ImportProfile> Wrong => new()
    {
        { "Slug", Sample.Long with { Slug = "Été" } },
        { "Slug", Sample.Long with { Slug = new string('a', 21) } },
        { "Slug", Sample.Long with { Slug = "a--b" } },
        { "Name", Sample.Long with { Name = " " } },
        { "Separator", Sample.Long with { Separator = 'a' } },
        { "Separator", Sample.Long with { Separator = 'é' } },
        { "Encoding", Sample.Long with { Encoding = "klingon" } },
        { "Unit", Sample.Long with { Unit = new string('u', 41) } },
        { "Grain", Sample.Long with { Grain = PeriodGrain.None } },
        { "FixedMeasure", Sample.Long.With(("d", ColumnRole.Territory), ("m", ColumnRole.Period), ("v", ColumnRole.Value)) with { FixedMeasure = "--" } },
        { "FixedTerritory", Sample.Long.With(("t", ColumnRole.Measure), ("m", ColumnRole.Period), ("v", ColumnRole.Value)) with { FixedTerritory = "99", HasDepartmentCodes = true } },
        { "Columns", Sample.Long with { Columns = [] } },
        { "Columns", Sample.Long with { Columns = [.. Sample.Long.Columns, Sample.Long.Columns[0]] } },
        { "Columns", Sample.Long with { FixedTerritory = "FR" } },
        { "Columns", Sample.Long with { FixedMeasure = "vols" } },
        { "Columns", Sample.Long with { Columns = [.. Sample.Long.Columns.Skip(1)] } },
        { "Columns", Sample.Long with { Columns = [.. Sample.Long.Columns, new("nb2", ColumnRole.Value)] } },
        { "Columns", Sample.Long with { Columns = [.. Sample.Long.Columns.SkipLast(1)] } },
        { "Columns", Sample.Long with { Shape = TableShape.WideMeasures } },
        { "Columns", Sample.Long.With(("d", ColumnRole.Territory), ("t", ColumnRole.Measure), ("mars", ColumnRole.Value)) with { Shape = TableShape.WidePeriods } },
        { "Values", Sample.Long with { Values = ValueRule.CountRows } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Problems_OneWrongSetting_NamesIt(string setting, ImportProfile profile)
        => Assert.StartsWith(setting + ":", profile.Problems().First(), StringComparison.Ordinal);

    [Fact]
    public void HeaderSignature_OrderAndPeriods_DoNotCount()
    {
        Assert.Equal(Sample.Long.HeaderSignature, (Sample.Long with { Columns = [.. Sample.Long.Columns.Reverse()] }).HeaderSignature);
        Assert.NotEqual(Sample.Long.HeaderSignature, Sample.Long.With(("dep", ColumnRole.Territory)).HeaderSignature);
        ImportProfile Wide(string year) => Sample.Long.With(("dep", ColumnRole.Territory), (year, ColumnRole.Value)) with { Shape = TableShape.WidePeriods };
        Assert.Equal(Wide("2019").HeaderSignature, Wide("2020").HeaderSignature);
    }
}
