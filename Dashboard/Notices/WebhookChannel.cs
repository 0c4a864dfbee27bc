using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Network;

namespace Octoplus.Dashboard.Notices;

/// <summary>Summaries to another program: JSON with a signature over time and body (docs/notices.md). What it answers beside its status is not read.</summary>
internal sealed class WebhookChannel(IOptions<NoticesOptions> options, SummaryText texts, OutgoingHttp http, TimeProvider time) : INoticeChannel
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => NoticeChannels.Webhook;

    public async Task<string?> SendAsync(NoticeSummary summary, CancellationToken cancellationToken)
    {
        var webhook = options.Value.Webhook;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(webhook.TimeoutSeconds));
        try
        {
            http.Demand(new Uri(webhook.Url));
            using var request = Request(webhook, summary);
            using var answer = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.IsSuccessStatusCode
                ? null
                : throw new NoticeSendException(
                    string.Create(CultureInfo.InvariantCulture, $"The receiver answered {(int)answer.StatusCode}."), isFinal: answer.StatusCode == HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoticeSendException("The receiver did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or AddressRefusedException)
        {
            throw new NoticeSendException($"The receiver cannot be reached: {(e.InnerException ?? e).Message}");
        }
    }

    /// <summary>HMAC-SHA-256 of <c>timestamp.body</c>, in hexadecimal digits.</summary>
    internal static string Signature(string secret, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    private HttpRequestMessage Request(WebhookOptions webhook, NoticeSummary summary)
    {
        var body = Body(summary);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.Add("Octoplus-Delivery", summary.Id);
        request.Headers.Add("Octoplus-Timestamp", timestamp);
        request.Headers.Add("Octoplus-Signature", "sha256=" + Signature(webhook.Secret, timestamp, body));
        return request;
    }

    private byte[] Body(NoticeSummary summary) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            summary.Id,
            Run = summary.RunId,
            summary.Job,
            summary.At,
            Test = summary.IsTest,
            Notices = summary.Notices.Select(notice => new
            {
                Kind = EnumCode.Of(notice.Kind),
                notice.Cause,
                notice.Message.Code,
                notice.Message.Arguments,
                Text = Localization.Cultures.ToDictionary(c => c.TwoLetterISOLanguageName, c => texts.Of(notice, c), StringComparer.Ordinal),
                Link = options.Value.Link(notice.Link),
            }),
        },
        _json);
}
