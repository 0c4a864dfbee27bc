using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Imports;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Admin.Imports;

/// <summary>Files that are done with, newest first, a page at a time.</summary>
public sealed partial class ImportJournal : ComponentBase
{
    private const int PageSize = 20;

    private IReadOnlyList<ImportFile>? _files;
    private int? _version;
    private int _pages = 1;
    private bool _hasMore;
    private string? _failure;

    /// <summary>Another value has it read anew.</summary>
    [Parameter, EditorRequired]
    public int Version { get; set; }

    [Inject]
    private ImportQueries Queries { get; set; } = default!;

    [Inject]
    private ImportText Text { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ImportTexts> T { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_version != Version)
        {
            _version = Version;
            await LoadAsync();
        }
    }

    private static string ChipOf(ImportState state)
        => state switch
        {
            ImportState.Accepted => "down",
            ImportState.Invalid or ImportState.Failed => "up",
            _ => "",
        };

    // A comment is worth more than the program's own words.
    private string Note(ImportFile file)
        => file.Comment
            ?? (file.State == ImportState.Invalid ? Text.Plural("Findings.Errors", file.ErrorCount)
                : file.State == ImportState.Failed ? file.Message ?? ""
                : "");

    private Task MoreAsync()
    {
        _pages++;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            var files = await Queries.OverAsync((_pages * PageSize) + 1, long.MaxValue, CancellationToken.None);
            _hasMore = files.Count > _pages * PageSize;
            _files = [.. files.Take(_pages * PageSize)];
            _failure = null;
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }
}
