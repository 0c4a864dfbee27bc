namespace Octoplus.Core.Reference;

/// <summary>Who recorded: the national police, the gendarmerie, or both together.</summary>
public enum Force
{
    /// <summary>Both.</summary>
    All,

    /// <summary>Police nationale (PN).</summary>
    Police,

    /// <summary>Gendarmerie nationale (GN).</summary>
    Gendarmerie,
}

/// <summary>The codes of the forces in tables, addresses and the API.</summary>
public static class ForceCodes
{
    /// <summary><c>all</c>, <c>police</c> or <c>gendarmerie</c>.</summary>
    public static string Code(this Force force) => force switch
    {
        Force.Police => "police",
        Force.Gendarmerie => "gendarmerie",
        _ => "all",
    };

    /// <summary>The force of a code, or null.</summary>
    public static Force? TryParse(string? code) => code switch
    {
        "all" => Force.All,
        "police" => Force.Police,
        "gendarmerie" => Force.Gendarmerie,
        _ => null,
    };

    /// <summary>The force of a code.</summary>
    /// <exception cref="FormatException">Not a code.</exception>
    public static Force Parse(string code) => TryParse(code) ?? throw new FormatException($"'{code}' is no force.");
}
