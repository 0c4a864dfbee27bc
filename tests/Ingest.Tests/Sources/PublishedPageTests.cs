using System.Text;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

public sealed class PublishedPageTests
{
    [Theory]
    [InlineData("<meta property='article:modified_time' content='2024-07-03T09:12:00+02:00'>", "2024-07-03")]
    [InlineData("<meta name='dcterms.modified' content='2024-07-03'>", "2024-07-03")]
    [InlineData("<time datetime='2023-01-01'>…</time><time datetime='2024-07-03T00:00:00Z'>3 juillet</time>", "2024-07-03")]
    [InlineData("""<script type="application/ld+json">{"@type":"Dataset","dateModified":"2024-07-03T10:00:00"}</script>""", "2024-07-03")]
    [InlineData("""<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"Dataset","dateModified":"2024-07-03"}]}</script>""", "2024-07-03")]
    [InlineData("""<script type="application/ld+json">{broken</script><p>Mis à jour le 3 juillet 2024</p>""", "2024-07-03")]
    [InlineData("<p>Mis à jour le 3 juillet 2024</p>", "2024-07-03")]
    [InlineData("<p>Mise à jour le 1er août 2024</p>", "2024-08-01")]
    [InlineData("<dt>Dernière mise à jour :</dt> <dd>3 juillet 2024</dd>", "2024-07-03")]
    [InlineData("<span>Dernière mise à jour</span>\n   <b>le 03/07/2024</b>", "2024-07-03")]
    [InlineData("<p>Paru le : 16/01/2024</p>", "2024-01-16")]
    [InlineData("<p>Mis à jour le 3 brumaire 2024, en juin 2024</p>", null)]
    [InlineData("<p>Rien à dire.</p>", null)]
    [InlineData("", null)]
    public void ModifiedOn_Page_IsItsDate(string html, string? date)
        => Assert.Equal(date, Parse(html).ModifiedOn()?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void FindLink_SeveralEditions_IsTheLast()
        => Assert.Equal(
            "https://www.insee.fr/fr/statistiques/fichier/1893198/estim-pop-dep-sexe-gca-1975-2024.xls",
            Parse("""
                <a href="/fr/statistiques/fichier/1893198/estim-pop-dep-sexe-gca-1975-2024.xls">2024</a>
                <a href="/fr/statistiques/fichier/1893198/estim-pop-dep-sexe-gca-1975-2023.xls">2023</a>
                <a href="/fr/statistiques/fichier/1893198/estim-pop-reg-sexe-gca-1975-2025.xls">régions</a>
                <a>none</a>
                """).FindLink(@"estim-pop-dep-sexe-gca-1975-[0-9]{4}\.xlsx?$")?.AbsoluteUri);

    [Fact]
    public void FindLink_BrokenPattern_SaysSo()
        => Assert.Equal("settings", Assert.Throws<SourceException>(() => Parse("<a href='/a'>a</a>").FindLink("(")).Kind);

    private static PublishedPage Parse(string html)
        => PublishedPage.Parse(new MemoryStream(Encoding.UTF8.GetBytes(html)), new Uri("https://www.insee.fr/fr/statistiques/1893198"));
}
