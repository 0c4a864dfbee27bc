using System.Text.RegularExpressions;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// How the rows of a JSON API are asked for. The address of the source is that of the first page without offset and limit. An API either
/// counts (<see cref="Offset"/>) or names its next page (<see cref="Next"/>); with neither, its first answer is all there is.
/// </summary>
public sealed partial record ApiSettings
{
    /// <summary>Columns that may be named.</summary>
    public const int MaxColumns = 200;

    /// <summary>Most rows that one file may have.</summary>
    public const int RowLimit = 5_000_000;

    /// <summary>Names of the members that lead to the array of rows, joined by dots; empty: the answer itself is the array.</summary>
    public string Rows { get; init; } = "results";

    /// <summary>Names of the members that lead to the number of all rows; empty where the API does not tell.</summary>
    public string Total { get; init; } = "total_count";

    /// <summary>Name of the parameter for the number of rows of a page; empty: none is sent.</summary>
    public string Limit { get; init; } = "limit";

    /// <summary>Name of the parameter for the number of rows to pass over; empty: none is sent.</summary>
    public string Offset { get; init; } = "offset";

    /// <summary>Names of the members that lead to the address of the next page; empty where the API has none.</summary>
    public string Next { get; init; } = "";

    /// <summary>Rows of a page, 1 to 10,000.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Columns to take, in this order; members of members by dots. Empty: every member that is a text, a number or a truth value, by name.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>More rows are a failure.</summary>
    public int MaxRows { get; init; } = 1_000_000;

    /// <summary>More pages are a failure.</summary>
    public int MaxPages { get; init; } = 1000;

    /// <summary>Header of the request that carries the secret; empty: none.</summary>
    public string SecretHeader { get; init; } = "";

    /// <summary>Name of the setting <c>Secrets:NAME</c> whose value the header has. The value itself is never stored or shown.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Open portals by OpenDataSoft, Explore API v2.</summary>
    public static ApiSettings OpenDataSoft { get; } = new();

    /// <summary>The tabular API of data.gouv.fr.</summary>
    public static ApiSettings DataGouvTabular { get; } = new() { Rows = "data", Total = "meta.total", Limit = "page_size", Offset = "", Next = "links.next", PageSize = 50 };

    /// <summary>An array of rows, whole.</summary>
    public static ApiSettings PlainArray { get; } = new() { Rows = "", Total = "", Limit = "", Offset = "" };

    /// <summary>What is wrong, by field; empty if nothing.</summary>
    /// <param name="hasSecret">Whether the settings hold a secret of that name.</param>
    public IEnumerable<SettingProblem> Check(string address, Func<string, bool> hasSecret)
    {
        if (SourceRules.CheckAddress(address) is { } wrong)
        {
            yield return new SettingProblem("address", wrong);
        }

        foreach (var (field, path) in new[] { ("rows", Rows), ("total", Total), ("next", Next) })
        {
            if (path.Length > 0 && !Paths().IsMatch(path))
            {
                yield return new SettingProblem(field, Message.Of("source.setting.member", "result.records"));
            }
        }

        foreach (var (field, name) in new[] { ("limit", Limit), ("offset", Offset) })
        {
            if (name.Length > 0 && !Names().IsMatch(name))
            {
                yield return new SettingProblem(field, Message.Of("source.setting.parameter", "limit"));
            }
        }

        foreach (var problem in CheckPages().Concat(CheckColumns()).Concat(CheckSecret(hasSecret)))
        {
            yield return problem;
        }
    }

    private IEnumerable<SettingProblem> CheckPages()
    {
        if (Next.Length > 0 && Offset.Length > 0)
        {
            yield return new SettingProblem("offset", Message.Of("source.setting.both-pagings"));
        }

        foreach (var (field, value, most) in new[] { ("pageSize", PageSize, 10_000), ("maxRows", MaxRows, RowLimit), ("maxPages", MaxPages, 100_000) })
        {
            if (value < 1 || value > most)
            {
                yield return new SettingProblem(field, Message.Of("source.setting.range", 1, most));
            }
        }
    }

    private IEnumerable<SettingProblem> CheckColumns()
    {
        if (Columns.Count > MaxColumns || Columns.Any(c => c.Length is 0 or > 100 || c.Any(char.IsControl)))
        {
            yield return new SettingProblem("columns", Message.Of("source.setting.columns", MaxColumns));
        }
        else if (Columns.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            yield return new SettingProblem("columns", Message.Of("source.setting.column-twice", twice.Key));
        }
    }

    private IEnumerable<SettingProblem> CheckSecret(Func<string, bool> hasSecret)
    {
        if (SecretHeader.Length == 0 != (Secret.Length == 0))
        {
            yield return new SettingProblem(Secret.Length == 0 ? "secret" : "secretHeader", Message.Of("source.setting.secret-half"));
        }
        else if (Secret.Length > 0 && !Names().IsMatch(Secret))
        {
            yield return new SettingProblem("secret", Message.Of("source.setting.secret-name"));
        }
        else if (Secret.Length > 0 && !hasSecret(Secret))
        {
            yield return new SettingProblem("secret", Message.Of("source.setting.secret-missing", "Secrets:" + Secret, "Secrets__" + Secret));
        }

        if (SecretHeader.Length > 0 && (!Names().IsMatch(SecretHeader) || _ownHeaders.Contains(SecretHeader)))
        {
            yield return new SettingProblem("secretHeader", Message.Of("source.setting.header", "Authorization"));
        }
    }

    // What the connection itself says.
    private static readonly HashSet<string> _ownHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Upgrade", "Expect", "Proxy-Authorization", "Range", "TE", "Trailer", "Cookie",
    };

    [GeneratedRegex(@"\A[^\p{Cc}.]{1,60}(\.[^\p{Cc}.]{1,60}){0,5}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Paths();

    [GeneratedRegex(@"\A[A-Za-z0-9_$-]{1,60}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Names();
}
