using Octoplus.Core.Reference;

namespace Octoplus.Core.Tests.Reference;

public sealed class ReferenceTerritoriesTests
{
    [Fact]
    public void Departments_Are101In18RegionsWithAreas()
    {
        var departments = ReferenceTerritories.Departments;

        Assert.Equal(101, departments.Select(d => d.Code).Distinct().Count());
        Assert.Equal(18, departments.Select(d => d.RegionCode).Distinct().Count());
        Assert.Equal(["01", "02"], departments.Take(2).Select(d => d.Code));
        Assert.Contains(new Department("2A", "Corse-du-Sud", "94", "Corse"), departments);
        Assert.Equal(["971", "972", "973", "974", "976"], departments.Select(d => d.Code).Where(c => c.Length == 3));
        Assert.All(departments, d => Assert.InRange(ReferenceTerritories.AreasKm2[d.Code], 100, 90_000));
        Assert.Equal(["975", "977", "978", "986", "987", "988"], ReferenceTerritories.Collectivities.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Population_CoversEveryDepartmentFrom2014AndAllButMayotteBefore()
    {
        var byYear = ReferenceTerritories.Population.ToLookup(p => p.Year);

        Assert.Equal(Enumerable.Range(2012, 12), byYear.Select(y => y.Key).Order());
        Assert.All(byYear, year => Assert.Equal(year.Key < 2014 ? 100 : 101, year.Count()));
        Assert.Equal(67_257_982, byYear[2019].Sum(p => p.Persons));
    }

    [Fact]
    public void RegionCode_IsNotTheCodeOfADepartment()
    {
        var region = new Territory(Territory.RegionCode("84"), TerritoryLevel.Region, "Auvergne-Rhône-Alpes", "FR", null);

        Assert.Equal(("R84", "84"), (region.Code, region.OfficialCode));
    }
}
