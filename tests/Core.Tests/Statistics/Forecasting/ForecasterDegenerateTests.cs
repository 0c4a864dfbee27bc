using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>An answer or a clear refusal for each odd series; never an exception or a NaN.</summary>
public sealed class ForecasterDegenerateTests
{
    private static readonly ForecastOptions _options = new() { Horizon = 18 };

    [Theory]
    [InlineData(0, ForecastRefusal.Empty)]
    [InlineData(1, ForecastRefusal.TooShort)]
    [InlineData(2, ForecastRefusal.TooShort)]
    [InlineData(3, ForecastRefusal.None)]
    [InlineData(5, ForecastRefusal.None)]
    [InlineData(12, ForecastRefusal.None)]
    [InlineData(23, ForecastRefusal.None)]
    [InlineData(25, ForecastRefusal.None)]
    [InlineData(3000, ForecastRefusal.None)]
    [InlineData(20_001, ForecastRefusal.TooLong)]
    public void Forecast_OfAnyLength_AnswersOrRefuses(int count, ForecastRefusal refusal)
        => AssertAnswer(Series([.. Enumerable.Range(0, count).Select(i => (double?)(100 + (i * 37 % 11)))], first: 100001), refusal);

    [Theory]
    [InlineData(0.0)]
    [InlineData(7.0)]
    [InlineData(-7.0)]
    [InlineData(1e12)]
    [InlineData(1e-12)]
    [InlineData(1e300)]
    [InlineData(double.Epsilon)]
    public void Forecast_OneValueRepeated_IsThatValue(double value)
    {
        var result = AssertAnswer(Series([.. Enumerable.Repeat((double?)value, 48)]), ForecastRefusal.None);
        Assert.All(result.Steps, s => Assert.Equal(value, s.Mean, Math.Abs(value) * 1e-6));
    }

    [Fact]
    public void Forecast_CountOfZeros_IsZero()
    {
        var result = AssertAnswer(Series([.. Enumerable.Repeat((double?)0, 60)]) with { IsCount = true }, ForecastRefusal.None);
        Assert.All(result.Steps, s => Assert.Equal((0.0, 0.0), (s.Low95, s.Mean)));
        Assert.Equal(Predictability.TooFewEvents, result.Predictability);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Forecast_NotFinite_IsRefused(double value) => AssertAnswer(Series(With(40, 7, value)), ForecastRefusal.NotFinite);

    [Theory]
    [InlineData(-1.0)]
    [InlineData(2.5)]
    public void Forecast_NotACount_IsRefused(double value) => AssertAnswer(Series(With(40, 7, value)) with { IsCount = true }, ForecastRefusal.NotACount);

    [Fact]
    public void Forecast_NegativeValues_MayForecastThem()
        => Assert.Contains(AssertAnswer(Series([.. Enumerable.Range(0, 60).Select(i => (double?)(-50 + (i % 5)))]), ForecastRefusal.None).Steps, s => s.Mean < 0);

    [Fact]
    public void Forecast_AllAboveZero_NeverBelow()
        => Assert.All(
            AssertAnswer(Series([.. Enumerable.Range(0, 60).Select(i => (double?)Math.Max(0, 60 - i))]), ForecastRefusal.None).Steps, s => Assert.True(s.Low95 >= 0));

    [Theory]
    [InlineData(59, 1e12)]
    [InlineData(30, 1e12)]
    [InlineData(59, 0.0)]
    public void Forecast_LeapOfOneValue_StaysFinite(int index, double value) => AssertAnswer(Series(With(60, index, value)), ForecastRefusal.None);

    [Fact]
    public void Forecast_LeapIntoZero_FollowsItDown()
    {
        var values = Enumerable.Range(0, 60).Select(i => (double?)(i < 42 ? 200 + (i % 7) : 0)).ToArray();
        var result = AssertAnswer(Series(values), ForecastRefusal.None);
        Assert.True(result.Steps[0].Mean < 100);
    }

    [Fact]
    public void Forecast_Gaps_AreFilledWithTheirSeason()
    {
        var whole = ForecasterTests.Monthly("a", 84, 5);
        double?[] holes = [.. whole.Values];
        (holes[20], holes[21], holes[50]) = (null, null, null);
        var result = AssertAnswer(whole with { Values = holes }, ForecastRefusal.None);

        Assert.Null(result.History[20].Value);
        Assert.InRange(result.Steps[3].Mean / Forecaster.Forecast(whole, _options).Steps[3].Mean, 0.97, 1.03);
    }

    [Fact]
    public void Forecast_TooManyGaps_IsRefused()
        => AssertAnswer(Series([.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 || i == 59 ? (double?)i : null)]), ForecastRefusal.TooManyGaps);

    [Fact]
    public void Forecast_LastSeasonUnknown_IsRefused()
        => AssertAnswer(Series([.. Enumerable.Range(0, 60).Select(i => i < 48 ? (double?)i : null)]), ForecastRefusal.TooManyGaps);

    [Fact]
    public void Forecast_LastMonthUnknown_BeginsAfterTheLastKnown()
    {
        var result = AssertAnswer(Series([.. Enumerable.Range(0, 60).Select(i => i < 59 ? (double?)(100 + (i % 4)) : null)]), ForecastRefusal.None);
        Assert.Equal((201411, 201412), (result.Origin, result.Steps[0].Period));
    }

    [Theory]
    [InlineData(PeriodGrain.Year, 2009, 9)]
    [InlineData(PeriodGrain.Quarter, 20101, 30)]
    [InlineData(PeriodGrain.Week, 20150105, 260)]
    [InlineData(PeriodGrain.Day, 20190101, 400)]
    public void Forecast_OtherGrains_Answer(PeriodGrain grain, int first, int count)
        => AssertAnswer(
            new ForecastInput("x", grain, first, [.. Enumerable.Range(0, count).Select(i => (double?)(500 + (20 * Math.Sin(i))))], IsCount: false), ForecastRefusal.None);

    private static ForecastInput Series(double?[] values, int first = 201001) => new("x", PeriodGrain.Month, first, values, IsCount: false);

    private static double?[] With(int count, int index, double value)
    {
        var values = Enumerable.Range(0, count).Select(i => (double?)(100 + (i % 12))).ToArray();
        values[index] = value;
        return values;
    }

    private static ForecastResult AssertAnswer(ForecastInput input, ForecastRefusal refusal)
    {
        var result = Forecaster.Forecast(input, _options);
        Assert.Equal((refusal, refusal == ForecastRefusal.None ? 18 : 0), (result.Refusal, result.Steps.Count));
        ForecasterTests.AssertOrdered(result);
        return result;
    }
}
