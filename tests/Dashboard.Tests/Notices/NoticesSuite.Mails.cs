using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Notices;

public abstract partial class NoticesSuite
{
    [SkippableFact]
    public async Task Failure_InFiveRuns_IsToldOnceThenItsEnd()
    {
        for (var i = 0; i < 5; i++)
        {
            await Node.FailAsync();
            await Node.SendAsync();
        }

        var mail = Assert.Single(Sink.Mails);
        Assert.Equal("Octoplus : 1 échec", MapNarrationTests.Plain(mail.Subject));
        Assert.Contains("Le serveur de données a répondu « non ».", MapNarrationTests.Plain(mail.Text), StringComparison.Ordinal);
        Assert.Contains("https://octoplus.example.org/admin/taches/test-job", mail.Text, StringComparison.Ordinal);
        Assert.Equal(["chef@example.org", "adjoint@example.org"], mail.To);
        Assert.Equal("MAIL FROM:<octoplus@example.org>", mail.From.Split(" SIZE=")[0]);
        Assert.Equal(5, Assert.Single(await Node.Queries.OpenAsync(10, CancellationToken.None)).Times);

        await Node.SucceedAsync();
        await Node.SucceedAsync();
        await Node.ChangeAsync(1);
        await Node.FailAsync();
        await Node.SendAsync();
        Assert.Equal(["Octoplus : 1 échec", "Octoplus : 1 rétablissement", "Octoplus : 1 changement", "Octoplus : 1 échec"], Subjects);
        Assert.Equal(4, Receiver.Requests.Count);
    }

    [SkippableFact]
    public async Task Run_OfManyNotices_IsOneSummaryAChannelWithEachCauseOnce()
    {
        await Node.RunAsync(c =>
        {
            c.Tell(NoticesNode.Changed(1));
            c.Tell(new Notice(NoticeKind.Failed, "test:bad", Message.Of("job.failed", "une", "premier")));
            c.Tell(NoticesNode.Changed(2));
            c.Tell(new Notice(NoticeKind.Failed, "test:bad", Message.Of("job.failed", "une", "second")));
            c.Tell(NoticesNode.Changed(1));
        });
        await Node.SendAsync();
        var mail = Assert.Single(Sink.Mails);
        Assert.Equal("Octoplus : 1 échec, 2 changements", MapNarrationTests.Plain(mail.Subject));
        Assert.Contains("premier", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("second", mail.Text, StringComparison.Ordinal);
        Assert.True(mail.Text.IndexOf("Ce qui a échoué", StringComparison.Ordinal) < mail.Text.IndexOf("Ce qui a changé", StringComparison.Ordinal));
        var request = Json(Assert.Single(Receiver.Requests));
        Assert.Equal(3, request.GetProperty("notices").GetArrayLength());
        Assert.Equal("test-job", request.GetProperty("job").GetString());
    }

    [SkippableFact]
    public async Task Run_ThatWritesBeforeItsEnd_IsOneSummaryAfterIt()
    {
        await Node.RunAsync(async c =>
        {
            await Node.WriteAsync(NoticesNode.Changed(1), c.RunId);
            Assert.Equal(0, await Node.SendAsync());
            await Node.WriteAsync(NoticesNode.Changed(2), c.RunId);
            c.Tell(NoticesNode.Changed(3));
        });
        Assert.Equal(2, await Node.SendAsync());
        Assert.Equal(["Octoplus : 3 changements"], Subjects);
    }

    [SkippableFact]
    public async Task Notices_WithoutARun_AreSentTogether()
    {
        await Node.WriteAsync(NoticesNode.Changed(1));
        await Node.WriteAsync(NoticesNode.Changed(2));
        await Node.ChangeAsync(3);
        await Node.SendAsync();
        await Node.WriteAsync(NoticesNode.Changed(4));
        await Node.SendAsync();
        Assert.Equal(["Octoplus : 2 changements", "Octoplus : 1 changement", "Octoplus : 1 changement"], Subjects);
    }

    [SkippableFact]
    public async Task Notices_WithoutAChannel_AreOnThePageOnly()
    {
        await using var silent = await AnotherNodeAsync(Settings(hasMail: false, hasWebhook: false));
        await silent.ChangeAsync(1);
        // Set up later: what was told before stays untold.
        await using var later = await AnotherNodeAsync(Settings());
        Assert.Equal(0, await later.SendAsync());
        Assert.Empty(await DeliveriesAsync("mail"));
        Assert.Equal(1, await silent.Queries.UnseenAsync(7, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Channel_TakenOutOfTheSettings_GivesUpWhatWaits()
    {
        await Node.ChangeAsync(1);
        await using var other = await AnotherNodeAsync(Settings(hasMail: false));
        var given = Assert.Single(await DeliveriesAsync("mail"));
        Assert.Equal(DeliveryState.GivenUp, given.State);
        Assert.Equal("The channel is no longer in the settings.", given.LastError);
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await DeliveriesAsync("webhook")).State);
    }

    [SkippableFact]
    public async Task Recipient_Refused_IsRemarkedAndTheOthersGetIt()
    {
        Sink.Answer = line => line == "RCPT TO:<adjoint@example.org>" ? "550 5.1.1 no such user" : null;
        await Node.ChangeAsync(1);
        await Node.SendAsync();
        Assert.Equal(["chef@example.org"], Assert.Single(Sink.Mails).To);
        var sent = Assert.Single(await DeliveriesAsync("mail"));
        Assert.Equal(DeliveryState.Sent, sent.State);
        Assert.Equal("adjoint@example.org: 550 5.1.1 no such user", sent.LastError);
    }

    [SkippableFact]
    public async Task Test_ByTheCommand_GoesOutByEachChannelAndIsAudited()
    {
        Assert.Equal(0, await Octoplus.Dashboard.Commands.NoticesCommand.RunAsync(Node.Services, ["test"], CancellationToken.None));
        Assert.Equal("Octoplus : essai", MapNarrationTests.Plain(Assert.Single(Sink.Mails).Subject));
        Assert.True(Json(Assert.Single(Receiver.Requests)).GetProperty("test").GetBoolean());
        Assert.Equal(["notice.tested"], await Test.ColumnAsync<string>("select action from audit_entry"));
        Sink.Answer = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 no" : null;
        Assert.Equal(1, await Octoplus.Dashboard.Commands.NoticesCommand.RunAsync(Node.Services, ["test"], CancellationToken.None));
        Assert.Equal(2, await Octoplus.Dashboard.Commands.NoticesCommand.RunAsync(Node.Services, ["send"], CancellationToken.None));
    }
}
