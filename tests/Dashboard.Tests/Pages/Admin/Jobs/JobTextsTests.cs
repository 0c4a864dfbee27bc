using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

public sealed partial class JobTextsTests
{
    [Fact]
    public void Texts_AskedForByThePagesOfJobs_Exist()
    {
        var known = Keys("JobTexts.resx");
        Assert.Equal(known.Order(StringComparer.Ordinal), Keys("JobTexts.en.resx").Order(StringComparer.Ordinal));
        var asked = DashboardFiles.Of("Pages/Admin/Jobs", "Shared/Text/CronForm.cs", "Shared/Text/JobText.cs", "Shared/Text/MessageFormat.cs", "Shared/Text/MessageText.cs", "Shared/Actions/JobActions.cs", "Shared/Actions/JobBoard.cs", "Shared/JobWatchingPage.cs", "Shared/ScheduleForm.razor", "Shared/ScheduleForm.razor.cs")
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .Where(key => key != "Step.") // of MessageTexts
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Form.Save", asked);
        // What ends in a dot goes on with a value; what is plural goes on with a number.
        Assert.DoesNotContain(asked, key => !known.Contains(key) && !known.Any(k => k.StartsWith(key.EndsWith('.') ? key : key + ".", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("refresh-sources")]
    [InlineData("check-data")]
    [InlineData("rebuild-views")]
    [InlineData("match-services")]
    [InlineData("train-forecasts")]
    [InlineData("forecast-peaks")]
    [InlineData("group-territories")]
    [InlineData("measure-queries")]
    [InlineData("back-up")]
    [InlineData("clean-up")]
    public void Job_HasANameAndASentence(string job)
    {
        Assert.Contains("Name." + job, Keys("JobTexts.resx"));
        Assert.Contains("About." + job, Keys("JobTexts.resx"));
    }

    private static HashSet<string> Keys(string file)
        => XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"(?:\bT|\btexts|Text\.Plural\()\[?""(?<key>[A-Z][A-Za-z0-9.-]*)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();
}
