using System.Globalization;

namespace Octoplus.Core.Tests.Reference;

/// <summary>The figures on every page are French; without ICU (or with invariant globalization) they silently would not be.</summary>
public sealed class FrenchNumbersTests
{
    [Fact]
    public void ToString_FrenchCulture_UsesNarrowSpaceAndComma() =>
        Assert.Equal("1\u202f234,5", 1234.5.ToString("N1", CultureInfo.GetCultureInfo("fr-FR")));
}
