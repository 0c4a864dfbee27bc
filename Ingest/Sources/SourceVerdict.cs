using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Sources;

/// <summary>What a source has brought, compared with what is served and with what it brought before.</summary>
/// <param name="Rows">Rows of the file.</param>
/// <param name="FormerRows">Rows of the file that it accepted before; null where there is none.</param>
/// <param name="IsFirst">Nothing real of the dataset is served in any period of the file: none, a demonstration, or what ships with the program.</param>
public sealed record BroughtFile(ChangeReport Report, IReadOnlyList<Finding> Findings, long Rows, long? FormerRows, bool IsFirst);

/// <summary>Whether a source may accept a file by itself. Pure, so that it can be read and tested without a database.</summary>
public static class SourceVerdict
{
    /// <summary>Absolute difference of a total that never counts as a large change: of five events, one more is 20 %.</summary>
    public const double SmallChange = 10;

    // Known to be about the form of a file, not about its figures. A warning that is not here waits for a person.
    private static readonly HashSet<string> _harmless = new(StringComparer.Ordinal)
    {
        "blank-cells", "ignored-sheet", "label-spelling", "provisional-weeks", "simplified",
    };

    /// <summary>Why a person must decide; null where the source may accept.</summary>
    public static Message? WhyWait(BroughtFile file, SourceBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(bounds);
        if (file.Findings.FirstOrDefault(f => !_harmless.Contains(f.Code)) is { } warning)
        {
            return Message.Of("source.waits.warning", warning.Code);
        }

        return Fewer(file, bounds) ?? (file.IsFirst ? null : Totals(file.Report, bounds) ?? Vanished(file.Report, bounds) ?? Changed(file.Report, bounds));
    }

    private static Message? Fewer(BroughtFile file, SourceBounds bounds)
        => file.FormerRows is { } former && file.Rows < former && Percent(former - file.Rows, former) > bounds.MaxTotalChangePercent
            ? Message.Of("source.waits.fewer-rows", file.Rows, former, bounds.MaxTotalChangePercent)
            : null;

    private static Message? Totals(ChangeReport report, SourceBounds bounds)
    {
        var largest = report.Totals.Where(t => t.Before is not null)
            .Select(t => (Total: t, Difference: Math.Abs((t.After ?? 0) - t.Before!.Value)))
            .Where(t => t.Difference > SmallChange)
            .OrderByDescending(t => Percent(t.Difference, t.Total.Before!.Value))
            .FirstOrDefault();
        return largest.Total is { } total && Percent(largest.Difference, total.Before!.Value) is var percent && percent > bounds.MaxTotalChangePercent
            ? Message.Of(
                "source.waits.total", total.Label ?? total.Measure, Period.Label(total.Period), total.Before.Value, total.After ?? 0, bounds.MaxTotalChangePercent)
            : null;
    }

    private static Message? Vanished(ChangeReport report, SourceBounds bounds)
        => report.FormerPlaces > 0 && Percent(report.VanishedCount, report.FormerPlaces) > bounds.MaxVanishedPercent
            ? Message.Of("source.waits.vanished", report.VanishedCount, report.FormerPlaces, bounds.MaxVanishedPercent)
            : null;

    private static Message? Changed(ChangeReport report, SourceBounds bounds)
        => report.ComparedCells > 0 && Percent(report.ChangedCells, report.ComparedCells) > bounds.MaxChangedPercent
            ? Message.Of("source.waits.changed", report.ChangedCells, report.ComparedCells, bounds.MaxChangedPercent)
            : null;

    private static double Percent(double part, double whole) => whole == 0 ? double.PositiveInfinity : 100 * part / Math.Abs(whole);
}
