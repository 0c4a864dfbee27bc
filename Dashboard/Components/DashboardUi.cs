using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Octoplus.Dashboard.Map;
using Octoplus.Dashboard.Imports;
using Octoplus.Dashboard.Jobs;

namespace Octoplus.Dashboard.Components;

/// <summary>What the pages need besides the data.</summary>
public static class DashboardUi
{
    public static IServiceCollection AddDashboardUi(this IServiceCollection services)
        => services
            .AddOctoplusLocalization()
            .AddSingleton(TimeProvider.System)
            .Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)) // accents as they are, not as numbers
            .AddSingleton<AtlasSource>()
            .AddSingleton<AssetVersions>()
            .AddSingleton<ScriptModules>()
            .AddJobPages()
            .AddImportPages();
}
