using System.Text;
using MimeKit;
using Octoplus.Dashboard.Notices;
using Octoplus.Ingest.Network;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>Mail against a server in this process: what goes over the wire, encrypted or not at all.</summary>
public sealed class MailDeliveryTests : IAsyncLifetime
{
    private const string User = "octoplus";
    private const string Password = "mot de passe, ünicode";

    private readonly OwnCertificate _certificate = new();
    private SmtpSink _sink = default!;

    public Task InitializeAsync()
    {
        _sink = new SmtpSink(_certificate.Certificate);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _sink.DisposeAsync();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData(MailOptions.StartTls)]
    [InlineData(MailOptions.Tls)]
    public async Task Send_EitherEncryption_SaysNothingButEhloUnencrypted(string security)
    {
        _sink.IsTls = security == MailOptions.Tls;
        Assert.Empty(await SendAsync(security));
        Assert.Equal("bonjour\r\n", Assert.Single(_sink.Mails).Data.Split("\r\n\r\n", 2)[1]);
        var unencrypted = _sink.Lines.Where(l => !l.IsEncrypted).Select(l => l.Text);
        Assert.Equal(_sink.IsTls ? [] : ["EHLO [127.0.0.1]", "STARTTLS"], unencrypted);
        Assert.Contains("AUTH PLAIN " + Base64($"\0{User}\0{Password}"), Encrypted());
    }

    [Theory]
    [InlineData("AUTH LOGIN")]
    [InlineData("AUTH=LOGIN")]
    public async Task Send_ServerOfLoginOnly_IsAnsweredInTwoSteps(string offer)
    {
        _sink.Offers = ["STARTTLS", offer];
        await SendAsync(MailOptions.StartTls);
        Assert.Equal(["AUTH LOGIN", Base64(User), Base64(Password)], Encrypted().Where(l => !l.Contains(' ', StringComparison.Ordinal) || l.StartsWith("AUTH", StringComparison.Ordinal)).Take(3));
    }

    [Fact]
    public async Task Send_LongPassword_IsNotPutIntoOneCommand()
    {
        var password = new string('x', 600);
        await SendAsync(MailOptions.StartTls, password: password);
        Assert.Contains("AUTH LOGIN", Encrypted());
        Assert.Contains(Base64(password), Encrypted());
    }

    [Fact]
    public async Task Send_ServerWithoutEncryption_IsToldNothing()
    {
        _sink.Offers = ["AUTH PLAIN LOGIN"];
        var failure = await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls));
        Assert.Contains("STARTTLS", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["EHLO [127.0.0.1]"], _sink.Lines.Select(l => l.Text));
    }

    [Fact]
    public async Task Send_ServerThatRefusesEncryption_IsToldNothingMore()
    {
        _sink.Answer = line => line == "STARTTLS" ? "454 not now" : null;
        await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls));
        Assert.Equal(["EHLO [127.0.0.1]", "STARTTLS"], _sink.Lines.Select(l => l.Text));
    }

    [Fact]
    public async Task Send_AnswersAheadOfEncryption_AreNotBelieved()
    {
        // Someone between may add what would pass for the encrypted server's words (CVE-2011-0411).
        _sink.Offers = ["STARTTLS", "AUTH LOGIN"];
        _sink.Answer = line => line == "STARTTLS" ? "220 go ahead\r\n250 AUTH PLAIN" : null;
        await Record.ExceptionAsync(() => SendAsync(MailOptions.StartTls));
        Assert.DoesNotContain(_sink.Lines, l => l.Text.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MailOptions.StartTls)]
    [InlineData(MailOptions.Tls)]
    public async Task Send_CertificateOfNobodyKnown_IsRefused(string security)
    {
        _sink.IsTls = security == MailOptions.Tls;
        var failure = await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(security, trusted: null));
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Encrypted());
    }

    [Fact]
    public async Task Send_CertificateOfAnotherHost_IsRefusedThoughTrusted()
    {
        using var other = new OwnCertificate("other.example");
        await using var sink = new SmtpSink(other.Certificate) { IsTls = true };
        var options = Options(MailOptions.Tls, Password);
        options.Port = sink.Port;
        using var message = Message();
        var failure = await Assert.ThrowsAsync<NoticeSendException>(() => MailDelivery.SendAsync(options, Trust(other.Path), message, CancellationToken.None));
        Assert.Contains("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Empty(sink.Lines);
    }

    [Theory]
    [InlineData("greeting", "554 no service", "554 no service")]
    [InlineData("EHLO", "502 what?", "502 what?")]
    [InlineData("AUTH", "535-5.7.8 wrong\r\n535 5.7.8 password", "535 5.7.8 wrong 5.7.8 password")]
    [InlineData("MAIL", "451 later", "451 later")]
    [InlineData("RCPT", "550 nobody", "every recipient")]
    [InlineData("DATA", "452 full", "452 full")]
    [InlineData("message", "554 spam", "554 spam")]
    [InlineData("MAIL", "", "disconnected")]
    [InlineData("message", "", "disconnected")]
    [InlineData("RCPT", "hello", "do not understand")]
    [InlineData("MAIL", "999 what", "999 what")]
    public async Task Send_ServerThatRefusesOrDrops_FailsWithItsWords(string at, string answer, string expected)
    {
        _sink.Answer = line => line.StartsWith(at, StringComparison.Ordinal) ? answer : null;
        var failure = await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64(Password), failure.Message, StringComparison.Ordinal);
        Assert.Empty(_sink.Mails);
    }

    [Theory]
    [InlineData("greeting")]
    [InlineData("MAIL")]
    public async Task Send_ServerThatSaysNothing_IsBrokenOff(string at)
    {
        _sink.Answer = line => line.StartsWith(at, StringComparison.Ordinal) ? "silence" : null;
        var failure = await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls, timeout: 2));
        Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ServerWithoutAnEnd_IsBrokenOff()
    {
        _sink.Answer = line => line.StartsWith("EHLO", StringComparison.Ordinal) ? string.Concat(Enumerable.Repeat("250-more\r\n", 500)) : null;
        await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls, timeout: 2));
        _sink.Answer = line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-" + new string('x', 10_000) : null;
        await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls, timeout: 2));
    }

    [Theory]
    [InlineData("QUIT", "")]
    [InlineData("QUIT", "500 what?")]
    public async Task Send_TakenButForTheFarewell_IsASuccess(string at, string answer)
    {
        _sink.Answer = line => line == at ? answer : null;
        Assert.Empty(await SendAsync(MailOptions.StartTls));
        Assert.Single(_sink.Mails);
    }

    [Fact]
    public async Task Send_SomeRecipientsRefused_TheOthersGetIt()
    {
        _sink.Answer = line => line.StartsWith("RCPT TO:<b@", StringComparison.Ordinal) ? "550 nobody" : null;
        using var message = Message("chef@example.org", "b@example.org");
        var refused = await MailDelivery.SendAsync(Options(MailOptions.StartTls, Password), Trust(_certificate.Path), message, CancellationToken.None);
        Assert.Equal(["b@example.org: 550 nobody"], refused);
        Assert.Equal(["chef@example.org"], Assert.Single(_sink.Mails).To);
    }

    [Fact]
    public async Task Send_WrongPassword_IsTriedOnce()
    {
        _sink.Answer = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 wrong" : null;
        await Assert.ThrowsAsync<NoticeSendException>(() => SendAsync(MailOptions.StartTls));
        Assert.Single(Encrypted(), l => l.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a@example.org>\r\nDATA\r\n<")]
    [InlineData("a@example.org\r\nDATA")]
    public void Message_AddressThatIsACommand_IsNone(string address)
    {
        Assert.Null(MailOptions.TryAddress(address));
        Assert.ThrowsAny<FormatException>(() => Message(address));
    }

    [Fact]
    public async Task Send_OnThisMachineWithoutEncryption_Works()
    {
        _sink.Offers = ["8BITMIME"];
        var options = Options(MailOptions.None, "");
        options.UserName = "";
        using var message = Message();
        Assert.Empty(await MailDelivery.SendAsync(options, Trust(null), message, CancellationToken.None));
        Assert.Single(_sink.Mails);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static ServerTrust Trust(string? path) => new(new NetworkOptions { TrustedCertificates = path });

    private IEnumerable<string> Encrypted() => _sink.Lines.Where(l => l.IsEncrypted).Select(l => l.Text);

    private MailOptions Options(string security, string password, int timeout = 30)
        => new() { Host = "127.0.0.1", Port = _sink.Port, Security = security, UserName = User, Password = password, TimeoutSeconds = timeout };

    private static MimeMessage Message(params string[] to)
        => new(
            [new MailboxAddress(null, "octoplus@example.org")],
            (to.Length > 0 ? to : ["chef@example.org"]).Select(t => new MailboxAddress(null, t)),
            "s",
            new TextPart("plain") { Text = "bonjour\r\n" });

    private async Task<IReadOnlyList<string>> SendAsync(string security, string? trusted = "own", string password = Password, int timeout = 30)
    {
        using var message = Message();
        return await MailDelivery.SendAsync(Options(security, password, timeout), Trust(trusted is null ? null : _certificate.Path), message, CancellationToken.None);
    }
}
