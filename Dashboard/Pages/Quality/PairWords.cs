using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>The words of a name, and whether the name beside it lacks them.</summary>
internal static class PairWords
{
    public static IReadOnlyList<(string Word, bool Differs)> Of(string name, string other)
    {
        var known = NameKey.Of(other).Split(' ').ToHashSet(StringComparer.Ordinal);
        return [.. name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => (w, !NameKey.Of(w).Split(' ').All(known.Contains)))];
    }
}
