using Microsoft.Extensions.Localization;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Forecasts;

/// <summary>Names of methods for people.</summary>
public static class MethodNames
{
    /// <summary>Key of the seasonal naïve: the yardstick.</summary>
    public const string Naive = "naive";

    /// <summary>The key itself where there is no name.</summary>
    public static string Of(IStringLocalizer<ForecastTexts> texts, string method)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts["Method." + method] is { ResourceNotFound: false } known ? known.Value : method;
    }
}
