using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Ingest.Readers.ForecastFiles;

/// <summary>Gathers the lines of one series; its first wrong line refuses it.</summary>
internal sealed class ForecastFileSeries(string id)
{
    private const int LongestShown = 40;

    private readonly Dictionary<int, (double? Value, int Line)> _points = [];
    private PeriodGrain _grain = PeriodGrain.None;

    public string Id { get; } = id;

    public ForecastFileRefusal? Refusal { get; private set; }

    public void Add(int line, string period, string value)
    {
        if (Refusal is not null)
        {
            return;
        }

        if (ForecastFilePeriod.TryParse(period, out var grain, out var key) is { } reason)
        {
            Refuse("not-a-period", line, "period", period, reason);
        }
        else if (_grain != PeriodGrain.None && grain != _grain)
        {
            Refuse("mixed-periods", line, "period", period, $"The lines before are of the grain {_grain.Code()}, this one of {grain.Code()}.");
        }
        else if (ValueOf(line, value, out var number) && !_points.TryAdd(key, (number, line)))
        {
            Refuse("duplicate-period", line, "period", period, string.Create(
                CultureInfo.InvariantCulture, $"Line {_points[key].Line} has this period already: keep one of them."));
        }

        _grain = grain;
    }

    public ForecastInput? ToInput()
    {
        if (Refusal is not null)
        {
            return null;
        }

        var first = _points.Keys.Min();
        var length = PeriodSteps.Between(_grain, first, _points.Keys.Max()) + 1;
        if (length > 4 * (_points.Count + 1))
        {
            Refuse("too-many-gaps", null, "period", null, string.Create(
                CultureInfo.InvariantCulture, $"Only {_points.Count} of {length} periods are there: more than a third is unknown."));
            return null;
        }

        var values = new double?[length];
        foreach (var (key, point) in _points)
        {
            values[PeriodSteps.Between(_grain, first, key)] = point.Value;
        }

        return new ForecastInput(Id, _grain, first, values, IsCount: false);
    }

    private bool ValueOf(int line, string text, out double? value)
    {
        value = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            value = number;
            return true;
        }

        Refuse("not-a-number", line, "value", text, "Expected a finite number with a decimal point, such as 1234.5, or nothing where it is unknown.");
        return false;
    }

    private void Refuse(string code, int? line, string? column, string? found, string reason)
        => Refusal = new ForecastFileRefusal(Id, code, line, column, found is { Length: > LongestShown } ? found[..LongestShown] + "…" : found, reason);
}
