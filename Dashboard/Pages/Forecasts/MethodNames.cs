using Microsoft.Extensions.Localization;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Names of methods for people.</summary>
public static class MethodNames
{
    /// <summary>The key itself where there is no name.</summary>
    public static string Of(IStringLocalizer<ForecastTexts> texts, string method)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts["Method." + method] is { ResourceNotFound: false } known ? known.Value : method;
    }

    /// <summary>Of the methods that a model joins by plus signs: their number where they are many.</summary>
    public static string OfModel(IStringLocalizer<ForecastTexts> texts, string model)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(model);
        var methods = model.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return methods.Length > NamedAtMost ? texts["Model.Many", methods.Length].Value : Full(texts, model);
    }

    /// <summary>All of them.</summary>
    public static string Full(IStringLocalizer<ForecastTexts> texts, string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return string.Join(" + ", model.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(m => Of(texts, m)));
    }

    /// <summary>What was chosen of a method, as far as that says more than its name: logarithms, orders.</summary>
    public static string Form(IStringLocalizer<ForecastTexts> texts, BacktestTableRow row)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(row);
        return string.Join(", ", row.Form.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(f => f.EndsWith("(log)", StringComparison.Ordinal) ? texts["Form.Log"].Value
                : f is "snaive" || f.StartsWith("Aggregates", StringComparison.Ordinal) || f is "AR(A)" ? "" : f)
            .Where(f => f.Length > 0));
    }

    private const int NamedAtMost = 2;
}
