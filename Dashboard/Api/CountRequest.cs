using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>The query of <c>/api/v1/counts</c>.</summary>
internal sealed record CountRequest(
    [property: Description("country, region, department or service; default department")] string? Level,
    [property: Description("Year; required for services, else every year without it")] int? Year,
    [property: Description("Slug of an indicator, or tous")] string? Indicator,
    [property: Description("Index 1 to 107, instead of indicator")] int? Offence,
    [property: Description("Code of a territory; for services the key of a service")] string? Territory,
    [property: Description("Only the services of this département")] string? Department,
    [property: Description("police or gendarmerie; both without it")] string? Force)
{
    /// <summary>The parts of the request; the problem if there is one.</summary>
    public ProblemHttpResult? Validate(out Measure measure, out TerritoryLevel level, out Force force)
    {
        measure = Nomenclature.FindMeasure(Nomenclature.AllOffencesSlug)!;
        level = TerritoryLevelCodes.TryParse(Level ?? "department") ?? TerritoryLevel.Department;
        force = ForceCodes.TryParse(Force ?? "all") ?? Core.Reference.Force.All;
        if (TerritoryLevelCodes.TryParse(Level ?? "department") is null)
        {
            return ApiProblems.UnknownLevel(Level!);
        }

        if (ForceCodes.TryParse(Force ?? "all") is null)
        {
            return ApiProblems.Bad($"force is '{Force}': expected police or gendarmerie.");
        }

        if (Indicator is not null && Offence is not null)
        {
            return ApiProblems.Bad("Give indicator or offence, not both.");
        }

        var slug = Offence is { } code ? Nomenclature.OffenceSlug(code) : Indicator ?? Nomenclature.AllOffencesSlug;
        if (Nomenclature.FindMeasure(slug) is not { } found)
        {
            return ApiProblems.Bad(Offence is { } o
                ? string.Create(CultureInfo.InvariantCulture, $"offence is {o}: expected 1 to 107, save the unused 96, 97, 99, 100.")
                : $"indicator is '{Indicator}': see /api/v1/indicators.");
        }

        measure = found;
        return level == TerritoryLevel.Service && Year is null ? ApiProblems.Bad("year is required for services.") : null;
    }
}
