using Octoplus.Core.Accounts;

namespace Octoplus.Core.Tests.Accounts;

public abstract partial class AccountsSuite
{
    [SkippableFact]
    public async Task PageAsync_ManyEntries_NewestFirstAndEachOnce()
    {
        for (var i = 0; i < 7; i++)
        {
            _time.Now += TimeSpan.FromSeconds(1);
            await Audit.WriteAsync(new AuditEntry(_ada, "test.page", $"s{i}"), CancellationToken.None);
        }

        var filter = new AuditFilter(Action: "test.page");
        var queries = new AuditQueries(Test.Database);
        var first = await queries.PageAsync(filter, 1, 4, CancellationToken.None);
        var second = await queries.PageAsync(filter, 2, 4, CancellationToken.None);
        Assert.Equal(["s6", "s5", "s4", "s3"], first.Rows.Select(r => r.Subject));
        Assert.Equal(["s2", "s1", "s0"], second.Rows.Select(r => r.Subject));
        Assert.True(first.HasMore);
        Assert.False(second.HasMore);
        Assert.Equal("192.0.2.1", first.Rows[0].Address);
        var all = new List<string>();
        await foreach (var row in queries.AllAsync(filter, 100, CancellationToken.None))
        {
            all.Add(row.Subject);
        }

        Assert.Equal(["s6", "s5", "s4", "s3", "s2", "s1", "s0"], all);
    }

    [SkippableFact]
    public async Task PageAsync_Filters_NarrowByActorDayAndText()
    {
        await Audit.WriteAsync(new AuditEntry(new AuditActor("bob", null), "test.a", "100 %_!", "Détail"), CancellationToken.None);
        _time.Now = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        await Audit.WriteAsync(new AuditEntry(new AuditActor("bob", null), "test.b", "other"), CancellationToken.None);

        Assert.Equal(["bob test.b other", "bob test.a 100 %_! Détail"], await AuditAsync(new AuditFilter(Actor: "bob")));
        Assert.Equal(["bob test.b other"], await AuditAsync(new AuditFilter(From: new DateOnly(2026, 3, 2))));
        Assert.Equal(["bob test.a 100 %_! Détail"], await AuditAsync(new AuditFilter(Actor: "bob", To: new DateOnly(2026, 3, 1))));
        Assert.Equal(["bob test.a 100 %_! Détail"], await AuditAsync(new AuditFilter(Text: "%_!")));
        Assert.Equal(["bob test.a 100 %_! Détail"], await AuditAsync(new AuditFilter(Text: "DÉTAIL".Replace('É', 'é'))));
        Assert.Empty(await AuditAsync(new AuditFilter(Text: "' or 1 = 1 --")));
        Assert.Contains("test.a", await new AuditQueries(Test.Database).ActionsAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task WriteAsync_LongTexts_AreCutNotRefused()
    {
        var emoji = new string('x', 199) + "😀";
        await Audit.WriteAsync(new AuditEntry(new AuditActor(new string('n', 300), new string('a', 300)), "test.long", emoji, new string('d', 5000)), CancellationToken.None);
        var row = Assert.Single((await new AuditQueries(Test.Database).PageAsync(new AuditFilter(Action: "test.long"), 1, 10, CancellationToken.None)).Rows);
        Assert.Equal((100, 199, 2000, 64), (row.Actor.Length, row.Subject.Length, row.Detail!.Length, row.Address!.Length));
    }

    [SkippableFact]
    public async Task FailuresAsync_UnknownName_CountsSinceThen()
    {
        await Audit.WriteAsync(new AuditEntry(AuditActor.Unknown(null), AuditActions.SignInFailed, "nobody"), CancellationToken.None);
        var before = _time.Now;
        _time.Now += TimeSpan.FromMinutes(1);
        await Audit.WriteAsync(new AuditEntry(AuditActor.Unknown(null), AuditActions.SignInFailed, "nobody"), CancellationToken.None);
        var queries = new AuditQueries(Test.Database);
        Assert.Equal(new FailureCount { Failures = 2, LastAt = new DateTimeOffset(2026, 3, 1, 12, 1, 0, TimeSpan.Zero) }, await queries.FailuresAsync("nobody", before, CancellationToken.None));
        Assert.Equal(1, (await queries.FailuresAsync("nobody", _time.Now, CancellationToken.None)).Failures);
        Assert.Equal(new FailureCount { Failures = 0 }, await queries.FailuresAsync("other", before, CancellationToken.None));
    }
}
