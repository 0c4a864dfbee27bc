using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Notices;

namespace Octoplus.Dashboard.Pages.Admin.Notices;

/// <summary>What the page of notices shows, as it stands in the address: <c>?genre=&amp;page=</c>. What cannot be read is left out.</summary>
public sealed record NoticesState(NoticeKind? Kind, int Page)
{
    private const int MaxPage = 100_000;

    /// <summary>Kinds as they stand in the address.</summary>
    public static IReadOnlyDictionary<string, NoticeKind> Kinds { get; } = new Dictionary<string, NoticeKind>(StringComparer.Ordinal)
    {
        ["echec"] = NoticeKind.Failed,
        ["changement"] = NoticeKind.Changed,
        ["retablissement"] = NoticeKind.Recovered,
    };

    public static NoticesState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new NoticesState(
            values.TryGetValue("genre", out var kind) && Kinds.TryGetValue(kind.ToString(), out var known) ? known : null,
            values.TryGetValue("page", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, MaxPage) : 1);
    }

    /// <summary>Empty, or with its question mark.</summary>
    public string ToQuery() => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["genre"] = Kind is { } kind ? Kinds.Single(k => k.Value == kind).Key : null,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });
}
