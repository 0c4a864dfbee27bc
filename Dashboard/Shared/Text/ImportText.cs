using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Files, datasets, periods and sizes as words of the reader's language.</summary>
public sealed class ImportText(IStringLocalizer<ImportTexts> texts, IStringLocalizer<DataTexts> data, IStringLocalizer<MapTexts> map)
{
    public string this[string key, params object[] values] => texts[key, values];

    /// <summary>"3 services", by the rules of the language: in French 0 is singular.</summary>
    public string Plural(string key, long count, params object[] more)
    {
        var isOne = count == 1 || (count == 0 && FigureText.IsFrench);
        return texts[key + (isOne ? ".one" : ".many"), [FigureText.Number(count), .. more]];
    }

    /// <summary>As <see cref="Plural"/>, with words of its own for none.</summary>
    public string PluralOrNone(string key, long count) => count == 0 ? texts[key + ".none"] : Plural(key, count);

    public string State(ImportFile file) => texts["State." + Key(file)];

    /// <summary>The state, and whether a profile is there that does not fit.</summary>
    public static string Key(ImportFile file) => file is { State: ImportState.Mapping, Profile: not null } ? "Mapping.Profile" : file.State.ToString();

    public string Dataset(string? dataset) => dataset is null ? texts["None"] : DatasetName.Of(data, dataset);

    /// <summary>"de l'État 4001", to stand behind "9 années".</summary>
    public string OfDataset(string dataset)
        => texts["Of." + dataset] is { ResourceNotFound: false } known ? known.Value : texts["Of.other", Dataset(dataset)].Value;

    /// <summary>What kind of file it is, in words.</summary>
    public string Format(ImportFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Format is not { } format ? texts[file.State is ImportState.Queued or ImportState.Reading ? "Facts.Unknown" : "Facts.Unknowable"]
            : Format(format);
    }

    /// <summary>A form of data, by its key.</summary>
    public string Format(string format) => texts["Name.Format." + format] is { ResourceNotFound: false } known ? known.Value : Dataset(format);

    /// <summary>Places of a dataset: <c>service</c>, <c>department</c> or <c>territory</c>, as keys of texts.</summary>
    public static string PlaceKind(string dataset)
        => dataset switch
        {
            Datasets.Etat4001 => "service",
            Datasets.Population or Datasets.Departments => "department",
            _ => "territory",
        };

    /// <summary>"9 années"; the grain is told from the keys.</summary>
    public string PeriodCount(IEnumerable<int> periods)
    {
        var keys = periods.Where(p => p > 0).ToList();
        return Plural(
            "Count." + (keys.Count == 0 ? "year" : keys[0] switch
            {
                <= 9_999 => "year",
                <= 99_999 => "quarter",
                <= 999_999 => "month",
                _ when keys.TrueForAll(k => Period.Start(PeriodGrain.Day, k)?.DayOfWeek == DayOfWeek.Monday) => "week",
                _ => "day",
            }),
            keys.Count);
    }

    /// <summary>"2012–2020"; nothing known: a dash.</summary>
    public string Span(int? first, int? last)
        => first is not > 0 ? texts["None"] : first == last || last is null ? Period.Label(first.Value) : Period.Span(first.Value, last.Value);

    /// <summary>Runs of years joined: "2012–2015, 2018"; other periods as one span with their number.</summary>
    public string Spans(IReadOnlyList<int> periods)
    {
        var keys = periods.Where(p => p > 0).Order().ToList();
        if (keys.Count == 0)
        {
            return texts["NoPeriods"];
        }

        if (keys[^1] > 9_999)
        {
            return keys.Count == 1 ? Period.Label(keys[0]) : $"{Span(keys[0], keys[^1])} ({PeriodCount(keys)})";
        }

        return string.Join(", ", keys.Select((year, i) => (year, run: year - i)).GroupBy(y => y.run).Select(r => Span(r.First().year, r.Last().year)));
    }

    public string Size(long bytes)
        => bytes switch
        {
            < 1_000 => texts["Bytes", bytes],
            < 1_000_000 => texts["Kilobytes", FigureText.Number(Math.Ceiling(bytes / 1e3))],
            _ => texts["Megabytes", FigureText.Number(bytes / 1e6, bytes < 100_000_000 ? 1 : 0)],
        };

    public static string When(DateTimeOffset? instant) => instant is { } known ? LocalTime.Text(known) : "";

    public static string When(string? instant)
        => instant is null ? "" : LocalTime.Text(instant);

    /// <summary>Who, as a person or a source: what the program brought by itself has no user.</summary>
    public string Who(string? user)
        => string.IsNullOrEmpty(user) ? texts["None"]
            : SourceImport.SourceOf(user) is { } source ? texts["Who.Source", source]
            : user;

    /// <summary>Name of a measure: of the nomenclature, of this page, as the file says, or its key.</summary>
    public string Measure(string key, string? label)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Nomenclature.FindMeasure(key) is { } known)
        {
            return known.Label(FigureText.IsFrench);
        }

        if (texts["Measure." + key] is { ResourceNotFound: false } text)
        {
            return text;
        }

        return key.Split('-') is ["population", var sex, var age] && texts["Age." + age] is { ResourceNotFound: false } group && texts["Measure.population." + sex] is { ResourceNotFound: false }
            ? texts["Measure.population." + sex, group.Value]
            : label ?? key;
    }

    /// <summary>A cell of text: units of count by their names, anything else as the file has it; a dash where it is empty.</summary>
    public string TextValue(string measure, string text)
        => text.Length == 0 ? texts["None"]
            : measure is "unit" or "earlier-unit" && CountUnitCodes.TryParse(text) is { } unit ? map["Unit." + unit]
            : text;

    /// <summary>How far reading is, in words.</summary>
    public string Progress(ImportFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var step = texts["Step." + (file.State == ImportState.Queued ? "queued" : file.Step ?? "reading")].Value;
        return file.RowsDone == 0 ? step
            : file.RowsTotal is { } total ? $"{step} · {texts["Step.RowsOf", FigureText.Number(file.RowsDone), FigureText.Number(total)]}"
            : $"{step} · {texts["Step.Rows", FigureText.Number(file.RowsDone)]}";
    }

    /// <summary>A cell or sum: as many decimals as it has, up to two; a dash where there is none.</summary>
    public string Value(double? value)
        => value is not { } known ? texts["None"] : FigureText.Number(known, known == Math.Round(known) ? 0 : 2);

    public static string Signed(double value)
        => (value > 0 ? "+" : "") + FigureText.Number(value, value == Math.Round(value) ? 0 : 2);

    /// <summary>"+2,4 %"; small changes keep a digit that is not zero.</summary>
    public static string SignedPercent(double fraction)
    {
        var percent = fraction * 100;
        var decimals = Math.Abs(percent) switch
        {
            >= 0.05 or 0 => 1,
            >= 0.005 => 2,
            _ => 3,
        };
        return (percent > 0 ? "+" : "") + FigureText.Number(percent, decimals) + (FigureText.IsFrench ? "\u00A0%" : "%");
    }
}
