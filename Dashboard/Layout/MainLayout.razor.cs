using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Layout;

/// <summary>The frame of every page: what is served, where one can go, language and theme.</summary>
public sealed partial class MainLayout : LayoutComponentBase, IDisposable
{
    private static readonly string[] _dated = ["/qualite", "/donnees", "/previsions"];

    private ErrorBoundary? _boundary;
    private FirstDataWatch? _watch;
    private string? _vintage;
    private bool _isDemonstration;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private VintageQueries Vintages { get; set; } = default!;

    [Inject]
    private FirstDataProgress Progress { get; set; } = default!;

    [Inject]
    private ILogger<MainLayout> Log { get; set; } = default!;

    private string CurrentAddress => "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0];

    private bool IsAdministration => CurrentAddress.StartsWith("/admin/", StringComparison.Ordinal);

    // Pages that show when something happened.
    private bool HasTimes => IsAdministration || _dated.Any(page => CurrentAddress.StartsWith(page, StringComparison.Ordinal));

    private string SkipAddress => CurrentAddress + "#content";

    public void Dispose() => _watch?.Dispose();

    protected override Task OnInitializedAsync()
    {
        _watch = new FirstDataWatch(Progress, InvokeAsync, OnProgressAsync);
        return ReadServedAsync();
    }

    protected override void OnParametersSet() => _boundary?.Recover();

    private string LanguageAddress(string code) => $"/langue/{code}?retour={Uri.EscapeDataString(CurrentAddress)}";

    private async Task OnProgressAsync()
    {
        if (Progress.IsDone)
        {
            await ReadServedAsync();
            StateHasChanged();
        }
    }

    private async Task ReadServedAsync()
    {
        try
        {
            var served = await Vintages.ServedAsync(CancellationToken.None);
            _isDemonstration = served.Any(v => v.IsDemonstration);
            _vintage = _isDemonstration ? T["Vintage.Demonstration"].Value : served.Where(v => v.Dataset == Datasets.Etat4001).Max(v => v.LastPeriod) is { } year ? T["Vintage", year].Value : null;
        }
#pragma warning disable CA1031 // the page itself tells what is wrong with the database; its frame stays
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(Log, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The served vintages could not be read")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
