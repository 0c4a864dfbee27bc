using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>A reader's own file, grouped in the browser: from the upload to the file of the result.</summary>
[Collection(ServedDashboardCollection.Name)]
public sealed partial class GroupFileTests(ServedDashboard dashboard) : BrowserTests(dashboard.Pages)
{
    [SkippableTheory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task File_Uploaded_ComesBackGrouped(int width, int height)
    {
        var page = await dashboard.NewPageAsync(width, height);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        await dashboard.GoToAsync(page, "/groupes/fichier");
        await Expect(page.GetByTestId("empty")).ToBeVisibleAsync();

        await page.GetByTestId("file").SetInputFilesAsync(File("chiffres.csv", Blobs()));

        await Expect(page.GetByTestId("result")).ToContainTextAsync("3 groupes dans 30 lignes", new() { Timeout = 30_000 });
        await Expect(page.Locator("[data-group]")).ToHaveCountAsync(3);
        await Expect(page.GetByTestId("silhouette-chart").Locator("rect.bar")).ToHaveCountAsync(30);
        await Expect(page.GetByTestId("projection-chart").Locator("[data-member]")).ToHaveCountAsync(30);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("download").ClickAsync());
        Assert.Equal("chiffres-groupes.csv", download.SuggestedFilename);
        var lines = (await System.IO.File.ReadAllTextAsync(await download.PathAsync())).Trim().Split("\r\n");
        Assert.Equal("id;cluster;distance;silhouette", lines[0].TrimStart('\uFEFF'));
        Assert.Equal(31, lines.Length);
        Assert.All(lines[1..], l => Assert.Matches(Row(), l));
        // each blob is one group
        Assert.All(lines[1..].Select(l => l.Split(';')).GroupBy(f => f[0][0]), blob => Assert.Single(blob.Select(f => f[1]).Distinct()));
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task Settings_ByKeyboard_GroupTheSameFileAnew()
    {
        var page = await dashboard.OpenAsync("/groupes/fichier");
        await page.GetByTestId("file").SetInputFilesAsync(File("chiffres.csv", Blobs()));
        await Expect(page.GetByTestId("result")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await page.GetByTestId("clusters").SelectOptionAsync("4");
        await page.GetByTestId("clusters").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Regex(@"\?k=4$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByTestId("result")).ToContainTextAsync("4 groupes dans 30 lignes", new() { Timeout = 30_000 });
        await Expect(page.GetByTestId("suggestion")).ToContainTextAsync("4 groupes choisis");

        var points = page.GetByTestId("projection-chart").Locator("[data-mark]");
        await page.GetByTestId("projection-chart").Locator("[data-mark][tabindex='0']").FocusAsync();
        await Expect(page.GetByTestId("projection-chart").Locator("[data-chart-tip]")).ToBeVisibleAsync();
        var first = await page.GetByTestId("projection-chart").Locator("[data-chart-tip]").TextContentAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(points.Last).ToBeFocusedAsync();
        await Expect(page.GetByTestId("projection-chart").Locator("[data-chart-tip]")).Not.ToHaveTextAsync(first!);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("projection-chart").Locator("[data-chart-tip]")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task File_WithDefects_SaysWhereTheyAreAndTakesTheMendedOne()
    {
        var page = await dashboard.OpenAsync("/groupes/fichier", 390, 844);
        await page.GetByTestId("file").SetInputFilesAsync(File("faux.csv", "id;x;y\na;1,5;2\nb;;3\nc;deux;4\n"));
        await Expect(page.GetByTestId("problems")).ToContainTextAsync("2 défauts");
        await Expect(page.Locator("[data-problem=missing-value]")).ToContainTextAsync("3");
        await Expect(page.Locator("[data-problem=not-a-number]")).ToContainTextAsync("deux");
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        await page.GetByTestId("file").SetInputFilesAsync(File("juste.csv", Blobs()));
        await Expect(page.GetByTestId("result")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [SkippableFact]
    public async Task Example_OfTenCities_FormsTheThreeGroupsOfTheDocumentation()
    {
        var page = await dashboard.OpenAsync("/groupes/fichier");
        await page.GetByTestId("example").ClickAsync();
        await Expect(page.GetByTestId("result")).ToContainTextAsync("3 groupes dans 10 lignes", new() { Timeout = 30_000 });
        var groups = (await page.GetByTestId("members").AllTextContentsAsync())
            .Select(g => string.Join(", ", g.Trim().Split(", ").Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
        Assert.Equal(["Bordeaux, Nantes, Toulouse", "Lille, Paris, Strasbourg", "Lyon, Marseille, Montpellier, Nice"], groups);
    }

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) };

    /// <summary>Three clouds of ten points far apart, as a French spreadsheet writes them.</summary>
    private static string Blobs()
        => "id;vols;violences;nom\r\n" + string.Concat(Enumerable.Range(0, 30).Select(i => string.Create(
            System.Globalization.CultureInfo.GetCultureInfo("fr-FR"), $"{"abc"[i / 10]}{i % 10};{(i / 10 * 10) + (i % 10 * 0.15)};{(i / 10 == 1 ? 20 : 3) + (i * 7 % 10 * 0.1)};point\r\n")));

    [GeneratedRegex("^[abc][0-9];[123];[0-9]+(,[0-9]+)?(E-[0-9]+)?;-?[0-9]+(,[0-9]+)?$", RegexOptions.None, 1000)]
    private static partial Regex Row();
}
