using System.IO.Compression;
using System.Net;

namespace Octoplus.Dashboard.Tests.Shared;

[Collection(ServedFiguresCollection.Name)]
public sealed class StaticFilesTests(ServedFigures program)
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/healthz", "text/plain")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/lib/plotly-cartesian.min.js", "text/javascript")]
    [InlineData("/Octoplus.Dashboard.styles.css", "text/css")]
    public async Task Get_WhatAPageLoads_IsServed(string path, string contentType)
    {
        using var client = program.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_BrotliAccepted_SameFileInFewerBytes()
    {
        using var client = program.CreateClient();
        var plain = await client.GetByteArrayAsync(new Uri("/lib/plotly-cartesian.min.js", UriKind.Relative));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/lib/plotly-cartesian.min.js?v=1");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var response = await client.SendAsync(request);
        var packed = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), response.Headers.CacheControl?.MaxAge);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.InRange(packed.Length, 1, plain.Length / 3);
        using var unpacked = new MemoryStream();
        await using (var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            await brotli.CopyToAsync(unpacked);
        }

        Assert.Equal(plain, unpacked.ToArray());
    }

    [Fact]
    public async Task Get_UnknownPage_IsAPageThatLeadsBack()
    {
        using var client = program.CreateClient();
        using var response = await client.GetAsync(new Uri("/nulle-part", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Page introuvable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Atlas_EmbeddedResource_IsThere() =>
        Assert.Contains("atlas.france.json", typeof(Program).Assembly.GetManifestResourceNames());
}
