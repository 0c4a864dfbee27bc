using System.Collections.Frozen;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>What a label found beside an index says.</summary>
public enum LabelMatch
{
    /// <summary>The label of the index.</summary>
    Same,

    /// <summary>The label of the index with a slip of spelling.</summary>
    Slip,

    /// <summary>The label of another index.</summary>
    Other,

    /// <summary>No known label.</summary>
    Unknown,
}

/// <summary>Compares published labels with the nomenclature, by the spelling of the workbook and that of the official list.</summary>
public static class OffenceLabels
{
    /// <summary>Edits allowed for a slip, as a share of the label's length.</summary>
    private const double SlipShare = 0.15;

    private static readonly FrozenDictionary<string, int[]> _codes = Nomenclature.Offences
        .SelectMany(o => new[] { (Key: TextKey.Of(o.Label), o.Code), (Key: TextKey.Of(o.WorkbookLabel), o.Code) })
        .GroupBy(l => l.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.Select(l => l.Code).Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Matches a label against the index that it stands beside.</summary>
    /// <returns>The verdict, and the indices that bear the label or the one nearest to it; empty where none is near.</returns>
    public static (LabelMatch Match, IReadOnlyList<int> Codes) Match(int code, string label)
    {
        var key = TextKey.Of(label);
        if (_codes.TryGetValue(key, out var exact))
        {
            return (exact.Contains(code) ? LabelMatch.Same : LabelMatch.Other, exact);
        }

        // Labels resemble each other (… de biens publics, … de biens privés): a slip is one that is nearest to its own index.
        var (distance, codes) = _codes.Select(l => (Distance: EditDistance.Of(key, l.Key), Codes: l.Value)).MinBy(l => l.Distance);
        if (distance > Math.Max(2, SlipShare * key.Length))
        {
            return (LabelMatch.Unknown, []);
        }

        return (codes.Contains(code) ? LabelMatch.Slip : LabelMatch.Other, codes);
    }
}
