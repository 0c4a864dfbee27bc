using Octoplus.Core.Accounts;

namespace Octoplus.Core.Tests.Accounts;

public abstract partial class AccountsSuite
{
    [SkippableFact]
    public async Task RotateAsync_EachTokenOnce_GivesTheNext()
    {
        var vic = await FindAsync("vic");
        var first = await Tokens.GrantAsync(vic.Id, CancellationToken.None);
        var second = await Tokens.RotateAsync(first, CancellationToken.None);
        var third = await Tokens.RotateAsync(second.Token!, CancellationToken.None);
        Assert.Equal(vic.Id, third.UserId);
        Assert.Equal(3, new[] { first, second.Token, third.Token }.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(first, await Test.DumpAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task RotateAsync_UsedToken_RevokesItsFamilyAndNoOther()
    {
        var vic = await FindAsync("vic");
        var first = await Tokens.GrantAsync(vic.Id, CancellationToken.None);
        var other = await Tokens.GrantAsync(vic.Id, CancellationToken.None);
        var second = await Tokens.RotateAsync(first, CancellationToken.None);

        Assert.Equal(new RefreshResult(vic.Id, null, IsReuse: true), await Tokens.RotateAsync(first, CancellationToken.None));
        Assert.Equal(new RefreshResult(null, null, IsReuse: false), await Tokens.RotateAsync(second.Token!, CancellationToken.None));
        Assert.NotNull((await Tokens.RotateAsync(other, CancellationToken.None)).Token);
    }

    [SkippableFact]
    public async Task RotateAsync_SameTokenManyTimesAtOnce_GivesOneToken()
    {
        var first = await Tokens.GrantAsync((await FindAsync("vic")).Id, CancellationToken.None);
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Tokens.RotateAsync(first, CancellationToken.None))));
        Assert.Single(results, r => r.Token is not null);
        Assert.Contains(results, r => r.IsReuse);
    }

    [SkippableFact]
    public async Task RotateAsync_AfterFourteenDays_IsRefused()
    {
        var vic = await FindAsync("vic");
        var kept = await Tokens.GrantAsync(vic.Id, CancellationToken.None);
        var late = await Tokens.GrantAsync(vic.Id, CancellationToken.None);
        _time.Now += RefreshTokenStore.Lifetime - TimeSpan.FromSeconds(1);
        Assert.NotNull((await Tokens.RotateAsync(kept, CancellationToken.None)).Token);
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(new RefreshResult(null, null, IsReuse: false), await Tokens.RotateAsync(late, CancellationToken.None));
        await Tokens.GrantAsync(vic.Id, CancellationToken.None);
    }

    [SkippableFact]
    public async Task RotateAsync_UnknownToken_IsRefused()
        => Assert.Equal(new RefreshResult(null, null, IsReuse: false), await Tokens.RotateAsync("unknown", CancellationToken.None));

    [SkippableTheory]
    [InlineData("everywhere")]
    [InlineData("disabled")]
    [InlineData("role")]
    [InlineData("reset")]
    [InlineData("own password")]
    public async Task RotateAsync_AfterSessionsEnded_IsRefused(string how)
    {
        var vic = await FindAsync("vic");
        var token = await Tokens.GrantAsync(vic.Id, CancellationToken.None);
        var former = vic.SecurityStamp;
        vic.SecurityStamp = "new";
        Assert.True(how switch
        {
            "everywhere" => await Users.SignOutEverywhereAsync(vic.Id, _ada, CancellationToken.None) == UserChange.Done,
            "disabled" => await Users.SetDisabledAsync(vic.Id, isDisabled: true, _ada, CancellationToken.None) == UserChange.Done,
            "role" => await Users.SetRoleAsync(vic.Id, Role.Analyst, _ada, CancellationToken.None) == UserChange.Done,
            "reset" => await Users.ResetPasswordAsync(vic.Id, "hash", mustChange: true, _ada, CancellationToken.None) == UserChange.Done,
            _ => await SignIns.SaveCredentialsAsync(vic, former, CancellationToken.None),
        });
        Assert.Null((await Tokens.RotateAsync(token, CancellationToken.None)).Token);
    }
}
