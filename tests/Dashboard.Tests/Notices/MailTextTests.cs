using System.Globalization;
using System.Net.Mail;
using System.Text;
using Octoplus.Dashboard.Notices;

namespace Octoplus.Dashboard.Tests.Notices;

public sealed class MailTextTests
{
    private static readonly DateTime _at = new(2026, 3, 1, 8, 5, 9, DateTimeKind.Utc);

    [Fact]
    public void ToBytes_Headers_AreThoseOfAnAutomaticMail()
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
    public void ToBytes_AnyText_ArrivesAsItWas(string body) => Assert.Equal(body.ReplaceLineEndings("\r\n"), Read(Text("s", body)).Text);

    [Fact]
    public void ToBytes_LongTexts_HaveShortLinesOfAscii()
    {
        var subject = string.Concat(Enumerable.Repeat("été 🙂 ", 60));
        var body = string.Join('\n', Enumerable.Repeat(new string('é', 5000), 3));
        var bytes = Text(subject, body).ToBytes();
        Assert.All(bytes, b => Assert.True(b is >= 32 and < 127 or (byte)'\r' or (byte)'\n'));
        Assert.All(Encoding.ASCII.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.DoesNotContain('\n', Encoding.ASCII.GetString(bytes).Replace("\r\n", "", StringComparison.Ordinal));
        var mail = Read(Text(subject, body));
        Assert.Equal(subject, mail.Subject);
        Assert.Equal(body.ReplaceLineEndings("\r\n"), mail.Text);
    }

    [Theory]
    [InlineData("a\r\nBcc: x@example.org\r\n\r\nautre")]
    [InlineData("a\nBcc: x@example.org")]
    [InlineData("a\rBcc: x@example.org")]
    [InlineData("=?utf-8?B?DQpCY2M6IHg=?=")]
    public void ToBytes_SubjectThatWouldBeAHeader_IsNone(string subject)
    {
        var mail = Read(Text(subject, "bonjour") with { From = new MailAddress("octoplus@example.org", "x\" <y@example.org>, \"z") });
        Assert.DoesNotContain(mail.Headers, h => h.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(9, mail.Headers.Count);
        Assert.Equal(subject, mail.Subject);
        Assert.EndsWith("<octoplus@example.org>", mail.Header("From"), StringComparison.Ordinal);
        Assert.DoesNotContain("y@example.org", mail.Header("From"), StringComparison.Ordinal);
        Assert.Equal("bonjour", mail.Text);
    }

    [Fact]
    public void ToBytes_OfAnotherCulture_IsTheSame()
    {
        var expected = Text("s", "b").ToBytes();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(expected, Text("s", "b").ToBytes());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static MailText Text(string subject, string body)
        => new("0123", _at, new MailAddress("octoplus@example.org", "Équipe"), [new MailAddress("chef@example.org"), new MailAddress("b@example.org")], subject, body);

    private static ReceivedMail Read(MailText text) => new("", [], Encoding.ASCII.GetString(text.ToBytes()));
}
