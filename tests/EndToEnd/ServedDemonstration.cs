namespace Octoplus.EndToEnd;

/// <summary>The program over its demonstration figures.</summary>
public class ServedDemonstration : ServedDashboard
{
    protected override GoldenFolder Data => GoldenFolder.Demonstration;
}

/// <summary>The same, which may train its forecasts.</summary>
public sealed class ServedTraining : ServedDemonstration
{
    protected override IReadOnlyList<string> KeptFromIt => [.. base.KeptFromIt.Where(job => job != "train-forecasts")];
}

/// <summary>The program started with an empty folder and no way to its sources: it serves what it made itself.</summary>
public sealed class ServedFirstStart : ServedDashboard
{
    protected override GoldenFolder? Data => null;
}
