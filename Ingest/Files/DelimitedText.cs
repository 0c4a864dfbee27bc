using System.Text;

namespace Octoplus.Ingest.Files;

/// <summary>How a delimited text is written, told from its beginning.</summary>
/// <param name="Encoding">UTF-8 or UTF-16 by byte order mark, UTF-8 where all bytes are, else Windows-1252 (a superset of Latin-1 in print).</param>
/// <param name="Separator">The one of <c>; , tab |</c> that stands most often in the first line outside of quotes.</param>
/// <param name="Header">Fields of the first line, trimmed, without quotes.</param>
public sealed record DelimitedText(Encoding Encoding, char Separator, IReadOnlyList<string> Header)
{
    private static readonly char[] _separators = [';', ',', '\t', '|'];

    /// <summary>Whether it is text at all: nothing in its beginning is a control character that no text has.</summary>
    public bool IsText { get; private init; }

    /// <summary>Whether the header has each of these columns, whatever their case.</summary>
    public bool HasColumns(params IReadOnlyList<string> names)
        => names.All(n => Header.Contains(n, StringComparer.OrdinalIgnoreCase));

    /// <summary>Looks at the first bytes of a text.</summary>
    public static DelimitedText Sniff(ReadOnlySpan<byte> head)
    {
        var encoding = EncodingOf(head);
        var text = encoding.GetString(head).TrimStart('\uFEFF');
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        var separator = _separators.MaxBy(s => CountOutsideQuotes(line, s));
        return new DelimitedText(encoding, separator, Split(line, separator))
        {
            IsText = !text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n' or '\f' or '\u001A' or '\u0085')),
        };
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.Unicode.Preamble))
        {
            return Encoding.Unicode;
        }

        if (head.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Encoding.BigEndianUnicode;
        }

        // The head may end within a character.
        var whole = head;
        for (var cut = 0; cut < 4 && whole.Length > 0; cut++, whole = whole[..^1])
        {
            if (System.Text.Unicode.Utf8.IsValid(whole))
            {
                return Encoding.UTF8;
            }
        }

        return Encoding.GetEncoding(1252);
    }

    private static int CountOutsideQuotes(string line, char wanted)
    {
        var isQuoted = false;
        var count = 0;
        foreach (var c in line)
        {
            isQuoted ^= c == '"';
            count += c == wanted && !isQuoted ? 1 : 0;
        }

        return count;
    }

    private static List<string> Split(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == separator && !isQuoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }
}
