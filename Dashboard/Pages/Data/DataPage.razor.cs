using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Pages.Data;

/// <summary>Where the figures come from: files, their warnings, how to read them.</summary>
public sealed partial class DataPage : ComponentBase, IDisposable
{
    private FirstDataWatch? _watch;
    private IReadOnlyList<Vintage>? _vintages;
    private HashSet<long> _served = [];
    private IReadOnlyList<ServedBoundaries> _boundaries = [];
    private IReadOnlyList<Finding> _findings = [];
    private long? _shown;
    private string? _failure;

    [Inject]
    private IStringLocalizer<DataTexts> T { get; set; } = default!;

    [Inject]
    private VintageQueries Queries { get; set; } = default!;

    [Inject]
    private BoundaryQueries Boundaries { get; set; } = default!;

    [Inject]
    private FirstDataProgress Progress { get; set; } = default!;

    private static bool IsFrench => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";

    public void Dispose() => _watch?.Dispose();

    protected override Task OnInitializedAsync()
    {
        _watch = new FirstDataWatch(Progress, InvokeAsync, OnProgressAsync);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            _vintages = await Queries.AcceptedAsync(CancellationToken.None);
            _served = [.. (await Queries.ServedAsync(CancellationToken.None)).Select(v => v.Id)];
            _boundaries = await Boundaries.ServedAsync(CancellationToken.None);
            _failure = null;
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
    }

    private async Task ToggleFindingsAsync(long vintage)
    {
        _shown = _shown == vintage ? null : vintage;
        _findings = _shown is { } id ? await Queries.FindingsAsync(id, CancellationToken.None) : [];
    }

    private async Task OnProgressAsync()
    {
        if (Progress.IsDone)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private string BreakText(SeriesBreak known)
    {
        var note = IsFrench ? known.NoteFr : known.NoteEn;
        var when = known.From == known.To ? known.From.ToString("d", CultureInfo.CurrentCulture)
            : known.From.Year == known.To.Year ? known.From.Year.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{known.From.Year}–{known.To.Year}");
        return known.Offences.Count == 0 ? $"{when} : {note}" : $"{when} : {note} ({T["Offences", string.Join(", ", known.Offences)]})";
    }
}
