using Octoplus.Core.Vintages;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>An accepted vintage with the periods in which it is active.</summary>
/// <param name="IsDropped">Its rows and original are no longer kept: it cannot be made active again.</param>
public sealed record HistoryVintage(Vintage Vintage, IReadOnlyList<int> Active, bool IsDropped = false)
{
    public bool IsActive => Active.Count > 0;
}

/// <summary>The vintages of a dataset, newest first, and what can be undone or redone.</summary>
public sealed record DatasetVintages(string Key, IReadOnlyList<HistoryVintage> Vintages, Flip? Undo, Flip? Redo)
{
    public static IReadOnlyList<DatasetVintages> Group(
        IEnumerable<Vintage> vintages,
        IEnumerable<Vintage> dropped,
        IReadOnlyDictionary<long, IReadOnlyList<int>> active,
        IReadOnlyDictionary<string, (Flip? Undo, Flip? Redo)> steps)
        => [.. vintages.Select(v => new HistoryVintage(v, active.GetValueOrDefault(v.Id) ?? [])).Concat(dropped.Select(v => new HistoryVintage(v, [], IsDropped: true)))
            .GroupBy(v => v.Vintage.Dataset, StringComparer.Ordinal)
            .OrderBy(d => d.Key == Datasets.Etat4001 ? 0 : 1).ThenBy(d => d.Key, StringComparer.Ordinal)
            .Select(d => new DatasetVintages(
                d.Key,
                [.. d.OrderByDescending(v => v.Vintage.Id)],
                steps.GetValueOrDefault(d.Key).Undo,
                steps.GetValueOrDefault(d.Key).Redo))];
}

/// <summary>A change that someone is about to make.</summary>
/// <param name="Verb">Also the key of the texts.</param>
/// <param name="Flip">What an undo or redo is of.</param>
/// <param name="Lines">What would come back.</param>
public sealed record FlipQuestion(string Verb, string Dataset, string Title, Flip? Flip, long VintageId, IReadOnlyList<string> Lines)
{
    public const string Undo = "Undo";
    public const string Redo = "Redo";
    public const string Restore = "Restore";
}
