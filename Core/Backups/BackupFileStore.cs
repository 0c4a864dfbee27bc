using Dapper;
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

    /// <summary>ISO 8601 in UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When it was read back last; null: never.</summary>
    public string? VerifiedAt { get; init; }

    /// <summary>What is wrong with it.</summary>
    public string? Problem { get; init; }
}

/// <summary>What the program knows of its scheduled backups: it deletes no file that is not listed here.</summary>
public sealed class BackupFileStore(Database database)
{
    private const string AllSql = """
        select name as Name, state as State, size_bytes as SizeBytes, copy_bytes as CopyBytes, sha256 as Sha256, is_encrypted as IsEncrypted,
               created_at as CreatedAt, verified_at as VerifiedAt, problem as Problem
        from backup_file
        order by created_at desc, name desc
        """;

    private const string BeginSql = """
        insert into backup_file (name, state, size_bytes, copy_bytes, sha256, is_encrypted, created_at)
        values (@name, 'writing', 0, 0, @none, 0, @now)
        """;

    private const string EndSql = """
        update backup_file
        set state = @state, size_bytes = @SizeBytes, copy_bytes = @CopyBytes, sha256 = @Sha256, is_encrypted = @encrypted, created_at = @CreatedAt,
            verified_at = @VerifiedAt, problem = @problem
        where name = @Name
        """;

    private const string ForgetSql = "delete from backup_file where name = @name";

    /// <summary>All of them, newest first.</summary>
    public async Task<IReadOnlyList<BackupFile>> AllAsync(CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<Row>(AllSql, null, cancellationToken)).Select(r => r.ToFile())];

    /// <summary>Notes that a file is about to be written.</summary>
    public Task BeginAsync(string name, CancellationToken cancellationToken)
        => ExecuteAsync(BeginSql, new { name, none = new string('0', 64), now = Instant.Now() }, cancellationToken);

    /// <summary>Notes what became of it.</summary>
    public Task EndAsync(BackupFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ExecuteAsync(
            EndSql,
            new
            {
                file.Name,
                state = EnumCode.Of(file.State),
                file.SizeBytes,
                file.CopyBytes,
                file.Sha256,
                encrypted = file.IsEncrypted ? 1 : 0,
                file.CreatedAt,
                file.VerifiedAt,
                problem = file.Problem is { Length: > 500 } text ? text[..500] : file.Problem,
            },
            cancellationToken);
    }

    /// <summary>Forgets a file that is not there any more.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) => ExecuteAsync(ForgetSql, new { name }, cancellationToken);

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private sealed record Row
    {
        public required string Name { get; init; }

        public required string State { get; init; }

        public required long SizeBytes { get; init; }

        public required long CopyBytes { get; init; }

        public required string Sha256 { get; init; }

        public required bool IsEncrypted { get; init; }

        public required string CreatedAt { get; init; }

        public string? VerifiedAt { get; init; }

        public string? Problem { get; init; }

        public BackupFile ToFile() => new()
        {
            Name = Name,
            State = EnumCode.Parse<BackupFileState>(State),
            SizeBytes = SizeBytes,
            CopyBytes = CopyBytes,
            Sha256 = Sha256,
            IsEncrypted = IsEncrypted,
            CreatedAt = CreatedAt,
            VerifiedAt = VerifiedAt,
            Problem = Problem,
        };
    }
}
