using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Every forecast ever published, what became of it, and the record of them all.</summary>
public sealed partial class LedgerPage : AddressedPage
{
    public const int PageSize = 25;

    private static readonly string[] _known =
        [Territory.CountryCode, TerritoryNames.Metropolitan, .. TerritoryNames.Regions.Select(r => r.Code), .. ReferenceTerritories.Departments.Select(d => d.Code)];

    private LedgerState _state = new();
    private Shown? _data;
    private IReadOnlyList<ComboOption> _measures = [];
    private IReadOnlyList<ComboOption> _territories = [];
    private Exception? _failure;

    [Inject]
    private ForecastQueries Queries { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> T { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> DataTexts { get; set; } = default!;

    [Inject]
    private ILogger<LedgerPage> Log { get; set; } = default!;

    protected override string Path => LedgerState.Address;

    protected override void Take(string query) => _state = LedgerState.Parse(query);

    protected override async Task LoadAsync()
    {
        var state = _state;
        try
        {
            var shown = await ReadAsync(state);
            if (ReferenceEquals(state, _state))
            {
                (_data, _failure) = (shown, null);
                _measures = [new ComboOption("", T["Ledger.AnyMeasure"]), .. MeasureNames.Options(T, DataTexts, shown.Measures)];
                _territories = [new ComboOption("", T["Ledger.AnyTerritory"]), .. TerritoryNames.Options(T, shown.Territories)];
            }
        }
        catch (DbException e)
        {
            LogFailure(Log, e);
            _failure = e;
        }
    }

    private async Task<Shown> ReadAsync(LedgerState state)
    {
        var measures = await Queries.MeasuresAsync(CancellationToken.None);
        if (state.Forecast is { } id)
        {
            var entry = await Queries.LedgerEntryAsync(id, CancellationToken.None);
            return new Shown(measures, [], 1)
            {
                Entry = entry,
                Measure = measures.FirstOrDefault(m => m.Dataset == entry?.Key.Dataset && m.Measure == entry.Key.Measure),
                Points = entry is null ? [] : await Queries.LedgerPointsAsync(id, CancellationToken.None),
            };
        }

        var filter = state.Filter;
        string[] territories = filter is { Dataset: { } dataset, Measure: { } measure }
            ? [.. (await Queries.TerritoriesAsync(dataset, measure, CancellationToken.None)).Select(t => t.Territory).Distinct(StringComparer.Ordinal)]
            : _known;
        var total = await Queries.LedgerCountAsync(filter, CancellationToken.None);
        return state.Grouping is { } grouping
            ? new Shown(measures, territories, total) { Records = await Queries.LedgerRecordsAsync(filter, grouping, CancellationToken.None) }
            : new Shown(measures, territories, total) { Entries = await Queries.LedgerAsync(filter, PageSize, (state.Page - 1) * PageSize, CancellationToken.None) };
    }

    private string NameOf(LedgerGrouping grouping, LedgerRecord record) => grouping switch
    {
        LedgerGrouping.Measure => _measures.FirstOrDefault(m => m.Key == record.Name)?.Label ?? record.Name,
        LedgerGrouping.Territory => TerritoryNames.Of(T, record.Name),
        _ => MethodNames.Full(T, record.Name),
    };

    /// <summary>The forecasts that a record sums.</summary>
    private string LinkOf(LedgerGrouping grouping, LedgerRecord record)
    {
        var all = _state with { Grouping = null, Page = 1 };
        return LedgerState.Address + (grouping switch
        {
            LedgerGrouping.Measure => all with { Measure = record.Name },
            LedgerGrouping.Territory => all with { Territory = record.Name },
            _ => all with { Model = record.Name },
        }).ToQuery();
    }

    private string PageLink(int page) => LedgerState.Address + (_state with { Page = page }).ToQuery();

    private void Go(LedgerState state) => Navigation.NavigateTo(LedgerState.Address + state.ToQuery());

    [LoggerMessage(LogLevel.Error, "The ledger could not be read")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    private sealed record Shown(IReadOnlyList<ForecastMeasure> Measures, IReadOnlyList<string> Territories, int Total)
    {
        public IReadOnlyList<LedgerEntry> Entries { get; init; } = [];

        public IReadOnlyList<LedgerRecord> Records { get; init; } = [];

        public LedgerEntry? Entry { get; init; }

        public ForecastMeasure? Measure { get; init; }

        public IReadOnlyList<LedgerPoint> Points { get; init; } = [];
    }
}
