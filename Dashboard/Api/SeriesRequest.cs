using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>The query of <c>/api/v1/series</c>.</summary>
internal sealed record SeriesRequest(
    [property: Description("Code of a territory: 31, 2A, 971, FR-METRO, or as published for other geographies")] string? Territory,
    [property: Description("Key of a measure, such as vols: see /api/v1/series/measures")] string? Measure,
    [property: Description("First period: 2019, 2019-T3, 2019-03 or 2019-03-04")] string? From,
    [property: Description("Last period, included; a year or month means its end")] string? To,
    [property: Description("Dataset, where several have the measure; without it the monthly one")] string? Dataset)
{
    /// <summary>The measure asked for among those that are served; the problem if there is none, or more than one.</summary>
    public ProblemHttpResult? Choose(IReadOnlyList<ServedMeasure> served, out ServedMeasure measure)
    {
        measure = null!;
        if (string.IsNullOrEmpty(Territory) || string.IsNullOrEmpty(Measure))
        {
            return ApiProblems.Bad($"{(string.IsNullOrEmpty(Territory) ? "territory" : "measure")} is required: for example territory=31&measure=vols.");
        }

        if (Dataset is not null && served.All(m => m.Dataset != Dataset))
        {
            return ApiProblems.Bad($"dataset is '{Dataset}': expected one of those in /api/v1/series/measures, or none.");
        }

        // Columns of published files have underscores where keys have hyphens.
        var found = served.Where(m => (Dataset is null || m.Dataset == Dataset) && m.Measure == Measure).ToList();
        found = found.Count > 0 ? found : [.. served.Where(m => (Dataset is null || m.Dataset == Dataset) && m.Measure == Measure.Replace('_', '-'))];
        if (found.Count == 0)
        {
            return ApiProblems.Bad($"measure is '{Measure}'{(Dataset is null ? "" : $" of '{Dataset}'")}: see /api/v1/series/measures.");
        }

        var chosen = found.Count == 1 ? found : [.. found.Where(m => m.Grain == PeriodGrain.Month)];
        if (chosen.Count != 1)
        {
            return ApiProblems.Bad($"measure is '{Measure}': say which with dataset, one of {string.Join(", ", found.Select(m => m.Dataset))}.");
        }

        measure = chosen[0];
        return null;
    }

    /// <summary>First and last key of a period of a grain; the problem if a bound is none.</summary>
    public ProblemHttpResult? Bounds(PeriodGrain grain, out int from, out int to)
    {
        (from, to) = (int.MinValue, int.MaxValue);
        foreach (var (name, text) in new[] { ("from", From), ("to", To) })
        {
            if (string.IsNullOrEmpty(text))
            {
                continue;
            }

            if (PeriodText.Parse(text) is not { } period)
            {
                return ApiProblems.Bad($"{name} is '{text}': expected 2019, 2019-T3, 2019-03 or 2019-03-04.");
            }

            if (name == "from")
            {
                from = PeriodText.Bound(grain, period.First);
            }
            else
            {
                to = PeriodText.Bound(grain, period.Last);
            }
        }

        return from > to ? ApiProblems.Bad($"from is '{From}', after to, '{To}'.") : null;
    }
}
