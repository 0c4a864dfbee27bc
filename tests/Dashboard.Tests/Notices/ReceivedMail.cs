using System.Text;
using System.Text.RegularExpressions;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>A mail as a server was given it, read by the rules of RFC 5322 and 2047.</summary>
/// <param name="Data">Headers and body, without the stuffing of dots.</param>
internal sealed partial record ReceivedMail(string From, IReadOnlyList<string> To, string Data)
{
    /// <summary>Header lines as they were sent, unfolded.</summary>
    public IReadOnlyList<string> Headers => Data.Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n");

    public string Subject => Decode(Header("Subject"));

    public string Text => Encoding.UTF8.GetString(Convert.FromBase64String(Data.Split("\r\n\r\n", 2)[1]));

    public string Id => Header("Message-ID");

    public string Header(string name) => Assert.Single(Headers, h => h.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    // Space between two encoded words is none of the text.
    public static string Decode(string header)
        => EncodedWord().Replace(Between().Replace(header, "?==?"), w => Encoding.UTF8.GetString(Convert.FromBase64String(w.Groups["text"].Value)));

    [GeneratedRegex(@"\?= +=\?")]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?utf-8\?B\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture)]
    private static partial Regex EncodedWord();
}
