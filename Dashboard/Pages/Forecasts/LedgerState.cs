using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Shared;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>What the page of the ledger shows, as it stands in the address. What cannot be read is as if it were absent.</summary>
/// <param name="Grouping">By what the record is summed; null: the forecasts one by one.</param>
/// <param name="Measure"><c>dataset/measure</c>; null: all.</param>
/// <param name="Model">As a forecast names it; null: all.</param>
/// <param name="Forecast">Id of the forecast that is shown in detail.</param>
public sealed record LedgerState(
    LedgerGrouping? Grouping = null, string? Measure = null, string? Territory = null, string? Model = null, int Page = 1, long? Forecast = null)
{
    public const string Address = PageAddresses.Ledger;

    private const int MaxPage = 100_000;
    private const int MaxModel = 200;

    private static readonly (LedgerGrouping? Grouping, string? Word)[] _views =
        [(null, null), (LedgerGrouping.Measure, "mesure"), (LedgerGrouping.Territory, "territoire"), (LedgerGrouping.Model, "modele")];

    /// <summary>The tabs in their order; null is the list.</summary>
    public static IReadOnlyList<LedgerGrouping?> Views { get; } = [.. _views.Select(v => v.Grouping)];

    public LedgerFilter Filter
    {
        get
        {
            var parts = Measure?.Split('/');
            return new LedgerFilter(parts?[0], parts?[1], Territory, Model);
        }
    }

    public bool IsFiltered => Measure is not null || Territory is not null || Model is not null;

    /// <summary>Never fails.</summary>
    public static LedgerState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? Word(string key) => values.TryGetValue(key, out var found) && found.FirstOrDefault()?.Trim() is { Length: > 0 } word ? word : null;
        var series = ForecastPageState.Parse(query); // measure and territory are written alike on all pages
        var grouping = Word("bilan") is { } word ? Array.Find(_views, v => v.Word == word).Grouping : null;
        return new LedgerState(
            grouping,
            series.Measure,
            series.Territory,
            Word("modele") is { Length: <= MaxModel } model && !model.Any(char.IsControl) ? model : null,
            int.TryParse(Word("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= MaxPage ? page : 1,
            long.TryParse(Word("prevision"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null);
    }

    /// <summary>With its question mark.</summary>
    public string ToQuery() => AddressQuery.Write(
        ("bilan", Array.Find(_views, v => v.Grouping == Grouping).Word),
        ("mesure", Measure),
        ("territoire", Territory),
        ("modele", Model),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ("prevision", Forecast?.ToString(CultureInfo.InvariantCulture)));
}
