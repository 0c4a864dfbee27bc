namespace Octoplus.Core.Storage;

/// <summary>Values of enumerations as the database and programs have them: their names in lower case.</summary>
public static class EnumCode
{
    /// <summary>Such as <c>succeeded</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();

    /// <summary>The value of a code.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static T Parse<T>(string code)
        where T : struct, Enum
        => Enum.Parse<T>(code, ignoreCase: true);
}
