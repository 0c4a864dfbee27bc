using System.Globalization;

namespace Octoplus.Core.Storage;

/// <summary>Instants as stored: ISO 8601 texts in UTC of one length, so that they sort as time does.</summary>
public static class Instant
{
    /// <summary>This moment.</summary>
    public static string Now() => Of(DateTime.UtcNow);

    /// <summary>A moment in UTC.</summary>
    public static string Of(DateTime utc) => utc.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The moment of a stored text.</summary>
    public static DateTime Parse(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
