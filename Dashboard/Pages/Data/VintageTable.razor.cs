using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Data;

/// <summary>Imported files, one a row, with the warnings of one of them.</summary>
public sealed partial class VintageTable : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Vintage> Vintages { get; set; } = [];

    /// <summary>Ids of the vintages behind what is served.</summary>
    [Parameter, EditorRequired]
    public IReadOnlySet<long> Served { get; set; } = new HashSet<long>();

    /// <summary>Warnings of <see cref="Shown"/>.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    [Parameter, EditorRequired]
    public long? Shown { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<long> OnShowFindings { get; set; }

    private static string PeriodText(Vintage vintage)
        => vintage is { FirstPeriod: { } first, LastPeriod: { } last } ? Period.Span(first, last) : "—";

    private string OriginText(string origin)
        => T["Origin." + origin] is { ResourceNotFound: false } known ? known.Value : origin;

    [Inject]
    private FindingText Words { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> T { get; set; } = default!;
}
