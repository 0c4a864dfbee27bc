using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Contents;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>What a file would change, or changed: totals, places that come and go, cells.</summary>
public sealed partial class ReportChanges : ComponentBase
{
    private MeasureTotals? _main;
    private IReadOnlyList<MeasureTotals> _others = [];
    private IReadOnlyList<int> _newPeriods = [];
    private HashSet<int> _provisional = [];
    private string _kind = "";

    [Parameter, EditorRequired]
    public ChangeReport Report { get; set; } = default!;

    /// <summary>It is no longer "would change" but "changed".</summary>
    [Parameter, EditorRequired]
    public bool IsDecided { get; set; }

    [Inject]
    private ImportText Text { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ImportTexts> T { get; set; } = default!;

    protected override void OnParametersSet()
    {
        _kind = ImportText.PlaceKind(Report.Dataset);
        _newPeriods = new ReportNarration(Text, Report).NewPeriods;
        _provisional = [.. Report.Periods.Where(p => p.IsProvisional).Select(p => p.Period)];
        var measures = Report.Totals.GroupBy(t => t.Measure, StringComparer.Ordinal)
            .Select(m => new MeasureTotals(m.Key, Text.Measure(m.Key, m.First().Label), [.. m]))
            .OrderBy(m => Order(m.Key))
            .ToList();
        // One that stands for all is shown open; of several equals none is.
        _main = measures.Count == 1 || measures.FirstOrDefault()?.Key == Nomenclature.AllOffencesSlug ? measures.FirstOrDefault() : null;
        _others = [.. measures.Where(m => m != _main)];
    }

    // The sum of all, then the indicators as the ministry lists them.
    private static int Order(string measure)
    {
        if (measure == Nomenclature.AllOffencesSlug)
        {
            return -1;
        }

        var i = 0;
        while (i < Nomenclature.Indicators.Count && Nomenclature.Indicators[i].Slug != measure)
        {
            i++;
        }

        return i;
    }

    private string LargestTitle
        => Report.ChangedCells > Report.Largest.Count
            ? T["Change.LargestOf", FormatCount(Report.Largest.Count), FormatCount(Report.ChangedCells)]
            : Text.Plural("Change.LargestTitle", Report.Largest.Count);

    private static string FormatCount(long count) => FigureText.Number(count);

    private string Cell(double? value) => value is null ? T["Change.Blank"] : Text.Value(value);

    private string Summary(MeasureTotals measure)
        => measure.IsNew ? T["Change.OnlyNew"]
            : measure.Changed.Count == 0 ? T["Change.Unchanged"]
            : Text.Plural("Change.Changed", measure.Changed.Count, measure.LargestChange is { } change ? ImportText.SignedPercent(change) : T["None"].Value);

    private sealed record MeasureTotals(string Key, string Name, IReadOnlyList<TotalChange> Totals)
    {
        public bool IsNew => Totals.All(t => t.Before is null);

        public IReadOnlyList<TotalChange> Changed { get; } = [.. Totals.Where(t => t.Before is not null && t.Before != t.After)];

        public double? LargestChange => Changed.Select(ReportNarration.ChangeOf).OfType<double>().OrderByDescending(Math.Abs).Select(c => (double?)c).FirstOrDefault();

        public bool IsAlarming => LargestChange is { } change && Math.Abs(change) > ReportNarration.AlarmingTotal;
    }
}
