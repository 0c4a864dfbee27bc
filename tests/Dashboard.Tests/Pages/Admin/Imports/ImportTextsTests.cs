using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

public sealed partial class ImportTextsTests
{
    [Fact]
    public void Texts_AskedForByTheImportPages_Exist()
    {
        var known = XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", "ImportTexts.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        var asked = DashboardFiles.Of("Pages/Admin/Imports", "Shared/Actions/ImportActions.cs", "Shared/Actions/UploadBody.cs", "Shared/Actions/UploadProblem.cs", "Shared/Actions/UploadRoutes.cs", "Shared/Actions/FindingExport.cs", "Shared/ConfirmDialog.razor", "Shared/FindingMeaning.razor", "Shared/Text/FindingText.cs", "Shared/Text/ImportText.cs")
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Decide.Accept", asked);
        // What ends in a dot goes on with a value; what is plural goes on with a number.
        var missing = asked.Where(key => !known.Contains(key) && !known.Any(k => k.StartsWith(key.EndsWith('.') ? key : key + ".", StringComparison.Ordinal))).ToList();
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"(?:\bT|\btext|Text\.Plural\(|Words\.Plural\()\[?""(?<key>[A-Z][A-Za-z0-9.-]*)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();
}
