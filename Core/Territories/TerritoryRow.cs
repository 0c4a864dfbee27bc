namespace Octoplus.Core.Territories;

/// <summary>A row of <c>view_territory</c>.</summary>
internal sealed record TerritoryRow
{
    public required string Code { get; init; }

    public required string Level { get; init; }

    public required string Name { get; init; }

    public string? Parent { get; init; }

    public int? AreaKm2 { get; init; }

    public Territory ToTerritory() => new(Code, TerritoryLevelCodes.TryParse(Level)!.Value, Name, Parent, AreaKm2);
}
