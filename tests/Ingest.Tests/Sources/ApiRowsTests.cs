using System.Text;
using System.Web;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>Pages of JSON become one table, or a failure that says why; never a wrong table.</summary>
public sealed class ApiRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_OpenDataSoft_ReadsAllPages()
    {
        var table = await ReadAsync(new ApiSettings { PageSize = 2 }, Counting(5), "https://a.fr/records?where=x%3D1");
        Assert.Equal("a,n\nrow 0,0\nrow 1,1\nrow 2,2\nrow 3,3\nrow 4,4\n", table);
        Assert.Equal(
            ["https://a.fr/records?where=x%3D1&limit=2&offset=0", "https://a.fr/records?where=x%3D1&limit=2&offset=2", "https://a.fr/records?where=x%3D1&limit=2&offset=4"],
            _asked);
    }

    [Fact]
    public async Task WriteAsync_ServerThatSendsShorterPages_StillReadsAll()
        => Assert.Equal(7, (await ReadAsync(new ApiSettings { PageSize = 5 }, Counting(7, atMost: 2))).Count(c => c == '\n') - 1);

    [Fact]
    public async Task WriteAsync_WithoutATotal_ReadsToTheEmptyPage()
    {
        var table = await ReadAsync(new ApiSettings { Rows = "", Total = "", PageSize = 2 }, address => Rows(3, Offset(address), 2));
        Assert.Equal("a,n\nrow 0,0\nrow 1,1\nrow 2,2\n", table);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task WriteAsync_NextLinks_AreFollowed()
    {
        var settings = ApiSettings.DataGouvTabular with { PageSize = 2 };
        string Page(string rows, string next) => $$"""{"data":[{{rows}}],"links":{"next":{{next}}, "prev":null},"meta":{"total":3} }""";
        var table = await ReadAsync(settings, address => address.Query.Contains("page=2", StringComparison.Ordinal)
            ? Page("""{"x":3}""", "null")
            : Page("""{"x":1},{"x":2}""", "\"/records?page=2&page_size=2\""));
        Assert.Equal("x\n1\n2\n3\n", table);
        Assert.Equal(["https://a.fr/records?page_size=2", "https://a.fr/records?page=2&page_size=2"], _asked);
    }

    [Fact]
    public async Task WriteAsync_MembersOfAllTypes_AreWrittenAsSent()
    {
        const string rows = """[{"b":true,"text":"a \"b\", c\nd","n":1.50,"none":null,"o":{"x":1},"list":[1]},{"late":"é","big":12345678901234567890}]""";
        Assert.Equal(
            "b,big,late,n,none,text\ntrue,,,1.50,,\"a \"\"b\"\", c\nd\"\n,12345678901234567890,é,,,\n",
            await ReadAsync(ApiSettings.PlainArray, _ => rows));
        Assert.Equal(
            "o.x,text\n1,\"a \"\"b\"\", c\nd\"\n,\n", await ReadAsync(ApiSettings.PlainArray with { Columns = ["o.x", "text"] }, _ => rows));
    }

    [Fact]
    public async Task WriteAsync_MembersInAnotherOrder_GivesTheSameBytes()
        => Assert.Equal(
            await ReadAsync(ApiSettings.PlainArray, _ => """[{"x":1,"y":2}]"""),
            await ReadAsync(ApiSettings.PlainArray, _ => """[{"y":2,  "x":1}]"""));

    [Fact]
    public Task WriteAsync_TotalChangesOnTheWay_Fails()
        => FailsAsync("source.failure.api-total-changed", new ApiSettings { PageSize = 2 }, address => Counting(Offset(address) == 0 ? 5 : 6)(address));

    [Fact]
    public Task WriteAsync_FewerRowsThanSaid_Fails()
        => FailsAsync("source.failure.api-incomplete", new ApiSettings { PageSize = 2 }, a => $$"""{"total_count":5,"results":{{Rows(3, Offset(a), 2)}}}""");

    [Fact]
    public Task WriteAsync_OffsetIgnored_Fails()
        => FailsAsync("source.failure.api-repeated", new ApiSettings { Rows = "", Total = "", PageSize = 2 }, _ => Rows(2, 0, 2));

    [Fact]
    public Task WriteAsync_MorePagesThanBound_Fails()
        => FailsAsync("source.failure.api-too-many-pages", new ApiSettings { PageSize = 1, MaxPages = 3 }, Counting(10));

    [Fact]
    public Task WriteAsync_MoreRowsThanBound_Fails()
        => FailsAsync("source.failure.api-too-many-rows", ApiSettings.PlainArray with { MaxRows = 2 }, _ => Rows(3, 0, 3));

    [Fact]
    public Task WriteAsync_NextPageOfAnotherServer_Fails()
        => FailsAsync("source.failure.api-next-elsewhere", ApiSettings.DataGouvTabular, _ => """{"data":[{"x":1}],"links":{"next":"https://b.fr/2"},"meta":{"total":2}}""");

    [Theory]
    [InlineData("<html>", "source.failure.api-no-json")]
    [InlineData("", "source.failure.api-no-json")]
    [InlineData("""{"data":[]}""", "source.failure.api-no-rows")]
    [InlineData("""{"results":{},"total_count":1}""", "source.failure.api-no-rows")]
    [InlineData("""{"results":[]}""", "source.failure.api-no-total")]
    [InlineData("""{"results":[],"total_count":"12"}""", "source.failure.api-no-total")]
    [InlineData("""{"results":[],"total_count":0}""", "source.failure.api-empty")]
    [InlineData("""{"results":[1],"total_count":1}""", "source.failure.api-no-object")]
    [InlineData("""{"results":[{"x":[1]}],"total_count":1}""", "source.failure.api-empty")]
    [InlineData("""{"results":[{"x":"\ud800"}],"total_count":1}""", "source.failure.api-no-text")]
    public Task WriteAsync_AnswerOfAnotherShape_SaysWhatIsMissing(string answer, string code) => FailsAsync(code, new ApiSettings(), _ => answer);

    [Fact]
    public Task WriteAsync_ColumnThatNoRowHas_Fails()
        => FailsAsync("source.failure.api-no-column", ApiSettings.PlainArray with { Columns = ["x", "y"] }, _ => """[{"x":1}]""");

    [Fact]
    public Task WriteAsync_ColumnThatIsAnObject_Fails()
        => FailsAsync("source.failure.api-no-cell", ApiSettings.PlainArray with { Columns = ["x"] }, _ => """[{"x":{"y":1}}]""");

    [Fact]
    public async Task WriteAsync_FirstRowsOnly_AsksOnePage()
    {
        var path = _folder.File("table.csv");
        Assert.Equal(2, await new ApiRows(new ApiSettings { PageSize = 2 }, Fetch(Counting(5))).WriteAsync(_address, path, null, 2, CancellationToken.None));
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("http://a.fr/", "address", "source.setting.https")]
    [InlineData("ftp://a.fr/", "address", "source.setting.https")]
    [InlineData("javascript:alert(1)", "address", "source.setting.https")]
    [InlineData("/etc/passwd", "address", "source.setting.https")]
    [InlineData("https://user:password@a.fr/", "address", "source.setting.password-in-address")]
    public void Check_Address_NamesTheField(string address, string field, string code)
        => Assert.Equal([(field, code)], new ApiSettings().Check(address, _ => false).Select(p => (p.Field, p.Message.Code)));

    [Fact]
    public void Check_EveryFieldWrong_NamesEach()
    {
        var settings = new ApiSettings
        {
            Rows = "a..b",
            Total = "\n",
            Next = new string('x', 100),
            Limit = "li mit",
            Offset = "a&b",
            PageSize = 0,
            MaxRows = int.MaxValue,
            MaxPages = -1,
            Columns = ["x", "x"],
            SecretHeader = "Host",
            Secret = "NAME",
        };
        Assert.Equal(
            ["columns", "limit", "maxPages", "maxRows", "next", "offset", "offset", "pageSize", "rows", "secret", "secretHeader", "total"],
            settings.Check("https://a.fr/", _ => false).Select(p => p.Field).Order(StringComparer.Ordinal));
        Assert.Empty(ApiSettings.OpenDataSoft.Check("https://a.fr/", _ => false));
        Assert.Empty(ApiSettings.DataGouvTabular.Check("https://a.fr/", _ => false));
        Assert.Empty((ApiSettings.PlainArray with { SecretHeader = "Authorization", Secret = "NAME" }).Check("https://a.fr/", s => s == "NAME"));
    }

    [Fact]
    public void Parse_SettingsAsStored_AreTheSameAndOthersAreRefused()
    {
        var settings = new ApiSettings { Columns = ["é", "</script>"], PageSize = 7 };
        Assert.Equal(settings.Columns, KindSettings.Parse<ApiSettings>(KindSettings.ToJson(settings)).Columns);
        Assert.Equal(7, KindSettings.Parse<ApiSettings>(KindSettings.ToJson(settings)).PageSize);
        foreach (var broken in new[] { "", "[]", "{\"PageSize\":\"x\"}", "{\"password\":\"x\"}", new string(' ', 30_000) + "{}", "null" })
        {
            Assert.Equal("source.failure.kind-settings", Assert.Throws<SourceException>(() => KindSettings.Parse<ApiSettings>(broken)).Reason.Code);
        }
    }

    private static readonly Uri _address = new("https://a.fr/records");

    private static int Offset(Uri address) => int.Parse(HttpUtility.ParseQueryString(address.Query)["offset"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);

    private static string Rows(int all, int from, int limit)
        => "[" + string.Join(',', Enumerable.Range(0, all).Skip(from).Take(limit).Select(i => $$"""{"n":{{i}},"a":"row {{i}}"}""")) + "]";

    private static Func<Uri, string> Counting(int all, int atMost = int.MaxValue)
        => address => $$"""
            {"total_count":{{all}},"results":{{Rows(all, Offset(address), Math.Min(atMost, int.Parse(HttpUtility.ParseQueryString(address.Query)["limit"]!, System.Globalization.CultureInfo.InvariantCulture)))}}}
            """;

    private ApiFetch Fetch(Func<Uri, string> answer) => (address, _) =>
    {
        _asked.Add(address.AbsoluteUri);
        return Task.FromResult(Encoding.UTF8.GetBytes(answer(address)));
    };

    private async Task<string> ReadAsync(ApiSettings settings, Func<Uri, string> answer, string? address = null)
    {
        var path = _folder.File("table.csv");
        var rows = await new ApiRows(settings, Fetch(answer)).WriteAsync(address is null ? _address : new Uri(address), path, null, null, CancellationToken.None);
        Assert.True(rows > 0);
        return await File.ReadAllTextAsync(path);
    }

    private async Task FailsAsync(string code, ApiSettings settings, Func<Uri, string> answer)
    {
        var failure = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(settings, answer));
        Assert.Equal(code, failure.Reason.Code);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.InRange(_asked.Count, 1, 20);
    }
}
