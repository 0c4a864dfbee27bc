using System.Text;
using System.Text.RegularExpressions;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>A mail as a server was given it, read by the rules of RFC 5322 and 2047.</summary>
/// <param name="Data">Headers and body, without the stuffing of dots.</param>
internal sealed partial record ReceivedMail(string From, IReadOnlyList<string> To, string Data)
{
    /// <summary>Header lines as they were sent, unfolded.</summary>
    public IReadOnlyList<string> Headers => Data.Split("\r\n\r\n", 2)[0]
        .Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n");

    public string Subject => Decode(Header("Subject"));

    public string Text => Encoding.UTF8.GetString(Convert.FromBase64String(Data.Split("\r\n\r\n", 2)[1]));

    public string Id => Header("Message-ID");

    public string Header(string name) => Assert.Single(Headers, h => h.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    // Space between two encoded words is none of the text.
    public static string Decode(string header)
        => EncodedWord().Replace(
            Between().Replace(header, "?==?"),
            w => Encoding.UTF8.GetString(w.Groups["way"].Value is "B" or "b" ? Convert.FromBase64String(w.Groups["text"].Value) : Quoted(w.Groups["text"].Value)));

    private static byte[] Quoted(string text)
        => [.. Octet().Matches(text).Select(m => m.Value switch { "_" => (byte)' ', ['=', ..] hex => Convert.FromHexString(hex[1..])[0], var plain => (byte)plain[0] })];

    [GeneratedRegex("=[0-9A-F]{2}|.")]
    private static partial Regex Octet();

    [GeneratedRegex(@"\?= +=\?")]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?utf-8\?(?<way>[BQbq])\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture)]
    private static partial Regex EncodedWord();
}
