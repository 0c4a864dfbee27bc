using Octoplus.Core.Groups;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Groups;

public sealed class GroupChoiceTests
{
    [Fact]
    public void Key_OfTheDefault_NamesTerritoriesMethodAndTheTwelveRates()
    {
        Assert.Equal(
            "departments/1/none/zscore/rate:homicides,rate:vols-avec-armes,rate:vols-violents-sans-arme,rate:vols-sans-violence,rate:coups-et-blessures-volontaires,"
            + "rate:cambriolages-de-logement,rate:vols-de-vehicules,rate:vols-dans-les-vehicules,rate:vols-d-accessoires,rate:violences-sexuelles,rate:escroqueries,rate:destructions-et-degradations",
            GroupChoice.Default.Key);
        Assert.Matches("^[0-9a-f]{64}$", GroupChoice.Default.Hash);
    }

    [Fact]
    public void Key_OtherOrderOfFeatures_IsTheSame()
    {
        var choice = GroupChoice.Default with { Features = [.. GroupChoice.Default.Features.Reverse()] };

        Assert.Equal(GroupChoice.Default.Key, choice.Key);
        Assert.NotEqual(GroupChoice.Default.Key, (choice with { YearsAveraged = 2 }).Key);
    }

    [Theory]
    [InlineData(GroupTerritories.Departments, "density,rate:tous,share:index-107", 5, FeatureTransformation.SquareRoot, FeatureScaling.Robust)]
    [InlineData(GroupTerritories.Arrondissements, "share:homicides,share:vols-avec-armes", 2, FeatureTransformation.Log, FeatureScaling.ZScore)]
    [InlineData(GroupTerritories.GendarmerieServices, "share:escroqueries", 1, FeatureTransformation.None, FeatureScaling.None)]
    public void TryParse_OfAKey_GivesTheChoiceBack(GroupTerritories territories, string features, int years, FeatureTransformation transformation, FeatureScaling scaling)
    {
        var choice = new GroupChoice(territories, features.Split(','), years, transformation, scaling);

        var parsed = GroupChoice.TryParse(choice.Key, out var problem)!;

        Assert.Null(problem);
        Assert.Equal(choice.Key, parsed.Key);
        Assert.Equal(choice.Features.Order(), parsed.Features.Order());
        Assert.Equal((territories, years, transformation, scaling), (parsed.Territories, parsed.YearsAveraged, parsed.Transformation, parsed.Scaling));
    }

    [Fact]
    public void TryParse_Nothing_IsTheDefaultOfTheTerritories()
    {
        Assert.Equal(GroupChoice.Default.Key, GroupChoice.TryParse(null, "", null, "", null, out _)!.Key);
        Assert.Equal(GroupChoice.DefaultOf(GroupTerritories.PoliceServices).Key, GroupChoice.TryParse("policeservices", null, null, null, null, out _)!.Key);
    }

    [Theory]
    [InlineData("communes", null, null, null, null, GroupChoiceError.UnknownTerritories, "communes")]
    [InlineData("Departments", null, null, null, null, GroupChoiceError.UnknownTerritories, "Departments")]
    [InlineData("1", null, null, null, null, GroupChoiceError.UnknownTerritories, "1")]
    [InlineData(null, "rate:', drop", null, null, null, GroupChoiceError.UnknownFeature, "rate:'")]
    [InlineData(null, "share:tous", null, null, null, GroupChoiceError.UnknownFeature, "share:tous")]
    [InlineData(null, "rate:index-96", null, null, null, GroupChoiceError.UnknownFeature, "rate:index-96")]
    [InlineData(null, "women,women", null, null, null, GroupChoiceError.FeatureTwice, "women")]
    [InlineData("policeservices", "density", null, null, null, GroupChoiceError.FeatureNeedsPopulation, "density")]
    [InlineData("arrondissements", "women", null, null, null, GroupChoiceError.FeatureNeedsPopulation, "women")]
    [InlineData("gendarmerieservices", "rate:homicides", null, null, null, GroupChoiceError.FeatureNeedsPopulation, "rate:homicides")]
    [InlineData(null, null, "0", null, null, GroupChoiceError.YearsAveraged, "0")]
    [InlineData(null, null, "6", null, null, GroupChoiceError.YearsAveraged, "6")]
    [InlineData(null, null, "-1", null, null, GroupChoiceError.YearsAveraged, "-1")]
    [InlineData(null, null, "99999999999", null, null, GroupChoiceError.YearsAveraged, "99999999999")]
    [InlineData(null, null, null, "sqrt", null, GroupChoiceError.UnknownTransformation, "sqrt")]
    [InlineData(null, null, null, null, "minmax", GroupChoiceError.UnknownScaling, "minmax")]
    public void TryParse_BadPart_SaysWhich(
        string? territories, string? features, string? years, string? transformation, string? scaling, GroupChoiceError error, string subject)
    {
        Assert.Null(GroupChoice.TryParse(territories, features, years, transformation, scaling, out var problem));
        Assert.Equal((error, subject), (problem!.Error, problem.Subject![..Math.Min(subject.Length, problem.Subject!.Length)]));
        Assert.InRange(problem.Subject!.Length, 1, 60);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("departments/1/log/zscore")]
    [InlineData("departments/1/log/zscore/women/women")]
    public void TryParse_NoKey_SaysSo(string? key)
    {
        Assert.Null(GroupChoice.TryParse(key, out var problem));
        Assert.Equal(GroupChoiceError.BadKey, problem!.Error);
    }

    [Fact]
    public void Problem_FeaturesOutOfBounds_CountsThem()
    {
        var rates = Nomenclature.Measures.Select(m => GroupFeature.RatePrefix + m.Slug).ToList();

        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.NoFeatures), (GroupChoice.Default with { Features = [] }).Problem());
        Assert.Null((GroupChoice.Default with { Features = [.. rates.Take(30)] }).Problem());
        Assert.Equal(new GroupChoiceProblem(GroupChoiceError.TooManyFeatures, null, 31, 30), (GroupChoice.Default with { Features = [.. rates.Take(31)] }).Problem());
    }

    /// <summary>The column of the database holds every key.</summary>
    [Fact]
    public void Key_OfTheLongestFeatures_IsWithinItsBound()
    {
        var longest = GroupFeature.All.Select(f => f.Code).OrderByDescending(c => c.Length).Take(GroupChoice.MaxFeatures);
        var choice = new GroupChoice(GroupTerritories.GendarmerieServices, [.. longest], 5, FeatureTransformation.SquareRoot, FeatureScaling.Robust);

        Assert.InRange(choice.Key.Length, 500, GroupChoice.MaxKeyLength);
    }

    [Fact]
    public void All_Codes_AreReadBackAndComeOnce()
    {
        Assert.All(GroupFeature.All, f => Assert.Same(f, GroupFeature.TryParse(f.Code)));
        Assert.Equal(GroupFeature.All.Count, GroupFeature.All.Select(f => f.Code).Distinct().Count());
        Assert.Null(GroupFeature.TryParse(null));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("   ", null)]
    [InlineData("Côtes & frontières : « l’été »", null)]
    [InlineData("👮 Villes", null)]
    [InlineData("a\tb", GroupNameProblem.ControlCharacters)]
    [InlineData("a\u202eb", GroupNameProblem.ControlCharacters)]
    [InlineData("a\ud83d", GroupNameProblem.ControlCharacters)]
    public void NameProblem_OfAName_IsItsUnseenCharacters(string? name, GroupNameProblem? problem) => Assert.Equal(problem, GroupNameStore.Problem(name));

    [Fact]
    public void NameProblem_SixtyCharactersWithoutSpacesAround_IsNone()
    {
        Assert.Null(GroupNameStore.Problem("  " + new string('a', 60) + "  "));
        Assert.Equal(GroupNameProblem.TooLong, GroupNameStore.Problem(new string('a', 61)));
    }
}
