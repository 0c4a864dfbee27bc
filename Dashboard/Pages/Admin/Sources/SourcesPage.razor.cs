using System.Globalization;
using Octoplus.Core.Sources;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>Where the data comes from by itself: each source with its state, what is next, and what can be done.</summary>
public sealed partial class SourcesPage : SourceWatchingPage
{
    private IReadOnlyList<SourceEntry>? _entries;
    private Dictionary<long, long> _waiting = [];

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task ReadSourcesAsync()
    {
        var entries = await Sources.AllAsync(CancellationToken.None);
        var waiting = new Dictionary<long, long>();
        foreach (var source in entries.Where(e => e.State.State is SourceStatus.Waiting or SourceStatus.Invalid).Select(e => e.Source.Id))
        {
            if (SourcePage.ImportToSee(await Sources.FilesAsync(source, CancellationToken.None)) is { } import)
            {
                waiting[source] = import;
            }
        }

        (_entries, _waiting) = (entries, waiting);
    }

    private string? NameOf(string? parameter)
        => _entries?.FirstOrDefault(e => e.Source.Id.ToString(CultureInfo.InvariantCulture) == parameter)?.Source.Name;
}
