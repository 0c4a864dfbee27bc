using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>Files of a folder: which are taken, which wait, and that nobody gets out of the allowed folders.</summary>
public sealed class FolderListingTests : IDisposable
{
    private readonly TemporaryFolder _machine = new();
    private readonly AllowedFolders _allowed;
    private readonly string _root;

    public FolderListingTests()
    {
        _root = Directory.CreateDirectory(_machine.File("drop")).FullName;
        _allowed = new AllowedFolders([_root], Directory.CreateDirectory(_machine.File("data")).FullName);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Of_PatternOfNames_TakesThoseOfTheFolderOnly()
    {
        Put("b.csv", "a.CSV", "notes.txt", "sub/mensuel-1.csv", ".cache.csv");
        Assert.Equal(["a.CSV", "b.csv"], Names(List("*.csv").Files));
        Assert.Equal(["a.CSV", "b.csv", "sub/mensuel-1.csv"], Names(List("**/*.csv").Files));
        Assert.Equal(["sub/mensuel-1.csv"], Names(List("**/mensuel-*.csv").Files));
    }

    [Fact]
    public void Of_YoungOrEmptyFile_Waits()
    {
        Put("old.csv", "young.csv", "empty.csv");
        File.WriteAllText(Path.Combine(_root, "empty.csv"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_root, "young.csv"), DateTime.UtcNow);
        var listing = List("*.csv");
        Assert.Equal(["old.csv"], Names(listing.Files));
        Assert.Equal(["empty.csv", "young.csv"], Names(listing.Unsettled));
    }

    [Fact]
    public void Of_SymbolicLinks_ArePassedOver()
    {
        Put("own.csv");
        var outside = Directory.CreateDirectory(_machine.File("outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "secret.csv"), "secret");
        File.CreateSymbolicLink(Path.Combine(_root, "link.csv"), Path.Combine(outside, "secret.csv"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), outside);
        Assert.Equal(["own.csv"], Names(List("**/*.csv").Files));
        Assert.Equal("source.failure.path-link", _allowed.Check(Path.Combine(_root, "linked"), isFolder: true)?.Code);
        Assert.Equal("source.failure.path-link", _allowed.Check(Path.Combine(_root, "linked", "secret.csv"), isFolder: false)?.Code);
    }

    [Theory]
    [InlineData("/etc", "source.failure.path-outside")]
    [InlineData("{root}/../outside", "source.failure.path-outside")]
    [InlineData("{root}/../../../../../../etc", "source.failure.path-outside")]
    [InlineData("{root}-other", "source.failure.path-outside")]
    [InlineData("drop", "source.failure.path-relative")]
    [InlineData("", "source.failure.path-relative")]
    [InlineData("~", "source.failure.path-relative")]
    [InlineData("{root}/none", "source.failure.path-no-folder")]
    [InlineData("{root}/a\0b", "source.failure.path-relative")]
    public void Check_PathOfAHostileAdministrator_IsRefused(string path, string code)
    {
        Directory.CreateDirectory(_machine.File("outside"));
        Assert.Equal(code, _allowed.Check(path.Replace("{root}", _root, StringComparison.Ordinal), isFolder: true)?.Code);
    }

    [Theory]
    [InlineData("../*.csv", "source.setting.pattern-outside")]
    [InlineData("**/../../*", "source.setting.pattern-outside")]
    [InlineData("..\\*.csv", "source.setting.pattern-outside")]
    [InlineData("/etc/*", "source.setting.pattern-outside")]
    [InlineData("", "source.setting.pattern")]
    [InlineData("a\nb", "source.setting.pattern")]
    public void CheckPattern_LeadingOut_NamesTheField(string pattern, string code)
    {
        var problem = Assert.Single(new FolderSettings { Pattern = pattern }.Check(_root, _allowed));
        Assert.Equal(("pattern", code), (problem.Field, problem.Message.Code));
    }

    [Fact]
    public async Task CopyAsync_FileWrittenMeanwhile_LeavesNothingAndWaits()
    {
        Put("a.csv");
        var file = Assert.Single(List("*.csv").Files);
        var copy = _machine.File("copy");
        Assert.True(await FolderListing.CopyAsync(file, copy, _allowed, CancellationToken.None));
        Assert.Equal("x", await File.ReadAllTextAsync(copy));

        await File.AppendAllTextAsync(file.Path, "y");
        Assert.False(await FolderListing.CopyAsync(file, copy, _allowed, CancellationToken.None));
        Assert.False(File.Exists(copy));

        File.Delete(file.Path);
        await Assert.ThrowsAsync<SourceException>(() => FolderListing.CopyAsync(file, copy, _allowed, CancellationToken.None));
    }

    [Fact]
    public async Task CopyAsync_FileReplacedByALink_IsRefused()
    {
        Put("a.csv");
        var file = Assert.Single(List("*.csv").Files);
        File.Delete(file.Path);
        File.CreateSymbolicLink(file.Path, "/etc/hostname");
        var refused = await Assert.ThrowsAsync<SourceException>(() => FolderListing.CopyAsync(file, _machine.File("copy"), _allowed, CancellationToken.None));
        Assert.Equal("source.failure.path-link", refused.Reason.Code);
    }

    [Fact]
    public void AllowedFolders_RootThatHoldsTheDataFolder_IsRefusedAtStart()
    {
        Assert.Contains("Folders:Roots", Assert.Throws<InvalidOperationException>(() => new AllowedFolders([_machine.Path], _machine.File("data"))).Message, StringComparison.Ordinal);
        Assert.Contains("absolute", Assert.Throws<InvalidOperationException>(() => new AllowedFolders(["drop"], _machine.File("data"))).Message, StringComparison.Ordinal);
        Assert.NotNull(new AllowedFolders([_machine.File("data/inbox")], _machine.File("data")));
    }

    [Fact]
    public void Check_RootThatIsALinkItself_IsTheMachinesMatter()
    {
        Put("a.csv");
        var link = _machine.File("link");
        Directory.CreateSymbolicLink(link, _root);
        var allowed = new AllowedFolders([link], _machine.File("data"));
        var listing = FolderListing.Of(link, new FolderSettings(), allowed, DateTime.UtcNow, CancellationToken.None);
        using var stream = allowed.Open(Assert.Single(listing.Files).Path);
        Assert.Equal(1, stream.Length);
    }

    private FolderListing List(string pattern)
        => FolderListing.Of(_root, new FolderSettings { Pattern = pattern }, _allowed, DateTime.UtcNow, CancellationToken.None);

    private static IEnumerable<string> Names(IEnumerable<FolderFile> files) => files.Select(f => f.Name);

    private void Put(params string[] names)
    {
        foreach (var path in names.Select(n => Path.Combine(_root, n)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        }
    }
}
