using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Octoplus.Dashboard.Pages.Admin.Backups;

/// <summary>
/// The settings in effect, for whoever sets the program up again: those of the program's own sections, since the environment holds others' too,
/// and without secrets.
/// </summary>
internal static class SettingsExport
{
    private const string Kept = "(secret, not kept)";

    // Of the framework, beside the program's own; not Secrets, which are nothing else.
    private static readonly string[] _others = ["Urls", "AllowedHosts", "ConnectionStrings", "Kestrel", "Logging"];

    private static readonly string[] _secretWords = ["password", "passphrase", "secret", "token", "apikey", "credential", "pwd"];

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object of keys as environment variables and command lines spell them, with a colon between sections.</summary>
    /// <param name="configuration">All that was said.</param>
    /// <param name="sections">The program's own sections.</param>
    public static string Write(IConfiguration configuration, IEnumerable<string> sections)
        => JsonSerializer.Serialize(
            configuration.AsEnumerable()
                .Where(s => s.Value is not null && sections.Concat(_others).Contains(s.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
                .OrderBy(s => s.Key, StringComparer.Ordinal)
                .ToDictionary(s => s.Key, s => Harmless(s.Key, s.Value!), StringComparer.Ordinal),
            _json);

    private static string Harmless(string key, string value)
        => key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) ? WithoutPassword(value)
            : value.Length > 0 && (IsSecret(key.Split(':')[^1]) || IsSecretAddress(key, value)) ? Kept
            : value;

    // A password of a proxy; and the address of a webhook, whose path is often a key.
    private static bool IsSecretAddress(string key, string value)
        => key.Equals("Notices:Webhook:Url", StringComparison.OrdinalIgnoreCase) || (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0);

    private static bool IsSecret(string name)
        => _secretWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)) || name.Equals("Key", StringComparison.OrdinalIgnoreCase);

    private static string WithoutPassword(string connectionString)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (var name in parts.Keys.Cast<string>().Where(IsSecret).ToList())
            {
                parts[name] = Kept;
            }

            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            return Kept;
        }
    }
}
