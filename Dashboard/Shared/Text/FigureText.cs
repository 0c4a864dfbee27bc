using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Figures as words of the reader's language.</summary>
/// <param name="rateDecimals">Decimals of every rate on the page: see <see cref="DecimalsFor"/>.</param>
public sealed class FigureText(IStringLocalizer<MapTexts> texts, int rateDecimals)
{
    private const string Minus = "−";

    public static bool IsFrench => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";

    public int RateDecimals => rateDecimals;

    /// <summary>As many decimals as show two digits of a typical rate: homicides are counted per million.</summary>
    public static int DecimalsFor(double? typicalRate) => typicalRate switch
    {
        null or >= 1 or <= 0 => 1,
        >= 0.1 => 2,
        >= 0.01 => 3,
        _ => 4,
    };

    public static string Number(double value, int decimals = 0)
        => (Math.Round(value, decimals) == 0 ? 0 : value).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.CurrentCulture).Replace("-", Minus, StringComparison.Ordinal);

    public string None => texts["None"];

    public string Count(long? count) => count is { } value ? Number(value) : None;

    public string RateNumber(double rate) => Number(rate, rateDecimals);

    public string Rate(double? rate) => rate is { } value ? texts["PerMille", RateNumber(value)] : None;

    public string Interval(Rate? rate)
    {
        if (rate is not { } known)
        {
            return None;
        }

        var (low, high) = Bounds(known);
        return $"{low} – {high}";
    }

    /// <summary>Both ends with as many decimals as tell them apart, four at most: "between 3.5 and 3.5" says nothing.</summary>
    public (string Low, string High) Bounds(Rate rate)
    {
        var decimals = rateDecimals;
        while (decimals < 4 && Number(rate.Low, decimals) == Number(rate.High, decimals))
        {
            decimals++;
        }

        return (Number(rate.Low, decimals), Number(rate.High, decimals));
    }

    public string Percent(double? value, int decimals = 1)
        => value is { } known ? texts["Percent", Number(known, decimals)] : None;

    public string Change(double? percent)
        => percent is { } known ? texts["Percent", (Math.Round(known, 1) > 0 ? "+" : "") + Number(known, 1)] : None;

    public string Verdict(ChangeVerdict verdict) => texts["Verdict." + verdict];

    public string Verdicts(ChangeVerdict verdict, int count) => texts["Verdicts." + verdict, count];

    /// <summary>"15e" or "15th".</summary>
    public static string Ordinal(int rank) => IsFrench
        ? rank == 1 ? "1er" : $"{rank.ToString(CultureInfo.InvariantCulture)}e"
        : rank.ToString(CultureInfo.InvariantCulture) + (rank % 100 is >= 11 and <= 13 ? "th" : (rank % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    /// <summary>"15e sur 101".</summary>
    public string Rank(int? rank, int among) => rank is { } known ? texts["RankOf", Ordinal(known), among] : None;

    public string Unit(CountUnit unit) => texts["Unit." + unit];

    /// <summary>The number that the map shows, without its unit.</summary>
    public string ValueNumber(double value, MapMeasure shown) => shown switch
    {
        MapMeasure.Rate => RateNumber(value),
        MapMeasure.Change => (value > 0 ? "+" : "") + Number(value, value == Math.Round(value) ? 0 : 1),
        _ => Number(Math.Round(value)),
    };

    /// <summary>The number that the map shows, with its unit.</summary>
    public string Value(TerritoryFigure figure, MapMeasure shown) => shown switch
    {
        MapMeasure.Rate => Rate(figure.Rate?.Per1000),
        MapMeasure.Change => Change(figure.ChangePercent),
        _ => Count(figure.Count),
    };
}
