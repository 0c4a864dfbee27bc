using System.Globalization;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Shared;

/// <summary>Addresses of pages that others link to.</summary>
internal static class PageAddresses
{
    public const string Forecasts = "/previsions";

    public const string Ledger = "/previsions/registre";

    public const string Jobs = "/admin/taches";

    public const string Hangfire = SecurityHeaders.HangfirePath;

    public const string Notices = "/admin/avis";

    public const string Sources = "/admin/sources";

    public static string Source(long id) => string.Create(CultureInfo.InvariantCulture, $"{Sources}/{id}");

    /// <summary>The map with a territory selected.</summary>
    public static string Map(string territory) => "/" + AddressQuery.Write(("sel", territory));

    /// <summary>The first forecast of a territory.</summary>
    public static string Forecast(string territory) => Forecasts + AddressQuery.Write(("territoire", territory));
}
