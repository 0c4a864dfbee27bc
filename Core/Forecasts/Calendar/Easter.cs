namespace Octoplus.Core.Forecasts.Calendar;

/// <summary>The date of Easter.</summary>
public static class Easter
{
    /// <summary>Easter Sunday of the western churches.</summary>
    /// <param name="year">1583 (the first Gregorian Easter) to 9999.</param>
    /// <remarks>The anonymous Gregorian algorithm: Nature 13 (1876), 487; Butcher (1877); Meeus, J. (1991), Astronomical Algorithms, ch. 8.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The year has no Gregorian Easter.</exception>
    public static DateOnly Sunday(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1583);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        var golden = year % 19;
        var (century, ofCentury) = Math.DivRem(year, 100);
        var leapCenturies = century / 4;
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - moonCorrection + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - epact - (ofCentury % 4)) % 7;
        var exception = (golden + (11 * epact) + (22 * weekday)) / 451;
        var (month, day) = Math.DivRem(epact + weekday - (7 * exception) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
