using System.Globalization;
using System.Net.Mail;
using System.Text;
using MimeKit;
using Octoplus.Dashboard.Notices;

namespace Octoplus.Dashboard.Tests.Notices;

public sealed class MailChannelTests
{
    private static readonly DateTimeOffset _at = new(2026, 3, 1, 8, 5, 9, TimeSpan.Zero);

    [Fact]
    public void Compose_Headers_AreThoseOfAnAutomaticMail()
    {
        var mail = Read(Text("Octoplus : 1 échec", "bonjour"));
        Assert.Equal("Sun, 01 Mar 2026 08:05:09 +0000", mail.Header("Date"));
        Assert.Equal("<0123@example.org>", mail.Header("Message-ID"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Equal("Équipe <octoplus@example.org>", ReceivedMail.Decode(mail.Header("From")));
        Assert.Equal("chef@example.org, b@example.org", mail.Header("To"));
        Assert.Equal("Octoplus : 1 échec", mail.Subject);
    }

    [Theory]
    [InlineData("éàü\n.\n..point\r\nfin — « oui » 🙂")]
    [InlineData(".")]
    [InlineData("")]
    public void Compose_AnyText_ArrivesAsItWas(string body) => Assert.Equal(body.ReplaceLineEndings("\r\n"), Read(Text("s", body)).Text);

    [Fact]
    public void Compose_LongTexts_HaveShortLinesOfAscii()
    {
        var subject = string.Join(' ', Enumerable.Repeat("été 🙂", 60));
        var body = string.Join('\n', Enumerable.Repeat(new string('é', 5000), 3));
        var bytes = Bytes(Text(subject, body));
        Assert.All(bytes, b => Assert.True(b is >= 32 and < 127 or (byte)'\r' or (byte)'\n'));
        var (headers, text) = (Encoding.ASCII.GetString(bytes).Split("\r\n\r\n")[0], Encoding.ASCII.GetString(bytes).Split("\r\n\r\n")[1]);
        Assert.All(headers.Split("\r\n"), line => Assert.InRange(line.Length, 0, 120));
        Assert.All(text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.DoesNotContain('\n', Encoding.ASCII.GetString(bytes).Replace("\r\n", "", StringComparison.Ordinal));
        var mail = Read(Text(subject, body));
        Assert.Equal(subject, mail.Subject);
        Assert.Equal(body.ReplaceLineEndings("\r\n"), mail.Text);
    }

    [Theory]
    [InlineData("a\r\nBcc: x@example.org\r\n\r\nautre", "aBcc: x@example.orgautre")]
    [InlineData("a\nBcc: x@example.org", "aBcc: x@example.org")]
    [InlineData("a\rBcc: x@example.org", "aBcc: x@example.org")]
    [InlineData("=?utf-8?B?DQpCY2M6IHg=?=", "\r\nBcc: x")]
    public void Compose_SubjectThatWouldBeAHeader_IsNone(string subject, string shown)
    {
        var mail = Read(Text(subject, "bonjour", new MailAddress("octoplus@example.org", "x\" <y@example.org>, \"z")));
        Assert.DoesNotContain(mail.Headers, h => h.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(9, mail.Headers.Count);
        Assert.Equal(shown, mail.Subject);
        Assert.Equal("octoplus@example.org", new MailAddress(mail.Header("From")).Address);
        Assert.Equal("bonjour", mail.Text);
    }

    [Fact]
    public void Compose_OfAnotherCulture_IsTheSame()
    {
        var expected = Bytes(Text("s", "b"));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(expected, Bytes(Text("s", "b")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static MimeMessage Text(string subject, string body, MailAddress? from = null)
        => MailChannel.Compose(
            "0123", _at, from ?? new MailAddress("octoplus@example.org", "Équipe"), [new MailAddress("chef@example.org"), new MailAddress("b@example.org")], subject, body);

    private static byte[] Bytes(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, bytes);
        return bytes.ToArray();
    }

    private static ReceivedMail Read(MimeMessage message) => new("", [], Encoding.ASCII.GetString(Bytes(message)));
}
