using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Backups;

namespace Octoplus.Ingest.Tests.Backups;

public sealed class BackupArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string BackupPath => _folder.File("b");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Verify_AnyBitFlipped_Refuses(bool isEncrypted)
    {
        var secret = isEncrypted ? KeyFile() : null;
        await WriteAsync(secret, [("settings.json", "{}")]);
        var bytes = await File.ReadAllBytesAsync(BackupPath);
        Assert.Single((await VerifyAsync(secret)).Parts);
        for (var bit = 0; bit < bytes.Length * 8; bit += 3)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(BackupPath, bytes);
            var e = await Record.ExceptionAsync(() => VerifyAsync(secret));
            Assert.True(e is InvalidDataException, $"bit {bit}: {e}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Verify_AnyLength_RefusesAllButTheWhole(bool isEncrypted)
    {
        var secret = isEncrypted ? KeyFile() : null;
        await WriteAsync(secret, [("settings.json", "{}")]);
        var bytes = await File.ReadAllBytesAsync(BackupPath);
        for (var length = 0; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(BackupPath, bytes[..length]);
            await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(secret));
        }

        await File.WriteAllBytesAsync(BackupPath, [.. bytes, 0]);
        await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(secret));
    }

    [Theory]
    [InlineData("swapped")]
    [InlineData("left out")]
    [InlineData("cut off")]
    public async Task Verify_ChunksOfEncryptedFile_RefusesAnyOtherOrder(string what)
    {
        var secret = KeyFile();
        // Not to be compressed: several chunks.
        await WriteAsync(secret, [("settings.json", Convert.ToBase64String(RandomNumberGenerator.GetBytes(300_000)))]);
        var bytes = await File.ReadAllBytesAsync(BackupPath);
        const int chunk = EncryptedFile.ChunkBytes + EncryptedFile.TagBytes;
        var header = bytes[..EncryptedFile.HeaderBytes];
        var chunks = bytes[EncryptedFile.HeaderBytes..].Chunk(chunk).ToList();
        Assert.True(chunks.Count >= 4);
        switch (what)
        {
            case "swapped":
                (chunks[1], chunks[2]) = (chunks[2], chunks[1]);
                break;
            case "left out":
                chunks.RemoveAt(1);
                break;
            default:
                chunks.RemoveAt(chunks.Count - 1);
                break;
        }

        await File.WriteAllBytesAsync(BackupPath, [.. header, .. chunks.SelectMany(c => c)]);

        var e = await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(secret));
        Assert.Contains("altered, moved or cut off", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("keys/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("files/ab/short")]
    [InlineData("appsettings.json")]
    public async Task Verify_PartThatDoesNotBelong_Refuses(string name)
    {
        await WriteAsync(null, [(name, "x")]);
        await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task Verify_SamePartTwice_Refuses()
    {
        await WriteAsync(null, [("settings.json", "x"), ("settings.json", "x")]);
        await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task Verify_PartMissing_Refuses()
    {
        await WriteAsync(null, [("settings.json", "{}")], manifestParts: []);
        await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task Verify_OtherKindOfSecret_SaysWhichToSet()
    {
        await WriteAsync(KeyFile(), [("settings.json", "{}")]);
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => VerifyAsync(BackupSecret.OfPassphrase("correct horse battery")));
        Assert.Contains("Backups:KeyFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_NotEncrypted_OrdinaryToolsReadIt()
    {
        await WriteAsync(null, [("settings.json", "{ }")]);
        await using var file = File.OpenRead(BackupPath);
        await using var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        await System.Formats.Tar.TarFile.ExtractToDirectoryAsync(gzip, _folder.Path, overwriteFiles: false);
        Assert.Equal("{ }", await File.ReadAllTextAsync(_folder.File("settings.json")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupPath));
        }
    }

    [Fact]
    public void Problems_EachKey_IsNamed()
    {
        Assert.Empty(new BackupOptions().Problems());
        Assert.Contains("Backups:Passphrase", Assert.Single(new BackupOptions { Passphrase = "short" }.Problems()), StringComparison.Ordinal);
        Assert.Contains("Backups:Keep:Daily", Assert.Single(new BackupOptions { Keep = { Daily = 0 } }.Problems()), StringComparison.Ordinal);
        Assert.Contains("Backups:Keep:Weekly", Assert.Single(new BackupOptions { Keep = { Weekly = -1 } }.Problems()), StringComparison.Ordinal);
        Assert.Contains("Backups:Keep:Monthly", Assert.Single(new BackupOptions { Keep = { Monthly = 121 } }.Problems()), StringComparison.Ordinal);
        Assert.Single(new BackupOptions { Passphrase = "correct horse battery", KeyFile = "k" }.Problems());
    }

    private Task<BackupManifest> VerifyAsync(BackupSecret? secret) => BackupRestorer.VerifyAsync(BackupPath, secret, CancellationToken.None);

    private BackupSecret KeyFile()
    {
        var path = _folder.File("key");
        File.WriteAllText(path, new string('a', 64) + "\n");
        return BackupSecret.OfKeyFile(path);
    }

    private async Task WriteAsync(BackupSecret? secret, IEnumerable<(string Name, string Text)> parts, IReadOnlyList<BackupPart>? manifestParts = null)
    {
        using var writer = new BackupArchiveWriter(BackupPath, secret);
        foreach (var (name, text) in parts)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await writer.AddAsync(name, content, DateTime.UnixEpoch, CancellationToken.None);
        }

        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, "test", "Sqlite", 1, "2026-01-01T00:00:00Z", new BackupTotals([], 0, 0), manifestParts ?? [.. writer.Parts]);
        using var json = new MemoryStream(manifest.ToJson());
        await writer.AddAsync(BackupManifest.PartName, json, DateTime.UnixEpoch, CancellationToken.None);
        writer.Complete();
    }
}
