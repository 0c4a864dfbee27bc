using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Pages.Map;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Tests.Pages.Map;

/// <summary>
/// Three years of burglaries in the 101 départements, 988 without a population, and 986 where no service is left in the last year.
/// Département number n (in order of code) has 100 × n events in 100,000 inhabitants: its rate is n ‰.
/// </summary>
internal static class MapSample
{
    public const long Population = 100_000;

    public static MapPanel Panel(string query = "", bool isDemonstration = false)
    {
        var state = MapState.Parse(query);
        var departments = ReferenceTerritories.Departments;
        var leaves = departments.Select(d => new Territory(d.Code, TerritoryLevel.Department, d.Name, Territory.RegionCode(d.RegionCode), 1000))
            .Append(new Territory("986", TerritoryLevel.Department, "Wallis-et-Futuna", null, null))
            .Append(new Territory("988", TerritoryLevel.Department, "Nouvelle-Calédonie", null, null)).ToList();
        var regions = departments.Select(d => (d.RegionCode, d.RegionName)).Distinct()
            .Select(r => new Territory(Territory.RegionCode(r.RegionCode), TerritoryLevel.Region, r.RegionName, Territory.CountryCode, 1000));
        var country = new Territory(Territory.CountryCode, TerritoryLevel.Country, "France", null, 101_000);
        int[] years = [2017, 2018, 2019];
        var counts = years.SelectMany(year => leaves.Select((t, i) => Leaf(t, i, year))).ToList();
        if (state.Level == TerritoryLevel.Region)
        {
            var regionOf = leaves.ToDictionary(t => t.Code, t => t.Parent);
            counts = [.. counts.Where(c => regionOf[c.Territory] is not null)
                .GroupBy(c => (Region: regionOf[c.Territory]!, c.Year))
                .Select(g => Sum("region", g.Key.Region, g.Key.Year, [.. g]))];
        }

        counts.AddRange(years.Select(year => Sum("country", Territory.CountryCode, year, [.. leaves.Select((t, i) => Leaf(t, i, year))])));
        return new MapPanel(
            state.Measure,
            state.Level,
            state.Year ?? 2019,
            years,
            [country, .. regions, .. leaves],
            counts,
            state.Selected,
            [
                new PanelComposition { Offence = 27, Territory = "93", Police = 90, Gendarmerie = null },
                new PanelComposition { Offence = 28, Territory = "93", Police = 10, Gendarmerie = null },
            ],
            leaves.Take(101).ToDictionary(t => t.Code, t => new Demography { Territory = t.Code, Population = Population, Women = 51_000 }, StringComparer.Ordinal),
            [
                new PanelSource
                {
                    Dataset = Datasets.Etat4001, Vintage = "etat4001-2019-1a2b3c4d", FileName = "crimes.xlsx", Origin = "inbox", AcceptedAt = new DateTimeOffset(2026, 11, 22, 4, 0, 0, TimeSpan.Zero),
                    FirstPeriod = 2017, LastPeriod = 2019, IsDemonstration = isDemonstration, IsProvisional = false,
                },
                new PanelSource
                {
                    Dataset = Datasets.Population, Vintage = "population-2019-5e6f7a8b", FileName = "population.xls", Origin = "inbox", AcceptedAt = new DateTimeOffset(2026, 11, 22, 4, 0, 0, TimeSpan.Zero),
                    FirstPeriod = 2017, LastPeriod = 2019, IsDemonstration = false, IsProvisional = true,
                },
            ]);
    }

    public static MapScreen Screen(string query = "") => new(Panel(query), MapState.Parse(query));

    public static MapNarration Narration(MapScreen screen) => new(Texts, screen);

    public static IStringLocalizer<MapTexts> Texts { get; } = new ServiceCollection().AddLogging().AddLocalization()
        .BuildServiceProvider().GetRequiredService<IStringLocalizer<MapTexts>>();

    /// <summary>Texts and numbers of a language for the current test.</summary>
    public static void Speak(string culture)
        => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

    private static PanelCount Leaf(Territory territory, int index, int year)
    {
        var hasPopulation = territory.Parent is not null;
        // Even numbers do not change; odd ones halve in the last year but one.
        long? count = territory.Code == "986" && year == 2019 ? null : 100L * (index + 1) / (year == 2018 && index % 2 == 1 ? 2 : 1);
        return new PanelCount
        {
            Level = "department", Year = year, Territory = territory.Code, Police = count, Gendarmerie = null,
            PoliceCovered = hasPopulation ? count : null, GendarmerieCovered = null, Population = hasPopulation ? Population : null,
        };
    }

    private static PanelCount Sum(string level, string territory, int year, PanelCount[] parts) => new()
    {
        Level = level, Year = year, Territory = territory, Police = parts.Sum(p => p.Police), Gendarmerie = null,
        PoliceCovered = parts.Sum(p => p.PoliceCovered), GendarmerieCovered = null, Population = parts.Sum(p => p.Population),
    };
}
