using System.Globalization;
using System.Text;
using Octoplus.Core.Audit;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Clusters;

/// <summary>Keeps the names that analysts give to groups. A name belongs to a choice, a number of groups and the number of a group; numbers follow the groups from vintage to vintage.</summary>
public sealed class GroupNameStore(Database database, AuditLog audit)
{
    /// <summary>Longest name.</summary>
    public const int MaxLength = 60;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static GroupNameProblem? Problem(string? name)
        => name?.Trim() is not { Length: > 0 } text ? null
            : text.Length > MaxLength ? GroupNameProblem.TooLong
            : text.EnumerateRunes().Any(IsUnseen) ? GroupNameProblem.ControlCharacters
            : null;

    // Half a surrogate pair comes as the replacement character; a database would refuse it.
    private static bool IsUnseen(Rune rune)
        => rune == Rune.ReplacementChar
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Names a group, with its audit entry, in one transaction. The numbers of the panel's groups are kept with it, so that later groups of this choice continue them.</summary>
    /// <param name="panel">As shown to whoever names.</param>
    /// <param name="number">Of the group, 1 to k.</param>
    /// <param name="name">Trimmed; null or empty: the name is taken back, and the suggested one is shown again.</param>
    /// <exception cref="ArgumentException">The name is too long or has control characters (see <see cref="Problem"/>), or there is no such group.</exception>
    public Task SetAsync(GroupPanel panel, int number, string? name, AuditActor actor, CancellationToken cancellationToken)
        => throw new NotSupportedException(database is null && audit is null ? "" : "Comes.");
}

/// <summary>What is wrong with a name.</summary>
public enum GroupNameProblem
{
    /// <summary>Longer than <see cref="GroupNameStore.MaxLength"/> characters.</summary>
    TooLong,

    /// <summary>Line breaks, or other characters that are not seen.</summary>
    ControlCharacters,
}
