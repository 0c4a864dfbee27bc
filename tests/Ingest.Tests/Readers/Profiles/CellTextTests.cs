using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Readers.Profiles;
using PeriodText = Octoplus.Ingest.Readers.Profiles.PeriodText;

namespace Octoplus.Ingest.Tests.Readers.Profiles;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("1 234,5", 1234.5)]
    [InlineData("1\u00a0234\u202f567,25", 1234567.25)]
    [InlineData("1234", 1234.0)]
    [InlineData("-0,5", -0.5)]
    [InlineData("\u22123", -3.0)]
    [InlineData(",5", 0.5)]
    [InlineData("12,5 %", 12.5)]
    [InlineData("12,5\u00a0%", 12.5)]
    [InlineData("1e+05", 100_000.0)]
    public void TryParse_French_IsRead(string text, double expected) => Assert.Equal(expected, Number(text, WrittenIn.French)!.Value, 1e-9);

    [Theory]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("1,234,567", 1234567.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("12.5%", 12.5)]
    public void TryParse_English_IsRead(string text, double expected) => Assert.Equal(expected, Number(text, WrittenIn.English)!.Value, 1e-9);

    [Theory]
    [InlineData("")]
    [InlineData(" \u00a0 ")]
    public void TryParse_Empty_IsBlank(string text) => Assert.Null(Number(text, WrittenIn.French));

    [Theory]
    [InlineData("1.5", WrittenIn.French)]
    [InlineData("1 23", WrittenIn.French)]
    [InlineData("1,5", WrittenIn.English)]
    [InlineData("12,34,567", WrittenIn.English)]
    [InlineData("=1+1", WrittenIn.English)]
    [InlineData("NaN", WrittenIn.English)]
    [InlineData("1e999", WrittenIn.English)]
    [InlineData("nd", WrittenIn.French)]
    [InlineData("%", WrittenIn.French)]
    [InlineData("١٢", WrittenIn.French)]
    public void TryParse_AnythingElse_IsNone(string text, WrittenIn numbers) => Assert.False(NumberText.TryParse(text, numbers, out _));

    [Fact]
    public void TryParse_NumberWrittenByACulture_ComesBack()
        => Prop.ForAll(
            ArbMap.Default.GeneratorFor<int>().Zip(Gen.Choose(0, 9999)).ToArbitrary(),
            sample =>
            {
                var number = sample.Item1 + (Math.Sign(sample.Item1) * sample.Item2 / 10_000m);
                return Number(number.ToString("N4", CultureInfo.GetCultureInfo("fr-FR")), WrittenIn.French) == (double)number
                    && Number(number.ToString("N4", CultureInfo.GetCultureInfo("en-US")), WrittenIn.English) == (double)number;
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2019", PeriodGrain.Year, 2019)]
    [InlineData("19", PeriodGrain.Year, 2019)]
    [InlineData("98", PeriodGrain.Year, 1998)]
    [InlineData("2019-03-04", PeriodGrain.Year, 2019)]
    [InlineData("2019-T1", PeriodGrain.Quarter, 20191)]
    [InlineData("T1 2019", PeriodGrain.Quarter, 20191)]
    [InlineData("T4_2019", PeriodGrain.Quarter, null)]
    [InlineData("2019Q1", PeriodGrain.Quarter, 20191)]
    [InlineData("1er trimestre 2019", PeriodGrain.Quarter, 20191)]
    [InlineData("2019-05", PeriodGrain.Quarter, 20192)]
    [InlineData("2019-03", PeriodGrain.Month, 201903)]
    [InlineData("03/2019", PeriodGrain.Month, 201903)]
    [InlineData("201903", PeriodGrain.Month, 201903)]
    [InlineData("mars 2019", PeriodGrain.Month, 201903)]
    [InlineData("March 2019", PeriodGrain.Month, 201903)]
    [InlineData("Févr. 2019", PeriodGrain.Month, 201902)]
    [InlineData("août 2019", PeriodGrain.Month, 201908)]
    [InlineData("AOÛT-19", PeriodGrain.Month, 201908)]
    [InlineData("2019", PeriodGrain.Month, null)]
    [InlineData("2019-13", PeriodGrain.Month, null)]
    [InlineData("brumaire 2019", PeriodGrain.Month, null)]
    [InlineData("2019-W10", PeriodGrain.Week, 20190304)]
    [InlineData("2019-S10", PeriodGrain.Week, 20190304)]
    [InlineData("2019-03-06", PeriodGrain.Week, 20190304)]
    [InlineData("2019-W53", PeriodGrain.Week, null)]
    [InlineData("2019-W10", PeriodGrain.Month, null)]
    [InlineData("2019-03", PeriodGrain.Week, null)]
    [InlineData("2019-03-04T23:59:59.123Z", PeriodGrain.Day, 20190304)]
    [InlineData("2019-03-04 23:59+02:00", PeriodGrain.Day, 20190304)]
    [InlineData("20190304", PeriodGrain.Day, 20190304)]
    [InlineData("4 mars 2019", PeriodGrain.Day, 20190304)]
    [InlineData("March 4, 2019", PeriodGrain.Day, 20190304)]
    [InlineData("2019-02-29", PeriodGrain.Day, null)]
    [InlineData("1899-12-30", PeriodGrain.Day, null)]
    [InlineData("=2019", PeriodGrain.Year, null)]
    [InlineData("٢٠١٩", PeriodGrain.Year, null)]
    [InlineData("", PeriodGrain.Year, null)]
    public void Parse_EachWriting_IsItsPeriod(string text, PeriodGrain grain, int? expected) => Assert.Equal(expected, PeriodText.Parse(text, grain, WrittenIn.French));

    [Theory]
    [InlineData(WrittenIn.French, 20190304)]
    [InlineData(WrittenIn.English, 20190403)]
    public void Parse_SlashedDay_GoesByLanguage(WrittenIn dates, int expected) => Assert.Equal(expected, PeriodText.Parse("04/03/2019 10:30", PeriodGrain.Day, dates));

    [Fact]
    public void Parse_DayWrittenInEachWay_ComesBack()
        => Prop.ForAll(
            Gen.Choose(0, 73_000).ToArbitrary(),
            offset =>
            {
                var day = new DateOnly(1900, 1, 1).AddDays(offset);
                var (french, english) = (CultureInfo.GetCultureInfo("fr-FR"), CultureInfo.GetCultureInfo("en-US"));
                return new[]
                {
                    (day.ToString("dd/MM/yyyy", french), WrittenIn.French), (day.ToString("MM/dd/yyyy", english), WrittenIn.English), (day.ToString("d MMMM yyyy", french), WrittenIn.French),
                    (day.ToString("MMMM d, yyyy", english), WrittenIn.English), (day.ToString("yyyy-MM-dd", french), WrittenIn.English), (day.ToString("d MMM yyyy", french), WrittenIn.English),
                }.All(w => PeriodText.Parse(w.Item1, PeriodGrain.Day, w.Item2) == Period.Key(PeriodGrain.Day, day)
                    && PeriodText.Parse(w.Item1, PeriodGrain.Week, w.Item2) == Period.Key(PeriodGrain.Week, day)
                    && PeriodText.Parse(w.Item1, PeriodGrain.Month, w.Item2) == Period.Key(PeriodGrain.Month, day));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_LabelOfAPeriod_ComesBack()
        => Prop.ForAll(
            Gen.Choose(0, 73_000).Zip(Gen.Elements(PeriodGrain.Year, PeriodGrain.Quarter, PeriodGrain.Month, PeriodGrain.Week, PeriodGrain.Day)).ToArbitrary(),
            sample =>
            {
                // A week of December 1899 begins outside of what is read.
                var key = Period.Key(sample.Item2, new DateOnly(1900, 1, 8).AddDays(sample.Item1));
                return PeriodText.Parse(Period.Label(key), sample.Item2, WrittenIn.French) == key;
            }).QuickCheckThrowOnFailure();

    private static double? Number(string text, WrittenIn numbers)
    {
        Assert.True(NumberText.TryParse(text, numbers, out var number), text);
        return number;
    }
}
