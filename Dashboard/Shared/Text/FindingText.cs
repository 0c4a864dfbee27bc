using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>What a finding means and what to do, in the reader's language; the sentence stored with it is English.</summary>
public sealed class FindingText(IStringLocalizer<FindingTexts> texts)
{
    /// <summary>A few words; the code itself where nobody wrote them.</summary>
    public string Title(Finding finding) => texts[finding.Code + ".Title"] is { ResourceNotFound: false } known ? known.Value : finding.Code;

    /// <summary>What to do, or nothing.</summary>
    public string Advice(Finding finding) => texts[finding.Code + ".Advice"] is { ResourceNotFound: false } known ? known.Value : "";

    public string Severity(FindingSeverity severity) => texts["Severity." + severity];

    /// <summary>"feuille Services PN 2019, ligne 12, colonne C".</summary>
    public string Place(Finding finding)
        => finding is { Sheet: null, Row: null, Column: null }
            ? texts["Place.File"]
            : string.Join(", ", new[]
            {
                finding.Sheet is { } sheet ? texts["Place.Sheet", sheet].Value : null,
                finding.Row is { } row ? texts["Place.Row", row.ToString(CultureInfo.InvariantCulture)].Value : null,
                finding.Column is { } column ? texts["Place.Column", column].Value : null,
            }.OfType<string>());

    public string Header(string column) => texts["Header." + column];
}
