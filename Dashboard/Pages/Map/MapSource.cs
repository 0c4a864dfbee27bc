using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>Where the figures come from and what to beware of: said under the map and on top of every export.</summary>
public sealed class MapSource(IStringLocalizer<MapTexts> texts, MapScreen screen)
{
    private Measure Measure => screen.State.Measure;

    private IReadOnlyList<CountUnit> Units => screen.Panel.Units.Of(Measure);

    private string UnitList => string.Join(", ", Units.Select(u => texts["Unit." + u].Value));

    /// <summary>Source, vintage, period, units, caveat.</summary>
    public IReadOnlyList<string> Sentences
    {
        get
        {
            var sentences = new List<string>();
            foreach (var source in screen.Panel.Sources.Where(s => s.Dataset == Datasets.Etat4001))
            {
                sentences.Add(texts[source.IsDemonstration ? "Source.Demonstration" : "Source.Crime", OffenceList, source.FirstPeriod ?? screen.Panel.Year, source.LastPeriod ?? screen.Panel.Year, source.Vintage, Day(source)]);
            }

            foreach (var source in screen.Panel.Sources.Where(s => s.Dataset == Datasets.Population))
            {
                sentences.Add(texts["Source.Population", screen.Panel.Year] + (source.IsProvisional ? texts["Source.Provisional"] : ""));
            }

            sentences.Add(texts[Units.Count > 1 ? "Source.Units" : "Source.Unit", UnitList]);
            sentences.Add(texts["Source.Caveat"]);
            return sentences;
        }
    }

    /// <summary>What would mislead a reader who does not know it.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            var warnings = new List<string>();
            if (Units.Count > 1)
            {
                warnings.Add(texts["Warning.Units", UnitList]);
            }

            if (screen.State.Force != Force.All && screen.State.Shown == MapMeasure.Rate)
            {
                warnings.Add(texts["Warning.Force." + screen.State.Force]);
            }

            if (BreakNote is { } note)
            {
                warnings.Add(note);
            }

            return warnings;
        }
    }

    /// <summary>Breaks that the year shown, or the change to it, falls into.</summary>
    private string? BreakNote
    {
        get
        {
            var first = screen.State.Shown == MapMeasure.Change ? screen.Panel.Year - 1 : screen.Panel.Year;
            var notes = SeriesBreak.Touching(Measure, screen.State.Force)
                .Where(b => b.From.Year <= screen.Panel.Year && b.To.Year >= first)
                .Select(b => FigureText.IsFrench ? b.NoteFr : b.NoteEn)
                .Concat(screen.Panel.Units.UntoldChanges(Measure)
                    .Where(o => o.UnitSince!.Value.Year <= screen.Panel.Year && o.UnitSince.Value.Year >= first)
                    .Select(o => texts["Break.Unit", o.Code, texts["Unit." + o.EarlierUnit].Value, texts["Unit." + o.Unit].Value, o.UnitSince!.Value.ToString("d", CultureInfo.CurrentCulture)].Value))
                .ToList();
            return notes.Count == 0 ? null : texts["Warning.Breaks", string.Join(" ; ", notes)].Value;
        }
    }

    private string OffenceList => Measure.Offences.Count > 20
        ? texts["Source.AllOffences"]
        : texts[Measure.Offences.Count == 1 ? "Source.Offence" : "Source.Offences", string.Join(", ", Measure.Offences)];

    private static string Day(PanelSource source) => source.AcceptedAt.ToString("d", CultureInfo.CurrentCulture);
}
