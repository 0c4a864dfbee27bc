using System.Globalization;

namespace Octoplus.Dashboard.Notices;

/// <summary>A mail server's answer (RFC 5321, 4.2): a code, and a text of one or more lines.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    private const int MaxText = 300;

    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>For people: one line, bounded, without control characters.</summary>
    public override string ToString()
    {
        var text = string.Concat(string.Join(' ', Lines).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return string.Create(CultureInfo.InvariantCulture, $"{Code} {(text.Length > MaxText ? text[..MaxText] + "…" : text)}").TrimEnd();
    }

    /// <summary>Takes one line apart: <c>250-text</c> goes on, <c>250 text</c> or <c>250</c> ends the answer.</summary>
    /// <exception cref="NoticeSendException">This is no line of such an answer.</exception>
    public static (int Code, bool IsLast, string Text) ParseLine(string line)
        => line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 200 and < 600
            && (line.Length == 3 || line[3] is ' ' or '-')
            ? (code, line.Length == 3 || line[3] == ' ', line.Length > 4 ? line[4..] : "")
            : throw new NoticeSendException("The mail server's answer is not one of SMTP.");

    /// <summary>What a server offers after EHLO: keyword and parameters, in capitals; the first line is its name.</summary>
    public IReadOnlyDictionary<string, string[]> Extensions()
    {
        var known = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var line in Lines.Skip(1))
        {
            // Some old servers write AUTH=LOGIN.
            var words = line.ToUpperInvariant().Replace("AUTH=", "AUTH ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                known[words[0]] = [.. known.GetValueOrDefault(words[0], []), .. words[1..]];
            }
        }

        return known;
    }
}
