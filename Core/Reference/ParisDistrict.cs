using System.Globalization;
using System.Text.RegularExpressions;

namespace Octoplus.Core.Reference;

/// <summary>
/// One arrondissement of Paris, or neighbours that are counted together: the police count the 5th and 6th as one since 2015, and the first four as Paris Centre, as the town
/// has since the law 2017-257 of 28 February 2017.
/// </summary>
/// <param name="From">Number of the arrondissement, from 1.</param>
/// <param name="To">Number of the last one, to 20.</param>
public sealed partial record ParisDistrict(int From, int To)
{
    /// <summary>How many arrondissements Paris has.</summary>
    public const int Arrondissements = 20;

    /// <summary>Code of the département.</summary>
    public const string Department = "75";

    private const string PoliceOfParisCentre = "DTSP75 PARIS CENTRE";

    /// <summary>Of the commune by Insee, <c>75118</c>, or from and to, <c>75105-75106</c>.</summary>
    public string Code => From == To ? Insee(From) : $"{Insee(From)}-{Insee(To)}";

    /// <summary>Short: <c>18e</c>, <c>5e-6e</c>.</summary>
    public string Label => From == To ? Ordinal(From) : $"{Ordinal(From)}-{Ordinal(To)}";

    /// <summary>French: <c>Paris 18e</c>, <c>Paris 5e et 6e</c>, <c>Paris Centre (1er à 4e)</c>.</summary>
    public string Name => this == Centre ? "Paris Centre (1er à 4e)"
        : From == To ? $"Paris {Ordinal(From)}"
        : From + 1 == To ? $"Paris {Ordinal(From)} et {Ordinal(To)}"
        : $"Paris {Ordinal(From)} à {Ordinal(To)}";

    private static ParisDistrict Centre { get; } = new(1, 4);

    /// <summary>Whether all of another one lies in it.</summary>
    public bool Covers(ParisDistrict other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return From <= other.From && other.To <= To;
    }

    /// <summary>The arrondissements that a police service of the État 4001 answers for; null for a service of something else.</summary>
    public static ParisDistrict? OfService(string department, string name)
        => department != Department ? null : name == PoliceOfParisCentre ? Centre : Parse(ServiceForm().Match(name));

    /// <summary>The arrondissements of a code: <see cref="Code"/>, or as boundaries are published: <c>1er</c>, <c>5-6eme</c>, <c>18</c>.</summary>
    public static ParisDistrict? OfCode(string code) => Parse(CodeForm().Match(code));

    private static ParisDistrict? Parse(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        var from = int.Parse(match.Groups["from"].ValueSpan, CultureInfo.InvariantCulture);
        var to = match.Groups["to"].Success ? int.Parse(match.Groups["to"].ValueSpan, CultureInfo.InvariantCulture) : from;
        return from >= 1 && from <= to && to <= Arrondissements ? new ParisDistrict(from, to) : null;
    }

    private static string Insee(int number) => Text(75100 + number);

    private static string Ordinal(int number) => number == 1 ? "1er" : Text(number) + "e";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^DTSP75 (?<from>[0-9]{2})(ER|EME)( ET (?<to>[0-9]{2})EME)? ARRONDISSEMENTS?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex ServiceForm();

    [GeneratedRegex("^(751)?(?<from>[0-9]{1,2})(-(751)?(?<to>[0-9]{1,2}))?(er|e|eme|ème)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex CodeForm();
}
