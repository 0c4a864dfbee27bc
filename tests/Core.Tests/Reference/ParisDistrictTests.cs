using Octoplus.Core.Reference;

namespace Octoplus.Core.Tests.Reference;

/// <summary>Names of the État 4001, 2012–2020, and codes of published boundaries.</summary>
public sealed class ParisDistrictTests
{
    [Theory]
    [InlineData("DTSP75 01ER ARRONDISSEMENT", "75101", "1er", "Paris 1er")]
    [InlineData("DTSP75 18EME ARRONDISSEMENT", "75118", "18e", "Paris 18e")]
    [InlineData("DTSP75 05EME ET 06EME ARRONDISSEMENTS", "75105-75106", "5e-6e", "Paris 5e et 6e")]
    [InlineData("DTSP75 PARIS CENTRE", "75101-75104", "1er-4e", "Paris Centre (1er à 4e)")]
    public void OfService_OfArrondissements_HasTheirCodeAndName(string service, string code, string label, string name)
    {
        var district = ParisDistrict.OfService("75", service)!;
        Assert.Equal((code, label, name), (district.Code, district.Label, district.Name));
        Assert.Equal(district, ParisDistrict.OfCode(district.Code));
    }

    [Theory]
    [InlineData("75", "DTSP75 SURETE TERRITORIALE")]
    [InlineData("75", "2EME DISTRICT DE POLICE JUDICIAIRE")]
    [InlineData("75", "DTSP75 21EME ARRONDISSEMENT")]
    [InlineData("75", "DTSP75 06EME ET 05EME ARRONDISSEMENTS")]
    [InlineData("13", "CIAT DE MARSEILLE 2EME ARRT")]
    [InlineData("93", "DTSP75 01ER ARRONDISSEMENT")]
    public void OfService_OfSomethingElse_IsNull(string department, string service) => Assert.Null(ParisDistrict.OfService(department, service));

    [Theory]
    [InlineData("1er", 1, 1)]
    [InlineData("2eme", 2, 2)]
    [InlineData("5-6eme", 5, 6)]
    [InlineData("75120", 20, 20)]
    [InlineData("7", 7, 7)]
    public void OfCode_AsPublished_IsRead(string code, int from, int to) => Assert.Equal(new ParisDistrict(from, to), ParisDistrict.OfCode(code));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("21eme")]
    [InlineData("75056")]
    [InlineData("2A")]
    [InlineData("6-5eme")]
    public void OfCode_OfSomethingElse_IsNull(string code) => Assert.Null(ParisDistrict.OfCode(code));

    [Fact]
    public void Covers_OnlyWhatLiesWhollyInIt()
    {
        var centre = new ParisDistrict(1, 4);
        Assert.True(centre.Covers(new ParisDistrict(4, 4)));
        Assert.True(centre.Covers(centre));
        Assert.False(centre.Covers(new ParisDistrict(4, 5)));
    }
}
