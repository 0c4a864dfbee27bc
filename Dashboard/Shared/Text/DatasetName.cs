using Microsoft.Extensions.Localization;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Names of datasets for people.</summary>
public static class DatasetName
{
    /// <summary>A known dataset by its text; outlines of other places by their number; a profile by its code.</summary>
    public static string Of(IStringLocalizer<DataTexts> texts, string dataset)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(dataset);
        return texts["Dataset." + dataset] is { ResourceNotFound: false } known ? known.Value
            : dataset.StartsWith(Datasets.BoundariesPrefix, StringComparison.Ordinal) ? OfOutlines(texts, dataset)
            : dataset.StartsWith(Datasets.ProfilePrefix, StringComparison.Ordinal) ? texts["Dataset.Profile", dataset[Datasets.ProfilePrefix.Length..]].Value
            : dataset;
    }

    // The key holds the number of territories and the first of their codes.
    private static string OfOutlines(IStringLocalizer<DataTexts> texts, string dataset)
        => dataset.Split('-') is [_, var count, var first, ..] ? texts["Dataset.Boundaries", count, first].Value : dataset;
}
