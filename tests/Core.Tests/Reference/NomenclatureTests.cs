using Octoplus.Core.Reference;

namespace Octoplus.Core.Tests.Reference;

public sealed class NomenclatureTests
{
    [Fact]
    public void Offences_Are107InOrderAndFourUnused()
    {
        Assert.Equal(Enumerable.Range(1, 107), Nomenclature.Offences.Select(o => o.Code));
        Assert.Equal([96, 97, 99, 100], Nomenclature.Offences.Where(o => !o.IsUsed).Select(o => o.Code));
        Assert.All(Nomenclature.Offences.Where(o => !o.IsUsed), o => Assert.Equal("Index non utilisé", o.WorkbookLabel));
    }

    [Fact]
    public void Offences_IndexSeven_ChangedItsUnitIn2015()
    {
        var assault = Nomenclature.Offences[6];

        Assert.Equal((CountUnit.Victim, CountUnit.Complainant, new DateOnly(2015, 3, 1)), (assault.Unit, assault.EarlierUnit, assault.UnitSince));
    }

    /// <summary>As listed in the README of the published data.</summary>
    [Theory]
    [InlineData("homicides", new[] { 1, 2, 3, 6, 51 })]
    [InlineData("vols-avec-armes", new[] { 15, 16, 17, 18, 19, 20, 21, 22 })]
    [InlineData("vols-violents-sans-arme", new[] { 23, 24, 25, 26 })]
    [InlineData("vols-sans-violence", new[] { 32, 42, 43 })]
    [InlineData("coups-et-blessures-volontaires", new[] { 7 })]
    [InlineData("cambriolages-de-logement", new[] { 27, 28 })]
    [InlineData("vols-de-vehicules", new[] { 34, 35, 36 })]
    [InlineData("vols-dans-les-vehicules", new[] { 37 })]
    [InlineData("vols-d-accessoires", new[] { 38 })]
    [InlineData("violences-sexuelles", new[] { 46, 47, 48, 49 })]
    [InlineData("escroqueries", new[] { 84, 85, 86, 89, 90, 91, 92 })]
    [InlineData("destructions-et-degradations", new[] { 62, 63, 64, 65, 66, 67, 68 })]
    public void FindMeasure_Indicator_HasItsIndices(string slug, int[] offences) => Assert.Equal(offences, Nomenclature.FindMeasure(slug)!.Offences);

    [Fact]
    public void Measures_AreIndicatorsAllAndUsedIndices()
    {
        Assert.Equal(12, Nomenclature.Indicators.Count);
        Assert.Equal(12 + 1 + 103, Nomenclature.Measures.Count);
        Assert.Equal(Nomenclature.Measures.Count, Nomenclature.Measures.Select(m => m.Slug).Distinct().Count());
        Assert.Equal(103, Nomenclature.FindMeasure("tous")!.Offences.Count);
        Assert.Equal([27], Nomenclature.FindMeasure("index-27")!.Offences);
        Assert.Null(Nomenclature.FindMeasure("index-97"));
        Assert.Null(Nomenclature.FindMeasure(null));
    }

    [Fact]
    public void HasMixedUnits_OnlyWhereIndicesOfTwoUnitsAreSummed()
    {
        Assert.True(Nomenclature.FindMeasure("tous")!.HasMixedUnits);
        Assert.False(Nomenclature.FindMeasure("homicides")!.HasMixedUnits);
        Assert.Equal([CountUnit.Vehicle], Nomenclature.FindMeasure("vols-de-vehicules")!.Units);
    }

    [Theory]
    [InlineData("index-7", Force.All, 3)]
    [InlineData("index-7", Force.Police, 2)]
    [InlineData("index-7", Force.Gendarmerie, 2)]
    [InlineData("coups-et-blessures-volontaires", Force.Police, 2)]
    [InlineData("index-27", Force.All, 2)]
    [InlineData("index-27", Force.Police, 1)]
    [InlineData("tous", Force.All, 3)]
    public void Touching_MeasureAndForce_GivesTheBreaksOfBoth(string slug, Force force, int breaks)
        => Assert.Equal(breaks, SeriesBreak.Touching(Nomenclature.FindMeasure(slug)!, force).Count());

    [Fact]
    public void Touching_PoliceBurglary_IsTheChangeOfSoftware()
    {
        var found = Assert.Single(SeriesBreak.Touching(Nomenclature.FindMeasure("cambriolages-de-logement")!, Force.Police));

        Assert.Equal((Force.Police, new DateOnly(2012, 1, 1), new DateOnly(2015, 12, 31)), (found.Force, found.From, found.To));
    }
}
