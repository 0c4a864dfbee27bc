using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Octoplus.Core.Groups;
using Octoplus.Dashboard.Tests.Accounts;

namespace Octoplus.Dashboard.Tests.Api;

/// <summary>The three départements of the small workbook (01, 2A, 971) in 2019 and 2020, grouped.</summary>
public sealed class ClusterApiTests(AccountsProgram program) : IClassFixture<AccountsProgram>, IAsyncLifetime
{
    public Task InitializeAsync() => program.ServeAsync(GroupTerritoriesJob.Key, folder => Task.FromResult(WorkbookBuilder.Valid().Save(folder.File("crimes.xlsx"))));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Clusters_OfAYear_HasGroupsMembersAndSilhouettes()
    {
        var answer = await GetAsync("k=2&year=2019");

        Assert.Equal(
            ("departments", "none", "zscore", 1, 2, 2019, false),
            (Text(answer, "territories"), Text(answer, "transformation"), Text(answer, "scaling"), Number(answer, "yearsTogether"), Number(answer, "k"), Number(answer, "year"),
                answer.GetProperty("isDemonstration").GetBoolean()));
        Assert.StartsWith("etat4001-2020-", Text(answer, "vintage"), StringComparison.Ordinal);
        Assert.Equal([2019, 2020], answer.GetProperty("years").EnumerateArray().Select(y => y.GetInt32()));
        Assert.Equal(12, answer.GetProperty("features").GetArrayLength());
        Assert.Equal("per 1,000 inhabitants", Text(answer.GetProperty("features")[0], "unit"));
        var members = answer.GetProperty("members").EnumerateArray().ToList();
        Assert.Equal(["01", "2A", "971"], members.Select(m => Text(m, "territory")).Order(StringComparer.Ordinal));
        Assert.Contains("Corse-du-Sud", members.Select(m => Text(m, "name")));
        Assert.All(members, m => Assert.InRange(m.GetProperty("silhouette").GetDouble(), -1, 1));
        var groups = answer.GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal([1, 2], groups.Select(g => Number(g, "number")));
        Assert.All(groups, g => Assert.Equal(members.Count(m => Number(m, "group") == Number(g, "number")), Number(g, "size")));
        Assert.All(groups, g => Assert.Equal((12, JsonValueKind.Null), (g.GetProperty("profile").GetArrayLength(), g.GetProperty("name").ValueKind)));
        Assert.True(answer.GetProperty("inertia").GetDouble() > 0);
        Assert.Contains("Recorded crime is not crime", Text(answer, "caveat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clusters_WithoutMore_AreThoseSuggestedOfTheLastYear()
    {
        var answer = await GetAsync("");

        Assert.Equal((2020, Number(answer.GetProperty("suggestion"), "k")), (Number(answer, "year"), Number(answer, "k")));
    }

    [Fact]
    public async Task Clusters_OfAnotherChoice_AreComputed()
    {
        var answer = await GetAsync("k=2&features=share:cambriolages-de-logement,density&transformation=log&years=2");

        Assert.Equal((2, 2020, "log"), (Number(answer, "yearsTogether"), Number(answer, "year"), Text(answer, "transformation")));
        Assert.Equal(["share:cambriolages-de-logement", "density"], answer.GetProperty("features").EnumerateArray().Select(f => Text(f, "code")));
    }

    [Theory]
    [InlineData("k=1", 400, "k is 1: expected 2 to 12")]
    [InlineData("k=13", 400, "k is 13: expected 2 to 12")]
    [InlineData("k=deux", 400, "from \"deux\"")]
    [InlineData("k=2&year=1999", 404, "no groups of 1999: the years of this choice are 2019-2020")]
    [InlineData("k=5", 400, "5 groups need as many different territories with all values: there are 3")]
    [InlineData("territories=arrondissements&k=3", 400, "there are 0")]
    [InlineData("territories=communes", 400, "territories is 'communes': expected departments")]
    [InlineData("features=taux%3Cb%3E", 400, "features has 'taux<b>': expected rate:SLUG")]
    [InlineData("territories=policeservices&features=density", 400, "which services and arrondissements do not have")]
    [InlineData("years=9", 400, "years is '9': expected 1 to 5")]
    [InlineData("transformation=carre", 400, "transformation is 'carre'")]
    [InlineData("scaling=x", 400, "scaling is 'x'")]
    [InlineData("k=2&features=age:75", 400, "No populations are known")]
    public async Task Clusters_BadRequest_SaysWhatAndWhatWasExpected(string query, int status, string detail)
    {
        using var client = program.Visitor();
        using var answer = await client.AskAsync("/api/v1/clusters?" + query);

        Assert.Equal(((HttpStatusCode)status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(detail, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static int Number(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private async Task<JsonElement> GetAsync(string query)
    {
        using var client = program.Visitor();
        using var answer = await client.AskAsync("/api/v1/clusters?" + query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
