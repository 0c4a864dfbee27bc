using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>What the map says in words: its title, the sentence under it, the name of each shape.</summary>
public sealed class MapNarration(IStringLocalizer<MapTexts> texts, MapScreen screen)
{
    private MapState State => screen.State;

    public FigureText Figures { get; } = new(texts, FigureText.DecimalsFor(screen.Country.Rate?.Per1000));

    public string MeasureName => State.Measure.Label(FigureText.IsFrench);

    public string Title
    {
        get
        {
            var title = State.Shown == MapMeasure.Change
                ? texts["Title.Change", MeasureName, screen.Panel.Year - 1, screen.Panel.Year]
                : texts["Title." + State.Shown, MeasureName, screen.Panel.Year];
            return State.Force == Force.All ? title : $"{title} {texts["Title.Force." + State.Force]}";
        }
    }

    /// <summary>The value of the country, which stands out, and what follows it.</summary>
    public (string Value, string Context) Answer
    {
        get
        {
            var country = screen.Country;
            var count = texts["Answer.Count", Figures.Count(country.Count)];
            if (State.Shown == MapMeasure.Change)
            {
                var verdicts = new[] { ChangeVerdict.Up, ChangeVerdict.Down, ChangeVerdict.NotDistinguishable }
                    .Select(v => Figures.Verdicts(v, screen.Rows.Count(r => r.Figure.Verdict == v)));
                return (Figures.Change(country.ChangePercent), $" ({Figures.Verdict(country.Verdict)}) · {string.Join(", ", verdicts)}");
            }

            var half = screen.Median is { } median
                ? " · " + texts["Answer.Half." + State.Level, State.Shown == MapMeasure.Rate ? Figures.Rate(median) : texts["Answer.Count", FigureText.Number(median)]]
                : "";
            if (State.Shown == MapMeasure.Count)
            {
                return (count, half);
            }

            var without = screen.Panel.WithoutPopulation(State.Force);
            var outside = without > 0 ? ", " + texts["Answer.WithoutPopulation", FigureText.Number(without)] : "";
            return (Figures.Rate(country.Rate?.Per1000), $", {count}{outside}{half}");
        }
    }

    public IReadOnlyList<string> TipTerms => [texts["Tip.Population"], texts["Tip.Density"], texts["Tip.Count"], texts["Tip.Rate"], texts["Tip.Change"]];

    public IReadOnlyDictionary<string, MapMark> Marks
    {
        get => field ??= screen.Rows.ToDictionary(r => r.Code, Mark, StringComparer.Ordinal);
    }

    public string NameWithCode(Territory territory)
        => territory.Level == TerritoryLevel.Department ? $"{territory.Name} ({territory.Code})" : territory.Name;

    private MapMark Mark(FigureRow row)
    {
        var figure = row.Figure;
        var name = NameWithCode(row.Territory);
        var css = row.ColourCss + (row.IsMuted ? " muted" : "");
        var rate = figure.Rate is { } known ? $"{Figures.Rate(known.Per1000)} ({Figures.Interval(known)})" : WhyNoRate(figure);
        return new MapMark(
            name,
            row.Territory.Name,
            css,
            $"{name} : {Say(row)}",
            [Figures.Count(figure.Population), Density(figure), Figures.Count(figure.Count), rate, ChangeWithVerdict(figure)]);
    }

    private string Say(FigureRow row)
    {
        var figure = row.Figure;
        if (row.Rank is null)
        {
            return State.Shown == MapMeasure.Rate ? WhyNoRate(figure) : texts["NoValue"];
        }

        return State.Shown == MapMeasure.Change
            ? ChangeWithVerdict(figure)
            : $"{(State.Shown == MapMeasure.Rate ? texts["Say.Rate", Figures.RateNumber(figure.Rate!.Value.Per1000)] : texts["Answer.Count", Figures.Count(figure.Count)])}, {Figures.Rank(row.Rank, screen.RankedCount)}";
    }

    /// <summary>Why a territory has no rate.</summary>
    public string WhyNoRate(TerritoryFigure figure)
        => figure.Count is null ? texts["NoService"] : figure.Population is null ? texts["NoPopulation"] : Figures.None;

    public string Density(TerritoryFigure figure)
        => figure.DensityPerKm2 is { } density ? texts["PerKm2", FigureText.Number(density, density < 10 ? 1 : 0)] : Figures.None;

    public string ChangeWithVerdict(TerritoryFigure figure) => figure.ChangePercent is { } change
        ? $"{Figures.Change(change)} · {Figures.Verdict(figure.Verdict)}"
        : Figures.None;
}
