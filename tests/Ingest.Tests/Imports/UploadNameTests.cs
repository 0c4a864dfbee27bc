using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Imports;

public sealed class UploadNameTests
{
    [Theory]
    [InlineData("crimes et délits 2020.xlsx", "crimes et délits 2020.xlsx")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\x\crimes.xlsx", "crimes.xlsx")]
    [InlineData("a\r\nSet-Cookie: b.csv", "aSet-Cookie: b.csv")]
    [InlineData("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv")]
    [InlineData("report\u202Excod.exe", "reportxcod.exe")]
    [InlineData("e\u0301tat.csv", "\u00E9tat.csv")]
    [InlineData("..", "..")]
    [InlineData("", "fichier")]
    [InlineData("dossier/", "fichier")]
    [InlineData(null, "fichier")]
    public void Clean_Hostile_KeepsWhatIsShown(string? name, string expected) => Assert.Equal(expected, UploadName.Clean(name));

    [Fact]
    public void Clean_ThreeHundredCharacters_KeepsBothEnds()
    {
        var clean = UploadName.Clean(new string('a', 290) + "-2020.xlsx");

        Assert.Equal(UploadName.MaxLength, clean.Length);
        Assert.StartsWith("aaaa", clean, StringComparison.Ordinal);
        Assert.EndsWith("a-2020.xlsx", clean, StringComparison.Ordinal);
    }
}
