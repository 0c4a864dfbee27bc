using System.Globalization;
using Octoplus.Dashboard.Map;

namespace Octoplus.Dashboard.Jobs;

/// <summary>
/// Words that follow a number, beside the formats of the culture: <c>{0:N0} {0:ligne|lignes}</c> is "1 ligne", "2 lignes".
/// In French 0 takes the singular, too.
/// </summary>
internal sealed class CountFormat : IFormatProvider, ICustomFormatter
{
    private CountFormat()
    {
    }

    /// <summary>Of whatever language is read just now.</summary>
    public static CountFormat Current { get; } = new();

    public object? GetFormat(Type? formatType)
        => formatType == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(formatType);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        => format?.Split('|') is [var one, var many] ? (IsOne(arg) ? one : many)
            : arg is IFormattable formattable ? formattable.ToString(format, CultureInfo.CurrentCulture)
            : arg?.ToString() ?? "";

    private static bool IsOne(object? count) => count is 1L or 1.0 || (FigureText.IsFrench && count is 0L or 0.0);
}
