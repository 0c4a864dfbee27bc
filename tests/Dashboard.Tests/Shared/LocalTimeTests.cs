using System.Globalization;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Tests.Shared;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Paris", "2026-01-15", "Europe/Paris (UTC+1)")]
    [InlineData("Europe/Paris", "2026-07-15", "Europe/Paris (UTC+2)")]
    [InlineData("America/Cayenne", "2026-01-15", "America/Cayenne (UTC−3)")]
    [InlineData("Asia/Kolkata", "2026-01-15", "Asia/Kolkata (UTC+5:30)")]
    [InlineData("Europe/London", "2026-01-15", "Europe/London (UTC)")]
    [InlineData("UTC", "2026-01-15", "UTC")]
    public void ZoneText_NamesTheZoneWithWhatItIsNow(string zone, string day, string expected)
        => Assert.Equal(expected, LocalTime.ZoneText(TimeZoneInfo.FindSystemTimeZoneById(zone), new DateTimeOffset(DateTime.Parse(day, CultureInfo.InvariantCulture), TimeSpan.Zero)));
}
