using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Calendar;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Calendar;

public sealed class FrenchHolidaysTests
{
    /// <summary>Among them the earliest (23 March 1913), the latest (25 April 1943, 2038) and both exceptions of Gauss (1954, 1981, 2049, 2076).</summary>
    [Theory]
    [InlineData("1900-04-15")]
    [InlineData("1913-03-23")]
    [InlineData("1943-04-25")]
    [InlineData("1954-04-18")]
    [InlineData("1961-04-02")]
    [InlineData("1981-04-19")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2011-04-24")]
    [InlineData("2019-04-21")]
    [InlineData("2020-04-12")]
    [InlineData("2021-04-04")]
    [InlineData("2024-03-31")]
    [InlineData("2038-04-25")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    [InlineData("2099-04-12")]
    public void Sunday_PublishedYear_IsThePublishedDate(string expected)
        => Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), Easter.Sunday(int.Parse(expected[..4])));

    /// <summary>All of 1900–2099 at once: the sum of year × days after 1 March, of python-dateutil 2.8.2 (<c>dateutil.easter.easter</c>).</summary>
    [Fact]
    public void Sunday_TwoCenturies_HasThePublishedCheckSum()
        => Assert.Equal(15_578_942, Enumerable.Range(1900, 200).Sum(y => (long)y * (Easter.Sunday(y).DayNumber - new DateOnly(y, 3, 1).DayNumber)));

    [Theory]
    [InlineData(1582)]
    [InlineData(10_000)]
    public void Sunday_NoGregorianYear_Throws(int year) => Assert.Throws<ArgumentOutOfRangeException>(() => Easter.Sunday(year));

    /// <summary>service-public.fr, calendars of 2019, 2020 and 2021.</summary>
    [Theory]
    [InlineData(2019, "01-01 04-22 05-01 05-08 05-30 06-10 07-14 08-15 11-01 11-11 12-25")]
    [InlineData(2020, "01-01 04-13 05-01 05-08 05-21 06-01 07-14 08-15 11-01 11-11 12-25")]
    [InlineData(2021, "01-01 04-05 05-01 05-08 05-13 05-24 07-14 08-15 11-01 11-11 12-25")]
    public void Of_Year_IsThePublishedCalendar(int year, string expected)
        => Assert.Equal(expected, string.Join(' ', FrenchHolidays.Of(year, "75").Select(d => d.ToString("MM-dd"))));

    [Theory]
    [InlineData("57", "04-19 12-26")]
    [InlineData("67", "04-19 12-26")]
    [InlineData("68", "04-19 12-26")]
    [InlineData("88", "")]
    [InlineData("971", "05-27")]
    [InlineData("972", "05-22")]
    [InlineData("973", "")] // 10 June was Whit Monday in 2019.
    [InlineData("974", "12-20")]
    [InlineData("976", "04-27")]
    [InlineData("R44", "")]
    public void Of_Territory_HasItsOwnDays(string territory, string more)
        => Assert.Equal(more, string.Join(' ', FrenchHolidays.Of(2019, territory).Except(FrenchHolidays.Of(2019, "FR")).Select(d => d.ToString("MM-dd"))));

    [Fact]
    public void Named_TwoOnOneDay_AreBothNamedAndCountOnce()
    {
        Assert.Equal([HolidayName.Labour, HolidayName.Ascension], FrenchHolidays.Named(2008, "75").Where(h => h.Date == new DateOnly(2008, 5, 1)).Select(h => h.Name));
        Assert.Equal(10, FrenchHolidays.Of(2008, "75").Count);
    }

    /// <summary>District 001 of Chicago is not the Ain.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("001")]
    [InlineData("R999")]
    public void Of_ElsewhereOrUnknown_HasNone(string? territory) => Assert.Empty(FrenchHolidays.Of(2019, territory));

    /// <summary>Jours ouvrés of 2019, Monday to Friday without holidays: 251 in all, as published (252 in 2019 with Whit Monday worked).</summary>
    [Fact]
    public void Of_MonthsOf2019_AreThePublishedWorkingDays()
    {
        var days = Enumerable.Range(1, 12).Select(m => PeriodDays.Of(PeriodGrain.Month, 201900 + m, "75")!.Value).ToList();

        Assert.Equal([22, 20, 21, 21, 20, 19, 23, 21, 21, 23, 19, 21], days.Select(d => d.WorkingDays));
        Assert.Equal(251, PeriodDays.Of(PeriodGrain.Year, 2019, "75")!.Value.WorkingDays);
        Assert.Equal(249, PeriodDays.Of(PeriodGrain.Year, 2019, "67")!.Value.WorkingDays);
        Assert.Equal(261, PeriodDays.Of(PeriodGrain.Year, 2019, null)!.Value.WorkingDays);
        Assert.Equal([1, 0, 0, 1, 3, 1, 0, 1, 0, 0, 2, 1], days.Select(d => d.Holidays));
        Assert.Equal([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], days.Select(d => d.Days));
    }

    /// <summary>March 2019 had five Fridays, Saturdays and Sundays. Easter 2024: Good Friday to Sunday in March, Monday in April.</summary>
    [Fact]
    public void Of_Month_CountsWeekendsAndEaster()
    {
        Assert.Equal(15, PeriodDays.Of(PeriodGrain.Month, 201903, null)!.Value.WeekendDays);
        Assert.Equal(12, PeriodDays.Of(PeriodGrain.Month, 201902, null)!.Value.WeekendDays);
        Assert.Equal((0.75, 0.25), (PeriodDays.Of(PeriodGrain.Month, 202403, null)!.Value.Easter, PeriodDays.Of(PeriodGrain.Month, 202404, null)!.Value.Easter));
        Assert.Equal(1, PeriodDays.Of(PeriodGrain.Quarter, 20192, "75")!.Value.Easter);
        Assert.Equal((7, 4), (PeriodDays.Of(PeriodGrain.Week, 20190422, "75")!.Value.Days, PeriodDays.Of(PeriodGrain.Week, 20190422, "75")!.Value.WorkingDays));
    }

    [Theory]
    [InlineData(201913)]
    [InlineData(189912)]
    [InlineData(215001)]
    public void Of_NoKnownMonth_IsNull(int month) => Assert.Null(PeriodDays.Of(PeriodGrain.Month, month, "75"));

    [Theory]
    [InlineData(PeriodGrain.Month, 201911, 3, 202002)]
    [InlineData(PeriodGrain.Quarter, 20194, 1, 20201)]
    [InlineData(PeriodGrain.Week, 20191230, 1, 20200106)]
    [InlineData(PeriodGrain.Year, 2019, -2, 2017)]
    [InlineData(PeriodGrain.Year, 9998, 5, null)]
    [InlineData(PeriodGrain.Month, 201913, 1, null)]
    public void After_Period_IsTheOneStepsLater(PeriodGrain grain, int period, int steps, int? expected)
        => Assert.Equal(expected, CalendarPeriods.After(grain, period, steps));
}
