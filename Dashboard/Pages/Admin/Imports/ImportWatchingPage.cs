using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>A page that follows the imports.</summary>
public abstract class ImportWatchingPage : WatchingPage
{
    [Inject]
    protected ImportQueue Queue { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<ImportTexts> T { get; set; } = default!;

    protected override string Denied => T["Denied"];

    protected override void Join(Action look) => Queue.Changed += look;

    protected override void Leave(Action look) => Queue.Changed -= look;
}
