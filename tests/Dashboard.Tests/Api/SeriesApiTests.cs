using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Octoplus.Dashboard.Tests.Api;

/// <summary>The series of <see cref="SeriesFiles"/>.</summary>
[Collection(ServedFiguresCollection.Name)]
public sealed class SeriesApiTests(ServedFigures served)
{
    [Fact]
    public async Task Series_ByMonth_GivesEachPointWithItsVintage()
    {
        var rows = await GetAsync("/api/v1/series?territory=31&measure=vols");

        Assert.Equal(["2004-11", "2004-12", "2005-01"], rows.Select(r => r.GetProperty("period").GetString()));
        Assert.All(rows, r =>
        {
            Assert.Equal(
                ("etat4001-mensuel", "31", "vols", 2.0, "fait", "month", false, false),
                (Text(r, "dataset"), Text(r, "territory"), Text(r, "measure"), r.GetProperty("value").GetDouble(), Text(r, "unit"), Text(r, "grain"), r.GetProperty("isProvisional").GetBoolean(), r.GetProperty("isDemonstration").GetBoolean()));
            Assert.StartsWith("etat4001-mensuel-200501-", Text(r, "vintage"), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("territory=31&measure=vols&from=2004-12", "2004-12,2005-01")]
    [InlineData("territory=31&measure=vols&to=2004", "2004-11,2004-12")]
    [InlineData("territory=31&measure=vols&from=2004-12&to=2004-12", "2004-12")]
    [InlineData("territory=31&measure=vols&from=2004-T4&to=2004-12-15", "2004-11,2004-12")]
    [InlineData("territory=31&measure=vols&from=2019", "")]
    [InlineData("territory=31&measure=violences_sexuelles&from=2005", "2005-01")]
    // Of two datasets the monthly one; the other by its name.
    [InlineData("territory=31&measure=homicides&from=2005", "2005-01")]
    [InlineData("territory=31&measure=homicides&dataset=ssmsi-departements", "2019,2020")]
    [InlineData("territory=971&measure=cambriolages-de-logement-taux&to=2019-06", "2019")]
    [InlineData("territory=001&measure=crimes&from=2019-03-20&to=2019-04", "2019-03-25,2019-04-01,2019-04-08")]
    public async Task Series_Bounds_ChooseThePeriods(string query, string periods)
        => Assert.Equal(periods, string.Join(',', (await GetAsync("/api/v1/series?" + query)).Select(r => Text(r, "period"))));

    [Fact]
    public async Task Series_LastWeek_IsProvisional()
        => Assert.Equal(
            [false, true],
            (await GetAsync("/api/v1/series?territory=002&measure=crimes&from=2019-04")).Select(r => r.GetProperty("isProvisional").GetBoolean()));

    [Theory]
    [InlineData("measure=vols", "territory is required")]
    [InlineData("territory=31", "measure is required")]
    [InlineData("territory=31&measure=vol%3Cb%3E", "measure is 'vol<b>': see /api/v1/series/measures")]
    [InlineData("territory=31&measure=crimes&dataset=etat4001-mensuel", "measure is 'crimes' of 'etat4001-mensuel'")]
    [InlineData("territory=31&measure=vols&dataset=etat4001", "dataset is 'etat4001'")]
    [InlineData("territory=31&measure=vols&from=hier", "from is 'hier': expected 2019, 2019-T3, 2019-03 or 2019-03-04")]
    [InlineData("territory=31&measure=vols&to=2019-13", "to is '2019-13'")]
    [InlineData("territory=31&measure=vols&from=2005&to=2004", "from is '2005', after to, '2004'")]
    public Task Series_BadRequest_SaysWhatAndWhatWasExpected(string query, string detail) => AssertProblemAsync(query, HttpStatusCode.BadRequest, detail);

    [Theory]
    [InlineData("R84")]
    [InlineData("FR")]
    [InlineData("971")]
    [InlineData("1")]
    public Task Series_TerritoryWithoutAny_SaysWhichThereAre(string territory)
        => AssertProblemAsync(
            $"territory={territory}&measure=vols", HttpStatusCode.NotFound,
            $"'vols' of 'etat4001-mensuel' has no series for the territory '{territory}': it has 96, such as 01, 02, 03");

    [Fact]
    public async Task Measures_Served_AreListedByDataset()
    {
        var rows = await GetAsync("/api/v1/series/measures");

        Assert.Equal(
            [("etat4001-mensuel", 10), ("hebdo-districts", 1), ("ssmsi-departements", 8)],
            rows.GroupBy(r => Text(r, "dataset")).Select(g => (g.Key, g.Count())));
        var thefts = Assert.Single(rows, r => Text(r, "measure") == "vols");
        Assert.Equal(
            ("Vols", "fait", "count", "month", "2004-11", "2005-01"),
            (Text(thefts, "label"), Text(thefts, "unit"), Text(thefts, "kind"), Text(thefts, "grain"), Text(thefts, "firstPeriod"), Text(thefts, "lastPeriod")));
    }

    [Fact]
    public async Task Datasets_Months_KeepKeysAndGiveLabels()
    {
        var row = Assert.Single(await GetAsync("/api/v1/datasets"), d => Text(d, "dataset") == "etat4001-mensuel");
        Assert.Equal((200411, 200501, "2004-11", "2005-01"), (row.GetProperty("firstPeriod").GetInt32(), row.GetProperty("lastPeriod").GetInt32(), Text(row, "firstPeriodLabel"), Text(row, "lastPeriodLabel")));
    }

    /// <summary>A series of the year shown is no source of the map.</summary>
    [Fact]
    public async Task MapPage_SeriesOfTheSameYear_AreNoSourceOfIt()
    {
        using var client = served.CreateClient();
        var page = await client.GetStringAsync(new Uri("/?annee=2020", UriKind.Relative));
        Assert.Contains("etat4001-2020-", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ssmsi-departements-", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataPage_Series_AreNamedWithTheirPeriods()
    {
        using var client = served.CreateClient();
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(new Uri("/donnees", UriKind.Relative)));
        Assert.Contains("État 4001 par département et mois", page, StringComparison.Ordinal);
        Assert.Contains("2004-11 – 2005-01", page, StringComparison.Ordinal);
        Assert.Contains("2019-01-07 – 2019-04-08", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Dataset.", page, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private async Task AssertProblemAsync(string query, HttpStatusCode status, string detail)
    {
        using var client = served.CreateClient();
        using var answer = await client.GetAsync(new Uri("/api/v1/series?" + query, UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(detail, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<List<JsonElement>> GetAsync(string path)
    {
        using var client = served.CreateClient();
        return [.. (await client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative))).EnumerateArray()];
    }
}
