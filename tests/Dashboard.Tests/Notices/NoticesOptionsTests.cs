using Octoplus.Dashboard.Notices;

namespace Octoplus.Dashboard.Tests.Notices;

public sealed class NoticesOptionsTests
{
    [Fact]
    public void Defect_NothingSetUp_IsNone() => Assert.Null(new NoticesOptions().Defect());

    [Fact]
    public void Defect_AllSetUp_IsNone() => Assert.Null(Valid().Defect());

    public static TheoryData<string, Action<NoticesOptions>> Wrong => new()
    {
        { "Notices:BaseUrl", o => o.BaseUrl = "octoplus.example.org" },
        { "Notices:BaseUrl", o => o.BaseUrl = "https://octoplus.example.org/?a=b" },
        { "Notices:BaseUrl", o => o.BaseUrl = "javascript:alert(1)" },
        { "Notices:Language", o => o.Language = "de" },
        { "Notices:Mail:Host", o => o.Mail.Host = "" },
        { "Notices:Mail:Host", o => o.Mail.Host = "mail example" },
        { "Notices:Mail:Port", o => o.Mail.Port = 70_000 },
        { "Notices:Mail:Security", o => o.Mail.Security = "Auto" },
        { "Notices:Mail:Security", o => o.Mail.Security = "None" },
        { "Notices:Mail:Password", o => o.Mail.Password = "" },
        { "Notices:Mail:Password", o => o.Mail.Password = "a\r\nb" },
        { "Notices:Mail:TimeoutSeconds", o => o.Mail.TimeoutSeconds = 0 },
        { "Notices:Mail:From", o => o.Mail.From = "" },
        { "Notices:Mail:From", o => o.Mail.From = "a@example.org\r\nBcc: b@example.org" },
        { "Notices:Mail:To", o => o.Mail.To = [] },
        { "Notices:Mail:To", o => o.Mail.To = ["chef@example.org", "é@example.org"] },
        { "Notices:Mail:To", o => o.Mail.To = ["a@example.org>\r\nDATA"] },
        { "Notices:Mail:To", o => o.Mail.To = ["\"a b\"@example.org"] },
        { "Notices:Webhook:Url", o => o.Webhook.Url = "" },
        { "Notices:Webhook:Url", o => o.Webhook.Url = "http://hook.example.org/" },
        { "Notices:Webhook:Url", o => o.Webhook.Url = "https://a:b@hook.example.org/" },
        { "Notices:Webhook:Secret", o => o.Webhook.Secret = "too short" },
        { "Notices:Webhook:TimeoutSeconds", o => o.Webhook.TimeoutSeconds = 600 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Defect_WrongKey_IsNamedWithoutSecrets(string key, Action<NoticesOptions> spoil)
    {
        var options = Valid();
        spoil(options);
        var defect = options.Defect();
        Assert.Contains(key, defect, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", defect, StringComparison.Ordinal);
        Assert.DoesNotContain("a:b@", defect, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Defect_PlainOnThisMachine_IsNone(string host)
    {
        var options = Valid();
        (options.Mail.Host, options.Mail.Security) = (host, "None");
        Assert.Null(options.Defect());
    }

    [Theory]
    [InlineData("StartTls", 0, 587)]
    [InlineData("Tls", 0, 465)]
    [InlineData("Tls", 2465, 2465)]
    public void UsedPort_BySecurity(string security, int port, int expected) => Assert.Equal(expected, new MailOptions { Security = security, Port = port }.UsedPort);

    [Theory]
    [InlineData("https://octoplus.example.org", "/admin/avis", "https://octoplus.example.org/admin/avis")]
    [InlineData("https://example.org/octoplus/", "/admin/avis", "https://example.org/octoplus/admin/avis")]
    [InlineData("https://octoplus.example.org", "//evil.example", null)]
    [InlineData("https://octoplus.example.org", null, null)]
    [InlineData("", "/admin/avis", null)]
    public void Link_OfAPath_IsUnderTheAddress(string baseUrl, string? path, string? expected) => Assert.Equal(expected, new NoticesOptions { BaseUrl = baseUrl }.Link(path));

    private static NoticesOptions Valid() => new()
    {
        BaseUrl = "https://octoplus.example.org",
        Mail = new MailOptions { Host = "mail.example.org", UserName = "octoplus", Password = "geheim", From = "Octoplus <o@example.org>", To = ["chef@example.org"] },
        Webhook = new WebhookOptions { Url = "https://hook.example.org/x", Secret = "geheim0123456789abcdef0123456789abcdef" },
    };
}
