namespace Octoplus.EndToEnd;

/// <summary>A program of its own that serves the published monthly file, with thefts, homicides and undeclared work forecast.</summary>
public sealed class ServedForecasts : ServedDashboard
{
    /// <summary>The file, as the folder of the data names it.</summary>
    public const string MonthlyFile = "monthly/etat4001-mensuel-departements-1999-2020.csv";

    protected override GoldenFolder Data => RealData.Folder is null ? GoldenFolder.Demonstration : GoldenFolder.Forecasts;
}
