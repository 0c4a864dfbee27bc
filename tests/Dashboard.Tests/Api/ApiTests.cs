using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Octoplus.Dashboard.Tests.Api;

[Collection(ServedFiguresCollection.Name)]
public sealed class ApiTests(ServedFigures served)
{
    [Fact]
    public async Task Datasets_FixtureImported_NameVintageAndFile()
    {
        var datasets = await GetAsync("/api/v1/datasets");
        var crime = Assert.Single(datasets.EnumerateArray(), d => d.GetProperty("dataset").GetString() == "etat4001");
        Assert.Equal("crimes.xlsx", crime.GetProperty("file").GetString());
        Assert.Equal(2019, crime.GetProperty("firstPeriod").GetInt32());
        Assert.Equal(2020, crime.GetProperty("lastPeriod").GetInt32());
        Assert.Equal(64, crime.GetProperty("sha256").GetString()!.Length);
        Assert.StartsWith("etat4001-2020-", crime.GetProperty("vintage").GetString(), StringComparison.Ordinal);
        Assert.False(crime.GetProperty("isDemonstration").GetBoolean());
        Assert.Contains(datasets.EnumerateArray(), d => d.GetProperty("dataset").GetString() == "population");
    }

    [Theory]
    // Totals of the fixture: see WorkbookBuilder.
    [InlineData("", 6840)]
    [InlineData("&force=police", 2736)]
    [InlineData("&force=gendarmerie", 4104)]
    public async Task Counts_CountryAllOffences_AreTheFixturesTotals(string force, long expected)
    {
        var row = Assert.Single((await GetAsync("/api/v1/counts?level=country&year=2019" + force)).EnumerateArray());
        Assert.Equal(expected, row.GetProperty("count").GetInt64());
        Assert.Equal("FR", row.GetProperty("territory").GetString());
    }

    [Fact]
    public async Task Counts_ByDepartment_SumToTheRegionAndGiveRates()
    {
        var ain = Assert.Single((await GetAsync("/api/v1/counts?level=department&year=2019&indicator=cambriolages-de-logement&territory=01")).EnumerateArray());
        // Indices 27 and 28, services 1 (police), 4 (gendarmerie): (7 + 8) × (1 + 4).
        Assert.Equal(75, ain.GetProperty("count").GetInt64());
        Assert.Equal(652_432, ain.GetProperty("population").GetInt64());
        Assert.Equal(75 / 652.432, ain.GetProperty("ratePer1000").GetDouble(), 9);
        Assert.InRange(75 / 652.432, ain.GetProperty("rateLow").GetDouble(), ain.GetProperty("rateHigh").GetDouble());

        var region = Assert.Single((await GetAsync("/api/v1/counts?level=region&year=2019&indicator=cambriolages-de-logement&territory=84")).EnumerateArray());
        Assert.Equal(75, region.GetProperty("count").GetInt64());
        Assert.Equal("84", region.GetProperty("territory").GetString());
        Assert.Equal("Auvergne-Rhône-Alpes", region.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Counts_OneOffenceByService_ListsServicesWithTheirCounts()
    {
        var rows = (await GetAsync("/api/v1/counts?level=service&year=2019&offence=27&department=971")).EnumerateArray().ToList();
        // Index 27 gives 7 × k for the services 3 (police) and 5 (gendarmerie) of the fixture.
        Assert.Equal([21L, 35L], rows.Select(r => r.GetProperty("count").GetInt64()).Order());
        Assert.All(rows, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("ratePer1000").ValueKind));
    }

    [Fact]
    public async Task Counts_ForceWithoutService_CountIsNullNotZero()
    {
        var corse = Assert.Single((await GetAsync("/api/v1/counts?level=department&year=2019&territory=2A&force=gendarmerie")).EnumerateArray());
        Assert.Equal(JsonValueKind.Null, corse.GetProperty("count").ValueKind);
        Assert.Equal(JsonValueKind.Null, corse.GetProperty("ratePer1000").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/counts?level=planet&year=2019", "level is 'planet'")]
    [InlineData("/api/v1/counts?level=country&year=2019&offence=97", "offence is 97")]
    [InlineData("/api/v1/counts?level=country&year=2019&indicator=vol%3Cb%3E", "indicator is 'vol<b>'")]
    [InlineData("/api/v1/counts?level=country&year=2019&force=armee", "force is 'armee'")]
    [InlineData("/api/v1/counts?level=service", "year is required")]
    [InlineData("/api/v1/counts?level=country&indicator=homicides&offence=1", "not both")]
    [InlineData("/api/v1/territories?level=x", "level is 'x'")]
    [InlineData("/api/v1/counts?level=country&year=abc", "abc")]
    [InlineData("/api/v1/indicateurs", "departement")]
    public async Task BadRequest_SaysWhatAndWhatWasExpected(string path, string detail)
    {
        using var client = served.CreateClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownPath_IsAProblemDocument()
    {
        using var client = served.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using var answer = await client.GetAsync(new Uri("/api/v1/nothing", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Indicateurs_OfADepartment_AreTheTwelveWithUnitAndRate()
    {
        var rows = (await GetAsync("/api/v1/indicateurs?departement=01&annee=2019")).EnumerateArray().ToList();
        Assert.Equal(12, rows.Count);
        var burglary = Assert.Single(rows, r => r.GetProperty("slug").GetString() == "cambriolages-de-logement");
        Assert.Equal("Cambriolages de logement", burglary.GetProperty("indicateur").GetString());
        Assert.Equal(75, burglary.GetProperty("valeur").GetInt64());
        Assert.Equal("infraction", burglary.GetProperty("unite").GetString());
        Assert.Equal(75 / 652.432, burglary.GetProperty("taux").GetDouble(), 9);
    }

    [Fact]
    public async Task Reference_OffencesIndicatorsTerritories_AreComplete()
    {
        var offences = (await GetAsync("/api/v1/offences")).EnumerateArray().ToList();
        Assert.Equal(107, offences.Count);
        Assert.Equal([96, 97, 99, 100], offences.Where(o => !o.GetProperty("used").GetBoolean()).Select(o => o.GetProperty("offence").GetInt32()));
        Assert.Equal(12, (await GetAsync("/api/v1/indicators")).GetArrayLength());
        Assert.Equal(101, (await GetAsync("/api/v1/territories?level=department")).GetArrayLength());
        Assert.Equal(18, (await GetAsync("/api/v1/territories?level=region")).GetArrayLength());
        Assert.Equal(2, (await GetAsync("/api/v1/territories?level=service&department=971")).GetArrayLength());
    }

    [Fact]
    public async Task Boundaries_NoneImported_AreAnEmptyListAndNotFound()
    {
        Assert.Equal(0, (await GetAsync("/api/v1/boundaries")).GetArrayLength());
        using var client = served.CreateClient();
        using var answer = await client.GetAsync(new Uri("/api/v1/boundaries/contours-%3Cb%3E", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("No boundaries 'contours-<b>' are served: none are.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryPath()
    {
        var paths = (await GetAsync("/api/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        foreach (var path in new[] { "datasets", "offences", "indicators", "territories", "counts", "indicateurs", "series", "series/measures", "boundaries", "boundaries/{dataset}" })
        {
            Assert.Contains("/api/v1/" + path, paths);
        }
    }

    [Fact]
    public async Task ApiPage_NamesNoOtherHost()
    {
        using var client = served.CreateClient();
        var page = await client.GetStringAsync(new Uri("/api/index.html", UriKind.Relative));
        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var client = served.CreateClient();
        return await client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
    }
}
