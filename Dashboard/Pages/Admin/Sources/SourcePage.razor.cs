using System.Globalization;
using Microsoft.AspNetCore.Components;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>One source: where it stands, what it brought, its log, and what can be done with it.</summary>
public sealed partial class SourcePage : SourceWatchingPage
{
    private const int MaxLines = 100;

    private SourceEntry? _entry;
    private IReadOnlyList<SourceFile> _files = [];
    private IReadOnlyList<JobLogLine> _lines = [];
    private bool _isDeleting;
    private bool _isDeleted;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    private JobText Jobs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The import that waits for a person, else the last one; null where none was made.</summary>
    internal static long? ImportToSee(IReadOnlyList<SourceFile> files)
        => (files.Where(f => f.IsOpen).MinBy(f => f.ImportId) ?? files.Where(f => f.ImportId is not null).MaxBy(f => f.ImportId))?.ImportId;

    protected override Task OnParametersSetAsync() => _entry?.Source.Id == Id ? Task.CompletedTask : LoadAsync();

    protected override async Task ReadSourcesAsync()
    {
        if (_isDeleted)
        {
            return;
        }

        if (await Sources.FindAsync(Id, CancellationToken.None) is not { } entry)
        {
            Navigation.NotFound();
            return;
        }

        _files = await Sources.FilesAsync(Id, CancellationToken.None);
        _lines = await Log.SubjectLinesAsync(entry.Source.Subject, MaxLines, CancellationToken.None);
        _entry = entry;
    }

    private bool IsOwnRun(Source source)
        => Run is { State: JobState.Running, Parameter: { } parameter } && parameter == source.Id.ToString(CultureInfo.InvariantCulture);

    private Task DeleteAsync() => DoOnceAsync(async actor =>
    {
        _isDeleted = await Store.DeleteAsync(Id, actor, CancellationToken.None);
        Navigation.NavigateTo(PageAddresses.Sources);
        return (null, false);
    });
}
