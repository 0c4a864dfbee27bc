namespace Octoplus.Ingest.Demonstration;

/// <summary>What the demonstration workbook holds.</summary>
public sealed record DemonstrationOptions
{
    /// <summary>Same seed, same figures. Default 4001.</summary>
    public int Seed { get; init; } = 4001;

    /// <summary>First year, with a sheet for each force. Default 2016.</summary>
    public int FirstYear { get; init; } = 2016;

    /// <summary>Last year, not before <see cref="FirstYear"/>. Default 2021.</summary>
    public int LastYear { get; init; } = 2021;

    /// <summary>The years from first to last.</summary>
    public IEnumerable<int> Years => Enumerable.Range(FirstYear, LastYear - FirstYear + 1);
}
