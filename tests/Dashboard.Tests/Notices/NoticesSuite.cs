using System.Globalization;
using System.Text.Json;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>From the run of a job to the mail server and the receiver of the webhook, on one engine; the classes at the end choose it.</summary>
public abstract partial class NoticesSuite : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly ManualTime _time = new();
    private readonly OwnCertificate _certificate = new();
    private TestDatabase? _test;
    private SmtpSink? _sink;
    private WebhookReceiver? _receiver;
    private NoticesNode? _node;

    private TestDatabase Test => _test!;

    private SmtpSink Sink => _sink!;

    private WebhookReceiver Receiver => _receiver!;

    private NoticesNode Node => _node!;

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        _sink = new SmtpSink(_certificate.Certificate);
        _receiver = await WebhookReceiver.StartAsync(_certificate.Certificate);
        _node = new NoticesNode(Test, Settings(), _time);
        await Node.Dispatcher.UseChannelsAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await Node.DisposeAsync();
            await Sink.DisposeAsync();
            await Receiver.DisposeAsync();
            await _test.DisposeAsync();
        }

        _certificate.Dispose();
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private Dictionary<string, string?> Settings(bool hasMail = true, bool hasWebhook = true)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Notices:BaseUrl"] = "https://octoplus.example.org/",
            ["Network:TrustedCertificates"] = _certificate.Path,
            ["Network:PrivateHosts:0"] = "127.0.0.1",
        };
        if (hasMail)
        {
            settings["Notices:Mail:Host"] = "127.0.0.1";
            settings["Notices:Mail:Port"] = Sink.Port.ToString(CultureInfo.InvariantCulture);
            settings["Notices:Mail:UserName"] = "octoplus";
            settings["Notices:Mail:Password"] = "secret";
            settings["Notices:Mail:From"] = "Octoplus <octoplus@example.org>";
            settings["Notices:Mail:To"] = "chef@example.org, adjoint@example.org";
        }

        if (hasWebhook)
        {
            settings["Notices:Webhook:Url"] = Receiver.Address;
            settings["Notices:Webhook:Secret"] = Secret;
        }

        return settings;
    }

    private async Task<NoticesNode> AnotherNodeAsync(Dictionary<string, string?> settings)
    {
        var node = new NoticesNode(Test, settings, _time);
        await node.Dispatcher.UseChannelsAsync(CancellationToken.None);
        return node;
    }

    private async Task<IReadOnlyList<NoticeDelivery>> DeliveriesAsync(string channel)
        => [.. (await Node.Queries.DeliveriesAsync(100, CancellationToken.None)).Where(d => d.Channel == channel)];

    private IEnumerable<string> Subjects => Sink.Mails.Select(m => MapNarrationTests.Plain(m.Subject));

    private static JsonElement Json(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement;
}

public sealed class SqliteNoticesTests : NoticesSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbNoticesTests : NoticesSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
