using System.Text;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

public sealed class PortalDatasetTests
{
    private const string Json = """
        {"resources": [
          {"id": "a", "title": "Base statistique départementale (notice)", "format": "pdf", "url": "https://x.example/notice.pdf", "last_modified": "2025-07-01T00:00:00"},
          {"id": "b", "title": "Base communale", "format": "csv.gz", "url": "https://x.example/donnee-data.csv.gz", "last_modified": "2025-07-02T00:00:00"},
          {"id": "c", "title": "Base statistique départementale", "format": "csv", "url": "https://x.example/donnee-dep-2023.csv", "last_modified": "2024-07-01T00:00:00"},
          {"id": "d", "title": "Base statistique départementale", "format": "CSV", "url": "https://x.example/donnee-dep-2024.csv", "last_modified": "2025-06-04T00:00:00",
           "checksum": {"type": "sha1", "value": "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"}, "filesize": 12}
        ]}
        """;

    [Fact]
    public void Find_ByKey_IsThatResource() => Assert.Equal("b", Find(new WebSourceSettings { Resource = "b" }).Id);

    [Fact]
    public void Find_ByTitleAndFormat_IsTheNewest()
    {
        var resource = Find(new WebSourceSettings { Match = "donnee-dep|d[ée]partementale.*(csv|donn[ée]es)", Format = "csv,csv.gz,gz" });
        Assert.Equal(("d", "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709 12 2025-06-04T00:00:00"), (resource.Id, resource.Stamp));
    }

    [Fact]
    public void Find_None_SaysWhatWasAskedFor()
        => Assert.Equal(["x.example", "e"], Assert.Throws<SourceException>(() => Find(new WebSourceSettings { Resource = "e" })).Reason.Arguments);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"resources": 3}""")]
    [InlineData("""{"resources": [1]}""")]
    [InlineData("<html>")]
    public void Find_NoDescription_SaysSo(string json) => Assert.Equal("bad-answer", Assert.Throws<SourceException>(() => Find(new WebSourceSettings(), json)).Kind);

    [Fact]
    public void IsAsIn_DateOnlyIsNew_IsTheSameBytes()
    {
        var resource = Find(new WebSourceSettings { Resource = "d" });
        Assert.True(resource.IsAsIn((resource with { Modified = "2020-01-01" }).Stamp));
        Assert.False(resource.IsAsIn((resource with { Size = 13 }).Stamp));
        Assert.False((resource with { Checksum = null }).IsAsIn((resource with { Checksum = null, Modified = "2020-01-01" }).Stamp));
    }

    [Theory]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e", true)]
    [InlineData("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", true)]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true)]
    [InlineData("sha2:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true)]
    [InlineData("crc:00000000", true)]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427f", false)]
    [InlineData("sha256:03b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", false)]
    public async Task VerifyAsync_FileOfNothing_AgreesOrNot(string checksum, bool agrees)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("empty"), []);
        var verifying = Find(new WebSourceSettings { Resource = "d" }) with { Checksum = checksum };
        var failure = await Record.ExceptionAsync(() => verifying.VerifyAsync(new FetchedFile(folder.File("empty"), "empty", "", 0), CancellationToken.None));
        Assert.Equal(agrees ? null : "wrong-checksum", (failure as SourceException)?.Kind);
    }

    private static PortalResource Find(WebSourceSettings settings, string json = Json) => PortalDataset.Find(new MemoryStream(Encoding.UTF8.GetBytes(json)), settings, "x.example");
}
