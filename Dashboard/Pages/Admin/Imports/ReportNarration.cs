using Octoplus.Core.Reference;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Contents;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>What a report says in sentences: the answer first, then what looks alarming.</summary>
public sealed class ReportNarration(ImportText text, ChangeReport report)
{
    /// <summary>A total that moves by more is worth a look before accepting.</summary>
    public const double AlarmingTotal = 0.20;

    /// <summary>Share of vanishing places that is worth one.</summary>
    public const double AlarmingVanished = 0.05;

    private const int MaxTotalAlarms = 5;

    private readonly string _kind = ImportText.PlaceKind(report.Dataset);

    /// <summary>One sentence that answers: what would change?</summary>
    public string Title
    {
        get
        {
            var of = text.OfDataset(report.Dataset);
            var periods = report.Periods.Select(p => p.Period).ToList();
            var isWhole = periods.All(p => p == 0);
            if (report.IsFirst)
            {
                return isWhole ? text["Head.FirstAll", of] : text["Head.First", text.PeriodCount(periods), of];
            }

            var added = NewPeriods;
            return isWhole ? text["Head.ReplaceAll", of, Changes]
                : added.Count == 0 ? text["Head.Replace", text.PeriodCount(periods), of, Changes]
                : text["Head.Both", text.PeriodCount(periods.Except(added)), of, text.PeriodCount(added), Changes];
        }
    }

    /// <summary>Periods of the file where nothing is active yet, though others have something.</summary>
    public IReadOnlyList<int> NewPeriods
        => report.IsFirst ? [] : [.. report.Periods.Where(p => p.FormerVintage is null).Select(p => p.Period)];

    /// <summary>Sentences on what looks alarming; none if nothing does.</summary>
    public IReadOnlyList<string> Alarms => [.. TotalAlarms(), .. VanishAlarm()];

    private string Changes
        => report is { ChangedCells: 0, AddedCount: 0, VanishedCount: 0 }
            ? text["Head.Same"]
            : string.Join(", ", new[]
            {
                text.PluralOrNone("Head.Cells", report.ChangedCells),
                text.PluralOrNone("Vanish." + _kind, report.VanishedCount),
                report.AddedCount > 0 ? text.Plural("Appear." + _kind, report.AddedCount) : null,
            }.OfType<string>());

    // The sum of all indices says it for the indicators too.
    private IEnumerable<string> TotalAlarms()
    {
        var all = report.Totals.Where(t => t.Measure == Nomenclature.AllOffencesSlug).ToList();
        var alarming = (all.Count > 0 ? all : report.Totals)
            .Select(t => (Total: t, Change: ChangeOf(t)))
            .Where(t => t.Change is { } change && Math.Abs(change) > AlarmingTotal)
            .ToList();
        foreach (var (total, change) in alarming.Take(MaxTotalAlarms))
        {
            yield return text[
                change > 0 ? "Alarm.Rise" : "Alarm.Fall", text.Measure(total.Measure, total.Label), text.Span(total.Period, total.Period),
                ImportText.SignedPercent(Math.Abs(change!.Value)).TrimStart('+'), text.Value(total.Before), text.Value(total.After)];
        }

        if (alarming.Count > MaxTotalAlarms)
        {
            yield return text.Plural("Alarm.More", alarming.Count - MaxTotalAlarms);
        }
    }

    private IEnumerable<string> VanishAlarm()
    {
        if (report.FormerPlaces > 0 && (double)report.VanishedCount / report.FormerPlaces is > AlarmingVanished and var share)
        {
            yield return text[
                "Alarm.Vanish", FigureText.Number(report.VanishedCount), FigureText.Number(report.FormerPlaces), text["Places." + _kind],
                ImportText.SignedPercent(share).TrimStart('+')];
        }
    }

    /// <summary>Relative change of a total; null where one side is missing or nothing was before.</summary>
    public static double? ChangeOf(TotalChange total)
    {
        ArgumentNullException.ThrowIfNull(total);
        return total is { Before: { } before and not 0, After: { } after } ? (after - before) / before : null;
    }
}
