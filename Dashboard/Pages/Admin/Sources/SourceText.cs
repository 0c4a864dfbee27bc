using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>Sources, their state and their times as words of the reader's language.</summary>
public sealed class SourceText(IStringLocalizer<SourceTexts> texts, ImportText imports, TimeProvider time)
{
    public string this[string key, params object[] values] => texts[key, values];

    public string Kind(SourceKind kind) => texts["Kind." + kind];

    public string None => texts["None"];

    /// <summary>One or two words for the state; what is off says so.</summary>
    public string State(SourceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return texts["State." + StateKey(entry)];
    }

    /// <summary>Class of the state's chip: alarming, good, or neither.</summary>
    public static string Tone(SourceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return StateKey(entry) switch
        {
            "Failed" or "Invalid" or "Waiting" => "up",
            "Accepted" or "Unchanged" => "down",
            _ => "",
        };
    }

    /// <summary>"sans réponse depuis le 3 mars", for one that fails; null for others.</summary>
    public string? FailingSince(SourceState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.State != SourceStatus.Failed)
        {
            return null;
        }

        return state.SyncedAt is { } last
            ? texts["Failing.Since", LocalTime.Text(last), Plural("Tries", state.Failures)]
            : texts["Failing.Never", Plural("Tries", state.Failures)];
    }

    public string When(DateTimeOffset? instant) => instant is { } at ? LocalTime.Text(at) : texts["Never"];

    /// <summary>When it is asked next by itself; the past is "as soon as may be".</summary>
    public string Next(bool isOn, DateTimeOffset? next)
        => !isOn ? texts["Next.Off"]
            : next is not { } at ? texts["Next.None"]
            : at <= time.GetUtcNow() ? texts["Next.Now"]
            : LocalTime.Text(at);

    public string Number(long? number) => number is { } known ? FigureText.Number(known) : None;

    /// <summary>"1 essai", "3 essais".</summary>
    /// <summary>A count and its word, by the rules of the language: in French 0 is singular.</summary>
    public string Plural(string key, long count)
        => texts[key + (count == 1 || (count == 0 && FigureText.IsFrench) ? ".one" : ".many"), FigureText.Number(count)];

    public string Size(long bytes) => imports.Size(bytes);

    /// <summary>How a file is recognised.</summary>
    public string Format(string? format)
        => format is null ? texts["Trial.Format.None"] : texts["Trial.Format", imports.Format(format)];

    /// <summary>Where it is asked, in words: a file within a folder, an engine and its connection.</summary>
    public string Place(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Kind switch
        {
            SourceKind.Folder => texts["Place.Folder", source.Address, Setting<FolderSettings>(source)?.Pattern ?? ""],
            SourceKind.Query => texts[Setting<QuerySettings>(source)?.Engine == QueryEngine.MySql ? "Place.Connection" : "Place.Sqlite", source.Address],
            _ => source.Address,
        };
    }

    private static string StateKey(SourceEntry entry) => entry.Source.IsOn ? entry.State.State.ToString() : "Off";

    private static T? Setting<T>(Source source)
        where T : class
    {
        try
        {
            return KindSettings.Parse<T>(source.Settings);
        }
        catch (Ingest.Sources.SourceException)
        {
            return null; // its state says so once it is asked
        }
    }
}
