using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Readers.Series;

/// <summary>Points by measure and territory, in about 12 bytes a point. Not safe for concurrent use.</summary>
public sealed class SeriesTable
{
    private readonly Dictionary<(string Measure, string Territory), SeriesValues> _series = [];

    /// <summary>Points of all series.</summary>
    public long PointCount { get; private set; }

    /// <summary>The series with their points, in no order.</summary>
    public IReadOnlyDictionary<(string Measure, string Territory), SeriesValues> Series => _series;

    /// <summary>Adds a point; false where the series has one of that period already, which then stays. Cheapest in order of the periods.</summary>
    /// <param name="period">Key, see <see cref="Core.Vintages.Period"/>.</param>
    /// <param name="value">Finite; null where the published cell is blank.</param>
    /// <exception cref="ArgumentException">A key is empty or too long, or the value is no number: the reader must tell before.</exception>
    public bool TryAdd(string measure, string territory, int period, double? value)
    {
        if (!_series.TryGetValue((measure, territory), out var values))
        {
            CheckKey(measure, SeriesMeasure.MaxKey, nameof(measure));
            CheckKey(territory, SeriesMeasure.MaxTerritory, nameof(territory));
            _series[(measure, territory)] = values = new SeriesValues();
        }

        if (!values.TryAdd(period, value))
        {
            return false;
        }

        PointCount++;
        return true;
    }

    /// <summary>The points of one series, or null.</summary>
    public SeriesValues? Find(string measure, string territory) => _series.GetValueOrDefault((measure, territory));

    /// <summary>Every period with a point, ascending.</summary>
    public IReadOnlyList<int> Periods() => [.. _series.Values.SelectMany(s => s.Periods).ToHashSet().Order()];

    private static void CheckKey(string key, int maxLength, string name)
    {
        if (string.IsNullOrWhiteSpace(key) || key.Length > maxLength)
        {
            throw new ArgumentException($"The key '{key}' is empty or too long.", name);
        }
    }
}

/// <summary>The points of one series in order of their periods.</summary>
public sealed class SeriesValues
{
    private readonly List<int> _periods = [];

    // NaN: published, but blank.
    private readonly List<double> _values = [];

    /// <summary>Keys of its periods, ascending.</summary>
    public IReadOnlyList<int> Periods => _periods;

    /// <summary>The value at a place of <see cref="Periods"/>; null where it is a published blank.</summary>
    public double? ValueAt(int index) => double.IsNaN(_values[index]) ? null : _values[index];

    /// <summary>The value of a period; false where there is no point.</summary>
    public bool TryGet(int period, out double? value)
    {
        var at = _periods.BinarySearch(period);
        value = at >= 0 ? ValueAt(at) : null;
        return at >= 0;
    }

    internal bool TryAdd(int period, double? value)
    {
        if (value is { } number && !double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(value), number, "Expected a finite number.");
        }

        var at = _periods.Count > 0 && period > _periods[^1] ? ~_periods.Count : _periods.BinarySearch(period);
        if (at >= 0)
        {
            return false;
        }

        _periods.Insert(~at, period);
        _values.Insert(~at, value ?? double.NaN);
        return true;
    }
}
