using System.Globalization;

namespace Octoplus.Core.Storage;

/// <summary>
/// Instants as stored: ISO 8601 texts in UTC of one length, so that they sort as time does. Code holds <see cref="DateTimeOffset"/>, which
/// Dapper writes and reads so (<see cref="ColumnMapping"/>).
/// </summary>
public static class Instant
{
    /// <summary>This moment.</summary>
    public static string Now() => Of(DateTime.UtcNow);

    /// <summary>A moment in UTC.</summary>
    public static string Of(DateTime utc) => utc.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A moment, whatever its offset.</summary>
    public static string Of(DateTimeOffset instant) => Of(instant.UtcDateTime);

    /// <summary>The moment of a stored text.</summary>
    public static DateTime Parse(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    /// <summary>The moment of a stored text, in UTC also where the text names no offset.</summary>
    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
