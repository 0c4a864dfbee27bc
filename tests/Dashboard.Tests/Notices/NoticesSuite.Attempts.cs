using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Tests.Notices;

public abstract partial class NoticesSuite
{
    [SkippableFact]
    public async Task Webhook_Refused_IsTriedAgainWithTheSameIdAndANewSignature()
    {
        var answers = new Queue<int>([500, 302, 200]);
        Receiver.Answer = context =>
        {
            context.Response.Headers.Location = Receiver.Address;
            return WebhookReceiver.Status(context, answers.Dequeue());
        };
        await Node.ChangeAsync(1);
        await Node.SendAsync();
        await Node.SendAsync(); // not due yet
        Assert.Single(Receiver.Requests);
        Assert.Equal("The receiver answered 500.", Assert.Single(await DeliveriesAsync("webhook")).LastError);
        _time.Move(TimeSpan.FromSeconds(61));
        await Node.SendAsync();
        _time.Move(TimeSpan.FromSeconds(121));
        await Node.SendAsync();
        var requests = Receiver.Requests.ToArray();
        Assert.Equal(3, requests.Length); // a redirect is a failure, not an address
        Assert.All(requests, r =>
        {
            Assert.Equal("POST", r.Method);
            Assert.Equal(requests[0].Headers["Octoplus-Delivery"], r.Headers["Octoplus-Delivery"]);
            Assert.Equal(requests[0].Body, r.Body);
            // As the receiver does it, from what is documented.
            var signed = Encoding.ASCII.GetBytes(r.Headers["Octoplus-Timestamp"] + ".").Concat(r.Body).ToArray();
            Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), signed)), r.Headers["Octoplus-Signature"]);
        });
        Assert.Equal(3, requests.Select(r => r.Headers["Octoplus-Signature"]).Distinct(StringComparer.Ordinal).Count());
        var sent = Assert.Single(await DeliveriesAsync("webhook"));
        Assert.Equal((DeliveryState.Sent, 3L, requests[0].Headers["Octoplus-Delivery"]), (sent.State, sent.Attempts, sent.Id));
    }

    [SkippableFact]
    public async Task Webhook_AtAPrivateAddress_IsNotAskedUnlessNamed()
    {
        var settings = Settings(hasMail: false);
        settings.Remove("Network:PrivateHosts:0");
        await using var node = await AnotherNodeAsync(settings);
        await node.ChangeAsync(1);
        await node.SendAsync();
        Assert.Empty(Receiver.Requests);
        Assert.Contains("not on the public internet", Assert.Single(await DeliveriesAsync("webhook")).LastError, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Webhook_Body_IsAsDocumented()
    {
        await Node.ChangeAsync(1);
        await Node.SendAsync();
        var request = Assert.Single(Receiver.Requests);
        var body = Json(request);
        Assert.Equal(request.Headers["Octoplus-Delivery"], body.GetProperty("id").GetString());
        Assert.Equal(["id", "run", "job", "at", "test", "notices"], body.EnumerateObject().Select(p => p.Name));
        var notice = Assert.Single(body.GetProperty("notices").EnumerateArray());
        Assert.Equal(["kind", "cause", "code", "arguments", "text", "link"], notice.EnumerateObject().Select(p => p.Name));
        Assert.Equal("changed test:1 views.rebuilt", string.Join(' ', new[] { "kind", "cause", "code" }.Select(p => notice.GetProperty(p).GetString())));
        Assert.Equal("Les vues ont été recalculées.", notice.GetProperty("text").GetProperty("fr").GetString());
        Assert.StartsWith("The views", notice.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal("https://octoplus.example.org/donnees", notice.GetProperty("link").GetString());
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
    }

    [SkippableFact]
    public async Task Webhook_Gone_IsGivenUpAtOnceAndToldByMail()
    {
        Receiver.Answer = context => WebhookReceiver.Status(context, 410);
        await Node.ChangeAsync(1);
        await Node.SendAsync();
        var given = Assert.Single(await DeliveriesAsync("webhook"), d => d.State == DeliveryState.GivenUp);
        Assert.Equal("The receiver answered 410.", given.LastError);
        await Node.SendAsync();
        Assert.Equal(["Octoplus : 1 changement", "Octoplus : 1 échec"], Subjects);
        // Told once, however many are given up.
        await Node.ChangeAsync(2);
        await Node.SendAsync();
        await Node.SendAsync();
        Assert.Equal(3, Sink.Mails.Count);
        Assert.Contains("410", Assert.Single(await Node.Queries.OpenAsync(10, CancellationToken.None)).Message.Arguments[1].ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Mail_ThatNobodyTakes_IsGivenUpAfterThreeDays()
    {
        Sink.Answer = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "451 4.3.0 later" : null;
        await Node.ChangeAsync(1);
        var pauses = new List<double>();
        await Node.SendAsync();
        while (Assert.Single(await DeliveriesAsync("mail"), d => d.RunId is not null) is { State: DeliveryState.Waiting } waiting)
        {
            var pause = Instant.Parse(waiting.NextAt) - _time.Now.UtcDateTime;
            pauses.Add(Math.Round(pause.TotalMinutes));
            _time.Move(pause);
            await Node.SendAsync();
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360], pauses.Take(11));
        Assert.All(pauses, p => Assert.InRange(p, 0, 360));
        Assert.Equal(72 * 60, pauses.Sum(), tolerance: 2);
        var given = Assert.Single(await DeliveriesAsync("mail"), d => d.State == DeliveryState.GivenUp);
        Assert.Equal("The mail server refused MAIL FROM: 451 4.3.0 later", given.LastError);
        Assert.Equal(pauses.Count + 1, given.Attempts);

        // Told by the other channel, and once mail works again also by it.
        Assert.Contains("451 4.3.0", Encoding.UTF8.GetString(Receiver.Requests.Last().Body), StringComparison.Ordinal);
        Sink.Answer = _ => null;
        await Node.ChangeAsync(2);
        await Node.SendAsync();
        await Node.SendAsync();
        Assert.Equal(["Octoplus : 1 changement", "Octoplus : 1 rétablissement"], Subjects);
        Assert.Empty(await Node.Queries.OpenAsync(10, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Summaries_OfTwoSenders_GoOutOnce()
    {
        for (var i = 0; i < 15; i++)
        {
            await Node.ChangeAsync(i);
        }

        await using var other = await AnotherNodeAsync(Settings());
        var attempts = await Task.WhenAll(Node.SendAsync(), other.SendAsync());
        Assert.Equal(30, attempts.Sum());
        Assert.Equal(15, Sink.Mails.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(15, Sink.Mails.Count);
        Assert.Equal(15, Receiver.Requests.Count);
        Assert.All(await Node.Queries.DeliveriesAsync(100, CancellationToken.None), d => Assert.Equal(DeliveryState.Sent, d.State));
    }

    [SkippableFact]
    public async Task Summary_PutOffByAClockThatWas400DaysAhead_IsSentWhenItIsBack()
    {
        var answers = new Queue<int>([500, 200]);
        Receiver.Answer = context => WebhookReceiver.Status(context, answers.Dequeue());
        await Node.ChangeAsync(1);
        await Test.ColumnAsync<int>("update notice_delivery set created_at = @at, next_at = @at", new { at = Instant.Of(_time.Now.AddDays(400)) });
        await Node.SendAsync();
        _time.Move(TimeSpan.FromMinutes(2));
        await Node.SendAsync();
        Assert.Equal(2, Receiver.Requests.Count);
        Assert.Equal(DeliveryState.Sent, Assert.Single(await DeliveriesAsync("webhook")).State);
    }

    [SkippableFact]
    public async Task Sender_DiedBetweenSendingAndMarking_IsRepeatedUnderTheSameId()
    {
        await Node.ChangeAsync(1);
        var lease = (await Node.Outbox.TakeAsync("mail", TimeSpan.FromMinutes(5), CancellationToken.None))!;
        var notices = await Node.Queries.OfDeliveryAsync(lease.Delivery, 10, CancellationToken.None);
        await Node.Dispatcher.Channels.Single(c => c.Name == "mail").SendAsync(Octoplus.Dashboard.Notices.NoticeSummary.Of(lease.Delivery, notices), CancellationToken.None);
        await using var other = await AnotherNodeAsync(Settings(hasWebhook: false));
        Assert.Equal(0, await other.SendAsync()); // the lease holds
        _time.Move(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await other.SendAsync());
        Assert.Equal(2, Sink.Mails.Count);
        Assert.Equal($"<{lease.Delivery.Id}@example.org>", Assert.Single(Sink.Mails.Select(m => m.Id).Distinct(StringComparer.Ordinal)));
        await Node.Outbox.SentAsync(lease, null, CancellationToken.None); // too late: changes nothing
        Assert.Equal(2, Assert.Single(await DeliveriesAsync("mail")).Attempts);
    }

    [SkippableFact]
    public async Task Summaries_QueuedBeforeARestart_AreSentAfterIt()
    {
        await Node.ChangeAsync(1);
        await Node.FailAsync();
        await Node.DisposeAsync();
        _node = new NoticesNode(Test, Settings(), _time);
        await Node.Dispatcher.UseChannelsAsync(CancellationToken.None);
        Assert.Equal(4, await Node.SendAsync());
        Assert.Equal(2, Receiver.Requests.Count);
        Assert.Equal(["Octoplus : 1 changement", "Octoplus : 1 échec"], Subjects);
    }

    [SkippableFact]
    public async Task Causes_OfTwoWritersAtOnce_AreOpenedOnce()
    {
        var notice = new Notice(NoticeKind.Failed, "test:same", Octoplus.Core.Reference.Message.Of("job.failed", "une", "deux fois"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Node.WriteAsync(notice))));
        Assert.Equal(8, Assert.Single(await Node.Queries.OpenAsync(10, CancellationToken.None)).Times);
        Assert.Equal(1, await Node.Queries.UnseenAsync(7, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Reads_OfEachUser_AreTheirOwnAndNeverGoBack()
    {
        for (var i = 0; i < 3; i++)
        {
            await Node.ChangeAsync(i);
        }

        var reads = new NoticeReads(Test.Database);
        var (rows, _) = await Node.Queries.PageAsync(null, 1, 10, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => reads.MarkAsync(7, rows[1].Id, CancellationToken.None))));
        await reads.MarkAsync(7, rows[2].Id, CancellationToken.None);
        Assert.Equal(1, await Node.Queries.UnseenAsync(7, CancellationToken.None));
        Assert.Equal(3, await Node.Queries.UnseenAsync(8, CancellationToken.None));
        Assert.Equal(rows[1].Id, await Node.Queries.LastSeenAsync(7, CancellationToken.None));
    }
}
