using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Ingest.Readers.ForecastFiles;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Tests.Forecasts;

public sealed class ForecastFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_RowsAndColumnsInAnyOrder_SeriesByNameWithTheirGaps()
    {
        var content = Read("value,period,series_id", "3,2019-03,b", "1,2019-01,b", "7,2020-T1,a", "8,2020-Q2,a", ",2019-02,b");

        Assert.Empty(content.Refusals);
        Assert.Equal(["a", "b"], content.Inputs.Select(i => i.Id));
        Assert.Equal((PeriodGrain.Quarter, 20201), (content.Inputs[0].Grain, content.Inputs[0].FirstPeriod));
        Assert.Equal([7.0, 8.0], content.Inputs[0].Values);
        Assert.Equal((PeriodGrain.Month, 201901), (content.Inputs[1].Grain, content.Inputs[1].FirstPeriod));
        Assert.Equal([1.0, null, 3.0], content.Inputs[1].Values);
    }

    [Theory]
    [InlineData("2019", PeriodGrain.Year, 2019)]
    [InlineData("2019-T4", PeriodGrain.Quarter, 20194)]
    [InlineData("0001-02", PeriodGrain.Month, 102)]
    [InlineData("2019-03-04", PeriodGrain.Week, 20190304)]
    public void Read_Period_TellsItsGrain(string period, PeriodGrain grain, int key)
    {
        var input = Assert.Single(Read("series_id,period,value", $"x,{period},-1.5e3").Inputs);
        Assert.Equal((grain, key, -1500.0), (input.Grain, input.FirstPeriod, input.Values[0]));
    }

    [Theory]
    [InlineData("x,2019-03,abc", "not-a-number", "value", "abc")]
    [InlineData("x,2019-03,NaN", "not-a-number", "value", "NaN")]
    [InlineData("x,2019-03,1e999", "not-a-number", "value", "1e999")]
    [InlineData("x,2019-03,\"1,5\"", "not-a-number", "value", "1,5")]
    [InlineData("x,2019-13,1", "not-a-period", "period", "2019-13")]
    [InlineData("x,2019-T5,1", "not-a-period", "period", "2019-T5")]
    [InlineData("x,2019-03-05,1", "not-a-period", "period", "2019-03-05")]
    [InlineData("x,03/2019,1", "not-a-period", "period", "03/2019")]
    [InlineData("x,2019,1", "mixed-periods", "period", "2019")]
    [InlineData("x,2019-01,1", "duplicate-period", "period", "2019-01")]
    public void Read_WrongLine_RefusesItsSeriesOnly(string line, string code, string column, string found)
    {
        var content = Read("series_id,period,value", "good,2019-01,1", "x,2019-01,1", line, "good,2019-02,2");

        Assert.Equal("good", Assert.Single(content.Inputs).Id);
        var refusal = Assert.Single(content.Refusals);
        Assert.Equal(("x", code, 4, column, found), (refusal.Series, refusal.Code, refusal.Line, refusal.Column, refusal.Found));
    }

    [Fact]
    public void Read_TwoPointsFarApart_IsRefusedWithoutFillingMillennia()
        => Assert.Equal("too-many-gaps", Assert.Single(Read("series_id,period,value", "x,0001-01,1", "x,9000-01,2").Refusals).Code);

    [Theory]
    [InlineData("series_id,period", "missing-column")]
    [InlineData("id,month,count", "missing-column")]
    public void Read_NoColumn_RefusesTheFile(string header, string code)
        => Assert.Equal(code, Assert.Throws<UnreadableFileException>(() => Read(header, "a,2019-01,1")).Code);

    [Fact]
    public void Read_LineOfNoSeries_RefusesTheFile()
        => Assert.Equal("no-series", Assert.Throws<UnreadableFileException>(() => Read("series_id,period,value", ",2019-01,1")).Code);

    [Fact]
    public void Read_NoFile_SaysSo()
        => Assert.Equal("missing-file", Assert.Throws<UnreadableFileException>(() => ForecastFile.Read(_folder.File("none.csv"))).Code);

    [Fact]
    public void Read_EmptyFile_SaysSo()
    {
        File.WriteAllText(_folder.File("empty.csv"), "");
        Assert.Equal("empty-file", Assert.Throws<UnreadableFileException>(() => ForecastFile.Read(_folder.File("empty.csv"))).Code);
    }

    [Fact]
    public void Write_Forecasts_AreTheContract()
    {
        var input = new ForecastInput("a,b", PeriodGrain.Month, 312, [1.0], IsCount: false);
        var result = new ForecastResult
        {
            Id = "a,b",
            Steps = [new ForecastStep(401, 2.5, 1.5, 3.5, 0.25, 1e21, 1)],
            Specification = new ForecastSpecification([new("ets", "", 0.7), new("theta", "", 0.3), new("naive", "", 0.001)], [1]),
        };
        var refused = new ForecastResult { Id = "c", Refusal = ForecastRefusal.TooShort };
        ForecastFile.Write(_folder.File("out.csv"), [input, input], [result, refused]);

        Assert.Equal(
            "series_id,period,mean,lo80,hi80,lo95,hi95,model\n\"a,b\",0004-01,2.5,1.5,3.5,0.25,1E+21,ets+theta\n", File.ReadAllText(_folder.File("out.csv")));
        Assert.Equal(["out.csv"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private ForecastFileContent Read(params string[] lines)
    {
        File.WriteAllLines(_folder.File("in.csv"), lines);
        return ForecastFile.Read(_folder.File("in.csv"));
    }
}
