using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Accounts;

public abstract partial class AccountsSuite
{
    [SkippableFact]
    public async Task AddAsync_NewName_IsFoundHoweverItIsCapitalised()
    {
        Assert.Equal(UserChange.Done, await AddAsync("Zoé.Martin", Role.Analyst));
        var zoe = await FindAsync("ZOE\u0301.martin");
        Assert.Equal("Zoé.Martin", zoe.Name);
        Assert.Equal(Role.Analyst, zoe.Role);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), zoe.CreatedAt);
        Assert.Equal("ada", zoe.CreatedBy);
        Assert.False(zoe.IsDisabled);
        Assert.Null(zoe.LastSignInAt);
        Assert.Equal(40, zoe.SecurityStamp.Length);
    }

    [SkippableFact]
    public async Task AddAsync_SameNameInCapitals_IsRefused()
    {
        Assert.Equal(UserChange.NameTaken, await AddAsync("VIC", Role.Admin));
        Assert.Equal(["ada", "vic"], (await Queries.AllAsync(CancellationToken.None)).Select(u => u.Name));
    }

    [SkippableFact]
    public async Task AddFirstAsync_WithUsers_MakesNone()
        => Assert.Equal(
            UserChange.NameTaken,
            await Users.AddFirstAsync(new NewUser("new", Role.Admin, "hash", MustChangePassword: true), AuditActor.System, CancellationToken.None));

    [SkippableFact]
    public async Task AddFirstAsync_TwoNodesAtOnce_MakeOne()
    {
        await using var empty = await CreateAsync();
        await SchemaScripts.ApplyAsync(empty.Database, CancellationToken.None);
        var changes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => new UserStore(empty.Database, new AuditLog(empty.Database, _time), _time)
            .AddFirstAsync(new NewUser($"admin{i}", Role.Admin, "hash", MustChangePassword: true), AuditActor.System, CancellationToken.None))));
        Assert.Single(changes, UserChange.Done);
        Assert.Single(await new UserQueries(empty.Database).AllAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task SetRoleAsync_LastAdmin_IsRefusedAndWritesNothing()
    {
        var before = await Test.DumpAsync();
        Assert.Equal(UserChange.LastAdmin, await Users.SetRoleAsync((await FindAsync("ada")).Id, Role.Analyst, _ada, CancellationToken.None));
        Assert.Equal(UserChange.LastAdmin, await Users.SetDisabledAsync((await FindAsync("ada")).Id, isDisabled: true, _ada, CancellationToken.None));
        Assert.Equal(before, await Test.DumpAsync());
    }

    [SkippableFact]
    public async Task SetRoleAsync_OtherAdminIsDisabled_IsTheLastAllTheSame()
    {
        await AddAsync("eve", Role.Admin);
        var eve = await FindAsync("eve");
        Assert.Equal(UserChange.Done, await Users.SetDisabledAsync(eve.Id, isDisabled: true, _ada, CancellationToken.None));
        Assert.Equal(UserChange.LastAdmin, await Users.SetRoleAsync((await FindAsync("ada")).Id, Role.Viewer, _ada, CancellationToken.None));
    }

    [SkippableFact]
    public async Task SetRoleAsync_TwoAdminsDemotedAtOnce_OneStays()
    {
        await AddAsync("eve", Role.Admin);
        var ids = (await Queries.AllAsync(CancellationToken.None)).Where(u => u.Role == Role.Admin).Select(u => u.Id).ToList();
        var changes = await Task.WhenAll(ids.Select(id => Task.Run(() => Users.SetRoleAsync(id, Role.Viewer, _ada, CancellationToken.None))));
        Assert.Equal([UserChange.Done, UserChange.LastAdmin], changes.Order());
        Assert.Single(await Queries.AllAsync(CancellationToken.None), u => u.Role == Role.Admin);
    }

    [SkippableFact]
    public async Task SetRoleAsync_Viewer_GetsRoleNewStampAndEntry()
    {
        var before = await FindAsync("vic");
        Assert.Equal(UserChange.Done, await Users.SetRoleAsync(before.Id, Role.Analyst, _ada, CancellationToken.None));
        var after = await FindAsync("vic");
        Assert.Equal(Role.Analyst, after.Role);
        Assert.NotEqual(before.SecurityStamp, after.SecurityStamp);
        Assert.Equal(["ada user.role vic viewer → analyst"], await AuditAsync(new AuditFilter(Action: AuditActions.UserRole)));
    }

    [SkippableFact]
    public async Task Change_UnknownUser_IsNotFound()
        => Assert.Equal(UserChange.NotFound, await Users.UnlockAsync(999, _ada, CancellationToken.None));

    [SkippableFact]
    public async Task ResetPasswordAsync_LockedOutUser_MayTryAgainAndMustChange()
    {
        var vic = await FindAsync("vic");
        await SignIns.CountFailureAsync(vic.Id, CancellationToken.None);
        await SignIns.LockOutAsync(vic.Id, _time.Now.AddMinutes(15), CancellationToken.None);
        Assert.True((await FindAsync("vic")).IsLockedOut(_time.Now));
        Assert.False((await FindAsync("vic")).IsLockedOut(_time.Now.AddMinutes(15)));

        Assert.Equal(UserChange.Done, await Users.ResetPasswordAsync(vic.Id, "new hash", mustChange: true, _ada, CancellationToken.None));
        var after = await FindAsync("vic");
        Assert.False(after.IsLockedOut(_time.Now));
        Assert.Equal((0, "new hash", true), (after.FailedCount, after.PasswordHash, after.MustChangePassword));
    }

    [SkippableFact]
    public async Task CountFailureAsync_ManyAtOnce_LosesNone()
    {
        var vic = await FindAsync("vic");
        var counts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => SignIns.CountFailureAsync(vic.Id, CancellationToken.None))));
        Assert.Equal(Enumerable.Range(1, 10), counts.Order());
    }

    [SkippableFact]
    public async Task SaveCredentialsAsync_StampChangedMeanwhile_SavesNothing()
    {
        var vic = await FindAsync("vic");
        var former = vic.SecurityStamp;
        await Users.SignOutEverywhereAsync(vic.Id, _ada, CancellationToken.None);
        (vic.PasswordHash, vic.SecurityStamp) = ("stale", "stale");
        Assert.False(await SignIns.SaveCredentialsAsync(vic, former, CancellationToken.None));
        Assert.Equal("hash of vic", (await FindAsync("vic")).PasswordHash);
    }
}
