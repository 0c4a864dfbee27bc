using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Everything that a copied address of the page of a forecast carries. What cannot be read is as if it were absent.</summary>
public sealed partial record ForecastPageState
{
    public const string Address = PageAddresses.Forecasts;
    public const int MaxHorizon = 24;
    public const int MaxLevelText = 20;

    /// <summary>Largest level that may be asked for.</summary>
    public const double MaxLevel = 1e12;

    private const string BreaksWord = "ruptures";
    private const string OutliersWord = "atypiques";
    private const string CalendarWord = "calendrier";

    /// <summary><c>dataset/measure</c>; null: the first one.</summary>
    public string? Measure { get; init; }

    /// <summary>Null: the widest one.</summary>
    public string? Territory { get; init; }

    /// <summary>Empty, <c>police</c> or <c>gendarmerie</c>.</summary>
    public string Force { get; init; } = "";

    /// <summary>Periods ahead; null: those of a season.</summary>
    public int? Horizon { get; init; }

    /// <summary>Years of the history to learn from: 5 or 10; null: all.</summary>
    public int? HistoryYears { get; init; }

    public bool HandlesBreaks { get; init; } = true;

    public bool HandlesOutliers { get; init; } = true;

    public bool UsesCalendar { get; init; } = true;

    /// <summary>As typed; see <see cref="Level"/>.</summary>
    public string LevelText { get; init; } = "";

    /// <summary>The chart shows the one-step forecasts of the past.</summary>
    public bool ShowsFit { get; init; }

    /// <summary>The chart shows the whole history, not the last years only.</summary>
    public bool ShowsWhole { get; init; }

    /// <summary>Steps ahead whose backtest is shown, first and last; null: those nearest to the horizon.</summary>
    public (int First, int Last)? Tested { get; init; }

    /// <summary>The total that the reader fears or hopes to pass; null where nothing was typed or it is no number from 0 to <see cref="MaxLevel"/>.</summary>
    public double? Level => TypedNumber.Parse(LevelText) is >= 0 and <= MaxLevel and var level ? level : null;

    /// <summary>Something was typed that is no level.</summary>
    public bool IsLevelWrong => LevelText.Length > 0 && Level is null;

    /// <summary>Settings that no published forecast has: to be computed now.</summary>
    public bool IsPersonal => HistoryYears is not null || !HandlesBreaks || !HandlesOutliers || !UsesCalendar;

    /// <summary>What to try instead of what is published.</summary>
    /// <param name="steps">Periods ahead that are published.</param>
    /// <param name="season">Periods in a year.</param>
    public ForecastTrial Trial(int steps, int season)
        => new(Math.Clamp(steps, 1, ForecastPreview.MaxHorizon), HistoryYears * season, HandlesBreaks, HandlesOutliers, UsesCalendar);

    /// <summary>As published: without settings of one's own.</summary>
    public ForecastPageState AsPublished() => this with { HistoryYears = null, HandlesBreaks = true, HandlesOutliers = true, UsesCalendar = true };

    /// <summary>With a level as it was typed: kept as a plain number where it is one, so that the address means the same in every language.</summary>
    public ForecastPageState WithLevel(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var text = typed.Trim();
        text = text.Length <= MaxLevelText ? text : text[..MaxLevelText];
        return this with { LevelText = TypedNumber.Parse(text) is >= 0 and <= MaxLevel and var level ? level.ToString("0.######", CultureInfo.InvariantCulture) : text };
    }

    /// <summary>Never fails.</summary>
    /// <param name="query">With or without the question mark.</param>
    public static ForecastPageState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string Word(string key) => values.TryGetValue(key, out var found) ? found.FirstOrDefault()?.Trim() ?? "" : "";
        var without = Word("sans").Split(',', StringSplitOptions.TrimEntries);
        var level = Word("niveau");
        return new ForecastPageState
        {
            Measure = MeasureForm().IsMatch(Word("mesure")) ? Word("mesure") : null,
            Territory = TerritoryForm().IsMatch(Word("territoire")) ? Word("territoire") : null,
            Force = Word("force") is "police" or "gendarmerie" ? Word("force") : "",
            Horizon = int.TryParse(Word("horizon"), NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps is >= 1 and <= MaxHorizon ? steps : null,
            HistoryYears = Word("historique") switch { "10" => 10, "5" => 5, _ => null },
            HandlesBreaks = !without.Contains(BreaksWord, StringComparer.Ordinal),
            HandlesOutliers = !without.Contains(OutliersWord, StringComparer.Ordinal),
            UsesCalendar = !without.Contains(CalendarWord, StringComparer.Ordinal),
            LevelText = level.Length <= MaxLevelText ? level : level[..MaxLevelText],
            ShowsFit = Word("ajustement") == "oui",
            ShowsWhole = Word("courbe") == "entiere",
            Tested = ParseTested(Word("essai")),
        };
    }

    /// <summary>With its question mark; what equals the default is left out, so the plain page has a plain address.</summary>
    public string ToQuery()
    {
        string[] without = [.. Without()];
        return AddressQuery.Write(
            ("mesure", Measure),
            ("territoire", Territory),
            ("force", Force.Length > 0 ? Force : null),
            ("horizon", Horizon?.ToString(CultureInfo.InvariantCulture)),
            ("historique", HistoryYears?.ToString(CultureInfo.InvariantCulture)),
            ("sans", without.Length > 0 ? string.Join(',', without) : null),
            ("niveau", LevelText.Length > 0 ? LevelText : null),
            ("ajustement", ShowsFit ? "oui" : null),
            ("courbe", ShowsWhole ? "entiere" : null),
            ("essai", Tested is { } tested ? string.Create(CultureInfo.InvariantCulture, $"{tested.First}-{tested.Last}") : null));
    }

    private static (int First, int Last)? ParseTested(string word)
        => word.Split('-') is [var from, var to]
            && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first >= 1 && first <= last && last <= ForecastOptions.MaxHorizon ? (first, last) : null;

    private IEnumerable<string> Without()
    {
        if (!HandlesBreaks)
        {
            yield return BreaksWord;
        }

        if (!HandlesOutliers)
        {
            yield return OutliersWord;
        }

        if (!UsesCalendar)
        {
            yield return CalendarWord;
        }
    }

    [GeneratedRegex("^[a-z0-9_.-]{1,30}/[a-z0-9_.-]{1,80}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex MeasureForm();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N} _.'’()-]{0,59}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex TerritoryForm();
}
