using System.Globalization;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>One choice of a <see cref="SearchCombo"/>.</summary>
/// <param name="Key">Unique among the choices.</param>
/// <param name="Group">Heading over the choices of one kind, which stand together; null for none.</param>
/// <param name="Code">Found first when typed as it is.</param>
public sealed record ComboOption(string Key, string Label, string? Group = null, string? Code = null)
{
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    /// <summary>Those whose label or code holds every word typed, accents and case or not; the one whose code was typed comes first.</summary>
    public static IReadOnlyList<ComboOption> Find(IReadOnlyList<ComboOption> options, string typed)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(typed);
        var words = typed.Split([' ', '\'', '’', '-'], StringSplitOptions.RemoveEmptyEntries);
        var found = options.Where(o => words.All(w => Contains(o.Label, w) || string.Equals(o.Code, w, StringComparison.OrdinalIgnoreCase)));
        return [.. found.OrderByDescending(o => o.Code is not null && string.Equals(o.Code, typed.Trim(), StringComparison.OrdinalIgnoreCase))];
    }

    private static bool Contains(string label, string word)
        => CultureInfo.InvariantCulture.CompareInfo.IndexOf(label, word, Loosely) >= 0;
}
