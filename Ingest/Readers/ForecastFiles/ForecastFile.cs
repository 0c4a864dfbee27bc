using System.Globalization;
using CsvHelper;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.ForecastFiles;

/// <summary>
/// Reads and writes the files of the command <c>forecast</c>. In: <c>series_id,period,value</c> in any order of columns and rows; an empty value is
/// an unknown one. Out: <c>series_id,period,mean,lo80,hi80,lo95,hi95,model</c>. UTF-8, decimal point.
/// </summary>
public static class ForecastFile
{
    /// <summary>Largest file taken, bytes.</summary>
    public const long MaxBytes = 500_000_000;

    /// <summary>Most series taken.</summary>
    public const int MaxSeries = 50_000;

    /// <summary>Most points taken over all series.</summary>
    public const int MaxPoints = 10_000_000;

    /// <summary>Longest name of a series.</summary>
    public const int MaxIdLength = 200;

    private static readonly string[] _header = ["series_id", "period", "value"];

    /// <summary>Reads a file. A line that is wrong refuses its series, and no other.</summary>
    /// <exception cref="UnreadableFileException">The file is missing, too large, no CSV, lacks a column, or has a line of no series.</exception>
    public static ForecastFileContent Read(string path, CancellationToken cancellationToken = default)
    {
        CheckSize(path);
        try
        {
            using var csv = CsvReader.FromFile(path, new CsvReaderOptions
            {
                TrackLineNumbers = true,
                TrimWhitespace = true,
                MaxRecordSize = 10_000,
                NormalizeHeaderName = name => name.Trim().ToLowerInvariant(),
            });
            var series = new Dictionary<string, ForecastFileSeries>(StringComparer.Ordinal);
            var columns = Columns(csv);
            var points = 0;
            while (csv.Read())
            {
                if ((++points & 0xFFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                Add(csv, columns, series);
                Bound(series.Count, points, csv.LineNumber);
            }

            return Content(series);
        }
        catch (CsvFormatException e)
        {
            throw new UnreadableFileException("broken-csv", $"The file cannot be read as CSV in UTF-8: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException("unreadable-file", $"The file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the forecasts; refused series have no line. The file is whole or not there.</summary>
    /// <param name="path">Where to; a file there is replaced.</param>
    /// <param name="inputs">What was forecast.</param>
    /// <param name="results">In the order of the inputs.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, IReadOnlyList<ForecastInput> inputs, IReadOnlyList<ForecastResult> results)
    {
        var half = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
            using (var csv = CsvWriter.Create(stream, new CsvWriterOptions { Separator = ',', NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture }, leaveOpen: true))
            {
                foreach (var field in (string[])["series_id", "period", "mean", "lo80", "hi80", "lo95", "hi95", "model"])
                {
                    csv.WriteField(field);
                }

                csv.EndRecord();
                for (var i = 0; i < results.Count; i++)
                {
                    Write(csv, inputs[i].Grain, results[i]);
                }
            }

            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static void Write(CsvWriter csv, PeriodGrain grain, ForecastResult result)
    {
        var model = string.Join('+', (result.Specification?.Weights ?? []).Where(w => w.Weight >= 0.005).Select(w => w.Method));
        foreach (var step in result.Steps)
        {
            csv.WriteField(result.Id);
            csv.WriteField(ForecastFilePeriod.Text(grain, step.Period));
            foreach (var value in (double[])[step.Mean, step.Low80, step.High80, step.Low95, step.High95])
            {
                csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));
            }

            csv.WriteField(model);
            csv.EndRecord();
        }
    }

    private static void CheckSize(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new UnreadableFileException("missing-file", $"There is no file {path}.");
        }

        if (file.Length is 0 or > MaxBytes)
        {
            throw file.Length == 0
                ? new UnreadableFileException("empty-file", "The file is empty: 0 bytes.")
                : new UnreadableFileException("too-large", string.Create(CultureInfo.InvariantCulture, $"The file has more than {MaxBytes / 1_000_000} MB."));
        }
    }

    private static int[] Columns(CsvReader csv)
    {
        csv.ReadHeader();
        var headers = csv.Headers.Select(h => h.Trim().ToLowerInvariant()).ToList();
        return [.. _header.Select(name => headers.IndexOf(name) is var i and >= 0
            ? i
            : throw new UnreadableFileException("missing-column", $"Line 1: there is no column {name}; expected {string.Join(',', _header)}, found {string.Join(',', headers.Take(10))}."))];
    }

    private static void Bound(int series, int points, long line)
    {
        if (series > MaxSeries || points > MaxPoints)
        {
            throw new UnreadableFileException("too-many", string.Create(
                CultureInfo.InvariantCulture, $"Line {line}: more than {MaxSeries} series or {MaxPoints} points; give the file in parts."));
        }
    }

    private static void Add(CsvReader csv, int[] columns, Dictionary<string, ForecastFileSeries> all)
    {
        var id = csv.GetString(columns[0]);
        if (id.Length is 0 or > MaxIdLength)
        {
            throw new UnreadableFileException("no-series", string.Create(
                CultureInfo.InvariantCulture, $"Line {csv.LineNumber}, column series_id: expected a name of 1 to {MaxIdLength} characters."));
        }

        if (!all.TryGetValue(id, out var series))
        {
            all.Add(id, series = new ForecastFileSeries(id));
        }

        series.Add(csv.Line(), csv.GetString(columns[1]), csv.GetString(columns[2]));
    }

    // By name: the order of the lines must not matter.
    private static ForecastFileContent Content(Dictionary<string, ForecastFileSeries> all)
    {
        var inputs = new List<ForecastInput>();
        var refusals = new List<ForecastFileRefusal>();
        foreach (var series in all.Values.OrderBy(s => s.Id, StringComparer.Ordinal))
        {
            if (series.ToInput() is { } input)
            {
                inputs.Add(input);
            }
            else
            {
                refusals.Add(series.Refusal!);
            }
        }

        return new ForecastFileContent(inputs, refusals);
    }
}
