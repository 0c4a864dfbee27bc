using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Groups;

/// <summary>What the page of groups says in words.</summary>
public sealed class GroupNarration(IStringLocalizer<GroupTexts> texts, GroupScreen screen)
{
    private const int MostAlone = 4;

    private const double LeastSilhouette = 0.25;

    private static readonly double[] _silhouettes = [LeastSilhouette, 0.5, 0.7];

    public string Kind => GroupWords.Territories.Word(screen.Panel.Choice.Territories);

    /// <summary>How many groups, the largest, and who is alone.</summary>
    public string Title
    {
        get
        {
            var largest = screen.Groups.MaxBy(g => g.Members.Count)!;
            var alone = screen.Groups.Where(g => g.Members.Count == 1).Select(g => g.Members[0].Name).ToList();
            var title = texts["Title." + Kind, texts["Count." + screen.Panel.Clusters.ToString(CultureInfo.InvariantCulture)], Period, largest.Members.Count, screen.Members.Count, largest.Number, GroupNames.Of(texts, largest)];
            return alone.Count switch
            {
                0 => title,
                1 => texts["Title.Alone", title, alone[0]],
                <= MostAlone => texts["Title.AloneMany", title, string.Join(texts["ListSeparator"], alone)],
                _ => texts["Title.AloneCount", title, alone.Count],
            };
        }
    }

    /// <summary><c>2020</c>, or <c>2018–2020</c> for years taken together.</summary>
    public string Period => screen.Panel.Choice.YearsAveraged == 1 ? Year(screen.Panel.Year)
        : texts["Period.Years", Year(screen.Panel.Year - screen.Panel.Choice.YearsAveraged + 1), Year(screen.Panel.Year)];

    /// <summary>What was compared, how, and how well the groups stand apart.</summary>
    public string Answer => texts[
        "Answer", Features, texts["Transformation.Said." + screen.Panel.Choice.Transformation], texts["Scaling.Said." + screen.Panel.Choice.Scaling],
        Score(screen.Silhouette), SilhouetteWord(screen.Silhouette)];

    /// <summary>That the groups are a way to sort; null where they stand apart.</summary>
    public string? Caveat => screen.HasStructure ? null
        : screen.Panel.Analysis.Counts.Max(c => c.Silhouette) is < LeastSilhouette and var best ? texts["Caveat.Silhouette", FigureText.Number(best, GroupScreen.AsShown(best) < LeastSilhouette ? 2 : 3)].Value
        : texts["Caveat.Gap"].Value;

    /// <summary>Which number of groups is suggested, and why.</summary>
    public string Suggestion => texts["Suggestion." + screen.Panel.Analysis.Suggestion.Reason, screen.Panel.Analysis.Suggestion.Clusters, Period];

    /// <summary>The features by name of their preset, or counted.</summary>
    public string Features => FeaturePreset.Of(screen.Panel.Choice.Territories, screen.Panel.Choice.Features) is { } preset
        ? texts["Preset.Said." + preset.Word]
        : screen.Panel.Choice.Features.Count == 1 ? FeatureNames.Long(texts, screen.Panel.Choice.Features[0]) : texts["Features.Said", screen.Panel.Choice.Features.Count];

    /// <summary>Features that tell nothing apart; null where there are none.</summary>
    public string? Dropped => screen.Panel.Analysis.DroppedFeatures is { Count: > 0 } dropped
        ? texts["Dropped", string.Join(texts["ListSeparator"], dropped.Select(f => FeatureNames.Long(texts, f)))].Value : null;

    /// <summary>Who moved since the year before, in a sentence; null in the first year.</summary>
    public string? MovesTitle
    {
        get
        {
            if (screen.Before is not { } before)
            {
                return null;
            }

            var moved = screen.Moves.Sum(m => m.Members.Count);
            return moved == 0 ? texts["Moves.None." + Kind, Year(before.Year)] : moved == 1 ? texts["Moves.One." + Kind, Year(before.Year)] : texts["Moves.Many." + Kind, Year(before.Year), moved];
        }
    }

    /// <summary>How much the groups are those of the year before; null in the first year.</summary>
    public string? Likeness => screen.AdjustedRand is { } rand && screen.Before is { } before
        ? texts["Likeness." + (rand >= 0.9 ? "Same" : rand >= 0.65 ? "Close" : "Other"), Year(before.Year), Score(rand)].Value : null;

    /// <summary>Terms of the floating label.</summary>
    public IReadOnlyList<string> TipTerms => [texts["Tip.Group"], texts["Tip.Before"], texts["Tip.Silhouette"], texts["Tip.Stability"], texts["Tip.Nearest"]];

    /// <summary>Every territory drawn, by code; those of other groups muted where one is pointed out.</summary>
    public IReadOnlyDictionary<string, MapMark> Marks => field ??= screen.Members.Select(m => (m.Code, Mark: Mark(m)))
        .Concat(screen.LeftOut.Select(l => (l.Code, Mark: LeftOutMark(l.Code, l.Name))))
        .DistinctBy(m => m.Code, StringComparer.Ordinal).ToDictionary(m => m.Code, m => m.Mark, StringComparer.Ordinal);

    /// <summary>What the charts call groups, members and features.</summary>
    public ClusterNames ChartNames => field ??= new ClusterNames(screen.Panel.Numbers)
    {
        Group = number => Name(screen.Group(number)),
        Member = code => screen.Panel.TerritoryNames.GetValueOrDefault(code, code),
        Feature = code => FeatureNames.Name(texts, code, screen.Panel.Analysis.Features),
        Value = (code, value) => FeatureNames.Number(code, value) + FeatureNames.Unit(texts, code),
    };

    public string Name(GroupShown group) => GroupNames.Of(texts, group);

    /// <summary><c>Groupe 2 · name</c>.</summary>
    public string NameWithNumber(int number) => texts["Group.Named", number, Name(screen.Group(number))];

    public string Members(int count) => texts[$"Members.{Kind}{(count == 1 ? ".One" : "")}", count];

    public string NameWithCode(GroupMemberRow row) => screen.IsOfDepartments ? $"{row.Name} ({row.Code})" : row.Name;

    public string Score(double? value) => value is { } known && double.IsFinite(known) ? FigureText.Number(known, 2) : texts["None"];

    public string Percent(double? part) => part is { } known ? texts["Percent", FigureText.Number(100 * known)] : texts["None"];

    /// <summary>Kaufman and Rousseeuw (1990), table 4.</summary>
    public string SilhouetteWord(double? silhouette) => GroupScreen.AsShown(silhouette) is { } known ? texts[$"Silhouette.{_silhouettes.Count(s => known >= s)}"] : texts["Silhouette.Unknown"];

    /// <summary>Hennig (2007).</summary>
    public string StabilityWord(double? stability) => GroupScreen.AsShown(stability) switch
    {
        null => texts["Stability.Unknown"],
        >= GroupScreen.StableFrom => texts["Stability.Stable"],
        >= GroupScreen.DoubtfulFrom => texts["Stability.Doubtful"],
        _ => texts["Stability.Unstable"],
    };

    /// <summary>Class of the mark that says <see cref="StabilityWord"/>.</summary>
    public static string? StabilityCss(double? stability) => GroupScreen.AsShown(stability) switch { >= GroupScreen.StableFrom => "down", < GroupScreen.DoubtfulFrom => "up", _ => null };

    /// <summary>What to beware of in a member; null where nothing.</summary>
    public string? Flag(GroupMemberRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsMisplaced ? texts["Flag.Misplaced", row.NearestNumber].Value : row.IsUnstable ? texts["Flag.Unstable", Percent(row.Member.Stability)].Value : null;
    }

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);

    private MapMark Mark(GroupMemberRow row)
    {
        var group = NameWithNumber(row.Number);
        var before = row.Before is { } number ? texts["Tip.InGroup", number].Value : "";
        var isMuted = screen.State.Group is { } pointed && pointed != row.Number;
        return new MapMark(
            NameWithCode(row),
            row.Name,
            ClusterNames.Class(row.Number) + (isMuted ? " muted" : ""),
            texts["Mark", NameWithCode(row), group, Flag(row) is { } flag ? texts["Mark.Flag", flag].Value : ""],
            [group, before, Score(row.Member.Silhouette), Percent(row.Member.Stability), texts["Tip.InGroup", row.NearestNumber]],
            row.Number > ClusterNames.Hues ? row.Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    private MapMark LeftOutMark(string code, string name)
    {
        var named = screen.IsOfDepartments ? $"{name} ({code})" : name;
        return new(named, name, "none", texts["Mark", named, texts["LeftOut.Short"], ""], [texts["LeftOut.Short"]]);
    }
}
