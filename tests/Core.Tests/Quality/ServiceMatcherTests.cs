using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Quality;
using Xunit;

namespace Octoplus.Core.Tests.Quality;

public sealed class ServiceMatcherTests
{
    private static readonly string[] _places = ["EVRY", "SAINT PRIEST", "ST PRIEST", "LYON", "CREST", "DIE"];
    private static readonly string[] _kinds = ["CIAT DE", "CSP", "CGD", "GIR", "CRS"];

    [Theory]
    [InlineData("CIAT DE ST PRIEST", "CSP SAINT-PRIEST")]
    [InlineData("CGD EVRY", "COMPAGNIE DE GENDARMERIE DEPARTEMENTALE D’ÉVRY")]
    [InlineData("GPE INTERVENTION REGIONAL 93", "GIR 93")]
    [InlineData("DTSP75 01ER ARRONDISSEMENT", "DTSP75 1ER ARRT")]
    [InlineData("DISTRICT II", "2EME DISTRICT")]
    public void Propose_OneNameWrittenTwoWays_IsProposed(string before, string after)
        => Assert.True(Assert.Single(ServiceMatcher.Propose([Service(1, before, 2012, 500, 510), Service(2, after, 2014, 505, 498)])).Score > 0.9);

    [Theory]
    [InlineData("CIAT DE LYON 1ER ARRT", "CIAT DE LYON 2EME ARRT")]
    [InlineData("1ER DISTRICT DE POLICE JUDICIAIRE", "2EME DISTRICT DE POLICE JUDICIAIRE")]
    [InlineData("DISTRICT I", "DISTRICT II")]
    [InlineData("CRS 53 MARSEILLE", "CRS 55 MARSEILLE")]
    [InlineData("CIAT DE PALAISEAU", "CRA PALAISEAU")]
    public void Propose_OtherNumberOrKind_IsNot(string before, string after)
        => Assert.Empty(ServiceMatcher.Propose([Service(1, before, 2012, 500, 510), Service(2, after, 2014, 505, 498)], threshold: 0));

    [Fact]
    public void Propose_SameNameButAHundredthOfTheCounts_IsNot()
        => Assert.Empty(ServiceMatcher.Propose([Service(1, "CIAT DE MARIGNANE", 2012, 3500, 3600), Service(2, "CIAT SUB DE MARIGNANE", 2014, 27, 24)]));

    [Fact]
    public void Propose_YearsOverlap_IsNot()
        => Assert.Empty(ServiceMatcher.Propose([Service(1, "CGD EVRY", 2012, 500, 510), Service(2, "CGD EVRY", 2013, 505, 498)], threshold: 0));

    [Fact]
    public void Propose_ThreeNamesInARow_LinksEachToTheNext()
    {
        var pairs = ServiceMatcher.Propose([Service(1, "CIAT EVRY", 2012, 500), Service(2, "CSP EVRY", 2013, 505), Service(3, "CS EVRY", 2014, 498)]);

        Assert.Equal([(1L, 2L), (2L, 3L)], pairs.Select(p => (p.Earlier.Id, p.Later.Id)).Order());
    }

    [Fact]
    public void Propose_AnyServices_KeepsItsRulesWhateverTheOrder()
        => Prop.ForAll(
            Services().ToArbitrary(),
            services =>
            {
                var pairs = ServiceMatcher.Propose(services, threshold: 0);
                var reversed = ServiceMatcher.Propose([.. services.Reverse()], threshold: 0);
                Assert.Equal(pairs.Select(p => (p.Earlier.Id, p.Later.Id, p.Score)), reversed.Select(p => (p.Earlier.Id, p.Later.Id, p.Score)));
                Assert.All(pairs, p =>
                {
                    Assert.Equal((p.Earlier.Force, p.Earlier.Department), (p.Later.Force, p.Later.Department));
                    Assert.InRange(p.Later.FirstYear - p.Earlier.LastYear, 1, ServiceMatcher.MaxGapYears);
                    Assert.Equal(NumbersOf(p.Earlier.Name), NumbersOf(p.Later.Name));
                    Assert.InRange(p.Score, 0, 1);
                });
                Assert.Equal(pairs.Count, pairs.Select(p => p.Earlier.Id).Distinct().Count());
                Assert.Equal(pairs.Count, pairs.Select(p => p.Later.Id).Distinct().Count());
            }).QuickCheckThrowOnFailure();

    // The names made below have at most one number, as plain digits, and never that of the département.
    private static string NumbersOf(string name) => string.Concat(name.Where(char.IsAsciiDigit));

    private static Gen<ServiceHistory[]> Services()
        => (from kind in Gen.Elements(_kinds)
            from place in Gen.Elements(_places)
            from number in Gen.Elements("", " 1", " 2", " 21")
            from force in Gen.Elements("police", "gendarmerie")
            from department in Gen.Elements("26", "91")
            from first in Gen.Choose(2012, 2020)
            from years in Gen.Choose(1, 4)
            from count in Gen.Choose(0, 2000)
            select (force, department, name: $"{kind} {place}{number}", first, years, count))
            .ListOf(12)
            .Select(list => list.Select((s, i) => new ServiceHistory(
                i + 1, s.force, s.department, "DCSP", s.name, [.. Enumerable.Range(s.first, s.years).Select(y => new YearTotal(y, s.count + y - s.first))], [s.count, 1, 2])).ToArray());

    private static ServiceHistory Service(long id, string name, int first, params long[] totals)
        => new(id, "police", "93", "DCSP", name, [.. totals.Select((t, i) => new YearTotal(first + i, t))], [10, 20, 5]);
}
