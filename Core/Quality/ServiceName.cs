using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>The name of a service, taken apart.</summary>
/// <param name="Kind">Code of the kind of service, or its first word where the kind is not a known one.</param>
/// <param name="IsTellingKind">A service of another kind is another service.</param>
/// <param name="IsOnePerPlace">See <see cref="ServiceKind.IsOnePerPlace"/>.</param>
/// <param name="Words">What is left, abbreviations spelt out, without articles and numbers, each once, in order of the alphabet.</param>
/// <param name="Numbers">The numbers in it, ascending: ordinals and Roman numerals as numbers.</param>
/// <param name="Expanded">Abbreviations that were spelt out.</param>
internal sealed record ServiceName(
    string Kind, bool IsTellingKind, bool IsOnePerPlace, IReadOnlyList<string> Words, IReadOnlyList<int> Numbers, IReadOnlyList<string> Expanded)
{
    /// <summary>The kind as it was written: a commissariat central is not a commissariat subdivisionnaire.</summary>
    public string KindWords { get; private init; } = "";

    private static readonly string[] _roman =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"];

    /// <summary>Takes a name apart.</summary>
    /// <param name="department">Code of its département, whose number says nothing within it; empty for none.</param>
    /// <param name="direction">Its direction, which says nothing within it; empty for none.</param>
    public static ServiceName Parse(string name, string department = "", string direction = "")
    {
        var directionWords = NameKey.Of(direction).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var tokens = NameKey.Of(name).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(t => WithoutDepartment(t, department))
            .Where(t => t.Length > 0 && !IsOwnDirection(t, directionWords))
            .ToList();
        var kind = ServiceWords.KindOf(tokens);
        var rest = tokens.Skip(kind?.Words.Count ?? 0).ToList();
        var numbers = rest.Select(NumberOf).OfType<int>().Concat(rest.SelectMany(GluedNumbers)).Distinct().Order().ToList();
        var plain = rest.Where(t => NumberOf(t) is null && !ServiceWords.IsFiller(t)).ToList();
        var words = plain.SelectMany(ServiceWords.Expand).Where(w => !ServiceWords.IsFiller(w)).ToList();
        var head = words.Count > 0 ? words[0] : tokens.FirstOrDefault() ?? "";
        return new ServiceName(
            kind?.Code ?? head,
            kind is { IsTelling: true } or { IsOnePerPlace: true },
            kind?.IsOnePerPlace ?? false,
            [.. words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            numbers,
            [.. plain.Where(t => ServiceWords.Expand(t).Count > 1 || ServiceWords.Expand(t)[0] != t)])
        {
            KindWords = string.Join(' ', kind?.Words ?? []),
        };
    }

    /// <summary>Whether two names may be of one service as far as their numbers go: the first and the second district never are.</summary>
    public bool HasNumbersOf(ServiceName other) => Numbers.SequenceEqual(other.Numbers);

    // 93 in the département 93 alone or after letters, as in DTSP93; an ordinal (01ER) is a number of its own.
    private static string WithoutDepartment(string token, string department)
        => department.Length > 0 && token.EndsWith(department, StringComparison.Ordinal)
            && (token.Length == department.Length || char.IsAsciiLetter(token[^(department.Length + 1)]))
            ? token[..^department.Length] : token;

    // DSPAP in the DSPAP, DCPJ5 in the DCPJ.
    private static bool IsOwnDirection(string token, string[] directionWords)
        => directionWords.Length == 1 && directionWords[0].Length >= 3 && token.TrimEnd([.. "0123456789"]) == directionWords[0];

    private static int? NumberOf(string token)
    {
        var digits = token.TakeWhile(char.IsAsciiDigit).Count();
        if (digits > 0)
        {
            var ending = token[digits..];
            return ending is "" or "E" or "EME" or "ER" or "ERE" or "ND" or "NDE" or "ME" && digits <= 6
                ? int.Parse(token.AsSpan(0, digits), CultureInfo.InvariantCulture) : null;
        }

        var roman = Array.IndexOf(_roman, token);
        return roman < 0 ? null : roman + 1;
    }

    private static IEnumerable<int> GluedNumbers(string token)
    {
        if (NumberOf(token) is not null)
        {
            yield break;
        }

        for (var at = 0; at < token.Length; at++)
        {
            var digits = token.Skip(at).TakeWhile(char.IsAsciiDigit).Count();
            if (digits is > 0 and <= 6)
            {
                yield return int.Parse(token.AsSpan(at, digits), CultureInfo.InvariantCulture);
            }

            at += digits;
        }
    }
}
