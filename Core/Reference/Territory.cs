namespace Octoplus.Core.Reference;

/// <summary>Levels of territory, from the widest.</summary>
public enum TerritoryLevel
{
    /// <summary>France with its overseas départements and collectivities.</summary>
    Country,

    /// <summary>Région.</summary>
    Region,

    /// <summary>Département, or an overseas collectivity.</summary>
    Department,

    /// <summary>A police or gendarmerie service.</summary>
    Service,
}

/// <summary>A place whose crime is counted.</summary>
/// <param name="Code"><c>FR</c>; <c>R84</c> for the région 84; a département's code as text (<c>01</c>, <c>2A</c>, <c>971</c>).</param>
/// <param name="Parent">Code of the région of a département, <c>FR</c> for a région, null for a collectivity and the country.</param>
/// <param name="AreaKm2">Area in km², null where unknown.</param>
public sealed record Territory(string Code, TerritoryLevel Level, string Name, string? Parent, int? AreaKm2)
{
    /// <summary>Code of the whole country.</summary>
    public const string CountryCode = "FR";

    /// <summary>The code of a région as territory: <c>84</c> alone is also a département.</summary>
    public static string RegionCode(string inseeCode) => "R" + inseeCode;

    /// <summary>The code without the mark of a région, as INSEE and the API write it.</summary>
    public string OfficialCode => Level == TerritoryLevel.Region ? Code[1..] : Code;
}

/// <summary>The codes of the levels in tables, addresses and the API.</summary>
public static class TerritoryLevelCodes
{
    /// <summary><c>country</c>, <c>region</c>, <c>department</c> or <c>service</c>.</summary>
    public static string Code(this TerritoryLevel level) => level switch
    {
        TerritoryLevel.Country => "country",
        TerritoryLevel.Region => "region",
        TerritoryLevel.Department => "department",
        _ => "service",
    };

    /// <summary>The level of a code, or null.</summary>
    public static TerritoryLevel? TryParse(string? code) => code switch
    {
        "country" => TerritoryLevel.Country,
        "region" => TerritoryLevel.Region,
        "department" => TerritoryLevel.Department,
        "service" => TerritoryLevel.Service,
        _ => null,
    };
}
