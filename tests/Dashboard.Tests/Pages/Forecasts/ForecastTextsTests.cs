using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

public sealed partial class ForecastTextsTests
{
    [Fact]
    public void Texts_AskedForByThePagesOfForecasts_Exist()
    {
        // The page of peaks has texts of its own beside these.
        var known = new[] { "ForecastTexts.resx", "PeakTexts.resx" }
            .SelectMany(f => XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", f)).Root!.Elements("data"))
            .Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        var asked = DashboardFiles.Of("Pages/Forecasts", "Shared/Text/ForecastRefusalText.cs", "Shared/Text/MeasureNames.cs", "Shared/Text/TerritoryNames.cs", "Shared/Text/TypedNumber.cs").Append(Path.Combine(Repository.Root, "Dashboard", "Charts", "ForecastChart.razor"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Title.Refused", asked);
        // What ends in a dot, or goes on in braces, goes on with a value.
        Assert.DoesNotContain(asked, key => !known.Contains(key) && !known.Any(k => key.EndsWith('.') && k.StartsWith(key, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?:\bT|\btexts)\[\$?""(?<key>[A-Z][A-Za-z0-9.-]*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();
}
