namespace Octoplus.Dashboard.Shared;

/// <summary>Queries of addresses that stay readable.</summary>
internal static class AddressQuery
{
    /// <summary>With its question mark, without what is null; empty where nothing is left.</summary>
    public static string Write(params (string Key, string? Value)[] pairs)
    {
        var written = pairs.Where(p => p.Value is not null).Select(p => $"{p.Key}={Escape(p.Value!)}").ToList();
        return written.Count == 0 ? "" : "?" + string.Join('&', written);
    }

    // Commas, slashes and colons are allowed in a query.
    private static string Escape(string value) => Uri.EscapeDataString(value)
        .Replace("%2C", ",", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
