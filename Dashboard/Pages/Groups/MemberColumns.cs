namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>Columns of the table of members.</summary>
public static class MemberColumns
{
    public const string Name = "nom";
    public const string Number = "numero";
    public const string Distance = "distance";
    public const string Silhouette = "silhouette";
    public const string Stability = "stabilite";
    public const string Before = "avant";

    public static IReadOnlyList<string> All { get; } = [Name, Number, Distance, Silhouette, Stability, Before];

    /// <summary>The column itself if there is one of that key, else null.</summary>
    public static string? Find(string key) => All.FirstOrDefault(c => c == key);

    /// <summary>In the order of the address: by group, closest first, where it says none. What has no value comes last.</summary>
    public static IReadOnlyList<GroupMemberRow> Sort(IReadOnlyList<GroupMemberRow> rows, string? column, bool isDescending)
    {
        Func<GroupMemberRow, IComparable?> key = column switch
        {
            Distance => r => r.Member.Distance,
            Silhouette => r => r.Member.Silhouette,
            Stability => r => r.Member.Stability,
            Before => r => r.Before,
            Number => r => r.Number,
            _ => r => null,
        };
        return column switch
        {
            null => rows,
            Name => [.. isDescending ? rows.OrderByDescending(r => r.Name, StringComparer.CurrentCulture) : rows.OrderBy(r => r.Name, StringComparer.CurrentCulture)],
            _ => [.. isDescending ? rows.OrderBy(r => key(r) is null).ThenByDescending(key) : rows.OrderBy(r => key(r) is null).ThenBy(key)],
        };
    }
}
