using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Octoplus.Dashboard.Notices;

/// <summary>A mail as the bytes that a server is given: headers (RFC 5322), subject and names encoded (RFC 2047), the text as base64 of UTF-8.</summary>
/// <param name="Id">Left side of the Message-ID.</param>
/// <param name="At">Date of the mail, in UTC.</param>
internal sealed record MailText(string Id, DateTime At, MailAddress From, IReadOnlyList<MailAddress> To, string Subject, string Body)
{
    // Of UTF-8 in an encoded word, which has at most 75 characters.
    private const int MaxWordBytes = 42;

    public byte[] ToBytes()
    {
        string[] headers =
        [
            "Date: " + At.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
            "From: " + Mailbox(From),
            "To: " + string.Join(",\r\n ", To.Select(Mailbox)),
            $"Message-ID: <{Id}@{From.Host}>",
            "Subject: " + Encoded(Subject),
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ];
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(Body.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks);
        return Encoding.ASCII.GetBytes($"{string.Join("\r\n", headers)}\r\n\r\n{body}\r\n");
    }

    private static string Mailbox(MailAddress address)
        => address.DisplayName.Length == 0 ? address.Address : $"{Encoded(address.DisplayName)} <{address.Address}>";

    // Always encoded: what a line break or a bracket in a text would do need not be thought of.
    private static string Encoded(string text)
    {
        var words = new List<string>();
        var bytes = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (bytes.Count + length > MaxWordBytes)
            {
                words.Add(Word(bytes));
                bytes.Clear();
            }

            bytes.AddRange(utf8[..length]);
        }

        words.Add(Word(bytes));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> utf8) => $"=?utf-8?B?{Convert.ToBase64String([.. utf8])}?=";
}
