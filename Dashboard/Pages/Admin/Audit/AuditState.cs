using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Pages.Admin.Audit;

/// <summary>What the page of the audit log shows, as it stands in the address: <c>?auteur=&amp;action=&amp;du=&amp;au=&amp;texte=&amp;page=</c>. What cannot be read is left out.</summary>
public sealed record AuditState(AuditFilter Filter, int Page)
{
    private const int MaxText = 100;
    private const int MaxPage = 100_000;

    public static AuditState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return new AuditState(
            new AuditFilter(Text("auteur"), Text("action"), Day("du"), Day("au"), Text("texte")),
            int.TryParse(Text("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, MaxPage) : 1);

        string? Text(string key)
            => values.TryGetValue(key, out var value) && value.ToString().Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, MaxText)] : null;

        DateOnly? Day(string key)
            => DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>Empty, or with its question mark.</summary>
    public string ToQuery() => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["auteur"] = Filter.Actor,
        ["action"] = Filter.Action,
        ["du"] = DayText(Filter.From),
        ["au"] = DayText(Filter.To),
        ["texte"] = Filter.Text,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    /// <summary>As an input of type date has it; null without a day.</summary>
    public static string? DayText(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
