namespace Octoplus.Ingest.Tests.Groups;

/// <content>Names given by analysts.</content>
public abstract partial class GroupsSuite
{
    [SkippableFact]
    public async Task SetAsync_NameChangedAndTakenBack_IsAuditedEachTime()
    {
        await ServeFiguresAsync();
        await RunAsync();
        var panel = await PanelAsync(3);

        await NameAsync(panel, 2, "  Côtes ");
        Assert.Equal("Côtes", (await PanelAsync(3, 2018)).Names[2]);
        await NameAsync(panel, 2, "Littoral");
        await NameAsync(panel, 2, "Littoral");
        Assert.Equal("Littoral", (await PanelAsync(3)).Names[2]);
        Assert.Empty((await PanelAsync(4)).Names);
        await NameAsync(panel, 2, " ");
        Assert.Empty((await PanelAsync(3)).Names);
        await NameAsync(panel, 2, null);

        Assert.Equal(["group.named", "group.named", "group.unnamed"], await Test.ColumnAsync<string>("select action from audit_entry where action like 'group.%' order by at, id"));
        Assert.Equal(["Côtes", "Côtes → Littoral", "Littoral"], await Test.ColumnAsync<string>("select detail from audit_entry where action like 'group.%' order by at, id"));
        Assert.All(await Test.ColumnAsync<string>("select subject from audit_entry where action like 'group.%'"), s => Assert.StartsWith("2/3 departments/1/", s, StringComparison.Ordinal));
        Assert.All(await Test.ColumnAsync<string>("select actor from audit_entry where action like 'group.%'"), a => Assert.Equal("ana", a));
    }

    [SkippableFact]
    public async Task SetAsync_BadNameOrNumber_IsRefused()
    {
        await ServeFiguresAsync();
        await RunAsync();
        var panel = await PanelAsync(3);

        await Assert.ThrowsAsync<ArgumentException>(() => NameAsync(panel, 1, new string('a', 61)));
        await Assert.ThrowsAsync<ArgumentException>(() => NameAsync(panel, 1, "a\nb"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NameAsync(panel, 0, "a"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NameAsync(panel, 4, "a"));
        Assert.Empty(await Test.ColumnAsync<string>("select name from group_name"));
    }
}
