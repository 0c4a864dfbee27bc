using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>
/// Formats of the texts of messages, beside those of the language: the word that follows a number, <c>{0:N0} {0:ligne|lignes}</c>
/// (in French 0 is singular, too); the name of a dataset, <c>{0:dataset}</c>; a day, <c>{0:day}</c>, stored as <c>2021-04-01</c>; a period,
/// <c>{0:period}</c>: <c>2020-12</c> is a month, <c>2021-04-05</c> a week or a day, anything else is said as it is.
/// </summary>
internal sealed class MessageFormat(IStringLocalizer<DataTexts> data) : IFormatProvider, ICustomFormatter
{
    public object? GetFormat(Type? formatType)
        => formatType == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(formatType);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider) => (format, arg) switch
    {
        ("dataset", string key) => DatasetName.Of(data, key),
        ("day", string day) => Date(day, "yyyy-MM-dd", "d"),
        ("period", string period) => period.Length > 7 ? Date(period, "yyyy-MM-dd", "d") : Date(period, "yyyy-MM", "MMMM yyyy"),
        ({ } words, _) when words.Split('|') is [var one, var many] => IsOne(arg) ? one : many,
        (_, IFormattable formattable) => formattable.ToString(format, CultureInfo.CurrentCulture),
        _ => arg?.ToString() ?? "",
    };

    private static bool IsOne(object? count) => count is 1L or 1.0 || (FigureText.IsFrench && count is 0L or 0.0);

    private static string Date(string text, string stored, string shown)
        => DateOnly.TryParseExact(text, stored, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString(shown, CultureInfo.CurrentCulture) : text;
}
