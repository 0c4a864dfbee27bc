using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>Where a scheduled backup stands.</summary>
public enum BackupFileState
{
    /// <summary>Being written, or its process died.</summary>
    Writing,

    /// <summary>Read back whole.</summary>
    Good,

    /// <summary>Not as it was written.</summary>
    Bad,
}

/// <summary>A backup that the program wrote by its schedule.</summary>
public sealed record BackupFile
{
    /// <summary>Name in the folder of backups.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required BackupFileState State { get; init; }

    /// <summary>Size of the file.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Size of the database before compression.</summary>
    public required long CopyBytes { get; init; }

    /// <summary>Of the file, lower-case hexadecimal; zeros while it is written.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Needs a passphrase or key.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was read back last; null: never.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>What is wrong with it.</summary>
    public string? Problem { get; init; }
}

/// <summary>What the program knows of its scheduled backups: it deletes no file that is not listed here.</summary>
public sealed class BackupFileStore(Database database)
{
    private const string AllSql = """
        select name, state, size_bytes, copy_bytes, sha256, is_encrypted, created_at, verified_at, problem
        from backup_file
        order by created_at desc, name desc
        """;

    private const string BeginSql = """
        insert into backup_file (name, state, size_bytes, copy_bytes, sha256, is_encrypted, created_at)
        values (@name, 'writing', 0, 0, @none, 0, @now)
        """;

    private const string EndSql = """
        update backup_file
        set state = @state, size_bytes = @SizeBytes, copy_bytes = @CopyBytes, sha256 = @Sha256, is_encrypted = @IsEncrypted, created_at = @CreatedAt,
            verified_at = @VerifiedAt, problem = @problem
        where name = @Name
        """;

    private const string ForgetSql = "delete from backup_file where name = @name";

    /// <summary>All of them, newest first.</summary>
    public Task<IReadOnlyList<BackupFile>> AllAsync(CancellationToken cancellationToken) => database.QueryAsync<BackupFile>(AllSql, null, cancellationToken);

    /// <summary>Notes that a file is about to be written.</summary>
    public Task BeginAsync(string name, CancellationToken cancellationToken)
        => database.ExecuteAsync(BeginSql, new { name, none = new string('0', 64), now = DateTimeOffset.UtcNow }, cancellationToken);

    /// <summary>Notes what became of it.</summary>
    public Task EndAsync(BackupFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return database.ExecuteAsync(
            EndSql,
            new
            {
                file.Name,
                state = EnumCode.Of(file.State),
                file.SizeBytes,
                file.CopyBytes,
                file.Sha256,
                file.IsEncrypted,
                file.CreatedAt,
                file.VerifiedAt,
                problem = file.Problem is { Length: > 500 } text ? text[..500] : file.Problem,
            },
            cancellationToken);
    }

    /// <summary>Forgets a file that is not there any more.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) => database.ExecuteAsync(ForgetSql, new { name }, cancellationToken);
}
