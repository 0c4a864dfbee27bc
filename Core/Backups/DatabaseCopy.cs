using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>The programs by which MariaDB and MySQL are copied.</summary>
/// <param name="Dump">Name or path; null: <c>mariadb-dump</c> or <c>mysqldump</c>, whichever is found.</param>
/// <param name="Client">Name or path; null: <c>mariadb</c> or <c>mysql</c>, whichever is found.</param>
public sealed record DatabasePrograms(string? Dump = null, string? Client = null)
{
    /// <summary>What is wrong with them, naming the key of the settings; nothing where they are not named.</summary>
    public IEnumerable<string> Problems()
        => new[] { (Key: "Backups:DumpProgram", Name: Dump), (Key: "Backups:ClientProgram", Name: Client) }
            .Where(p => !string.IsNullOrWhiteSpace(p.Name) && MySqlPrograms.InPath(p.Name) is null)
            .Select(p => $"{p.Key} is '{p.Name}': there is no such program. Name one that is in PATH, or leave it out.");
}

/// <summary>Copies a whole database to one file, as it is at one moment, while others write; and brings it back into an empty one.</summary>
public abstract class DatabaseCopy
{
    /// <summary>
    /// Table that is there while a restore is under way: the program does not start on such a database, and a restore may empty it.
    /// </summary>
    internal const string UnfinishedTable = "restore_unfinished";

    /// <summary>Suffix of a private file with the account, beside the copy while a program works.</summary>
    internal const string OptionsSuffix = ".cnf";

    /// <summary>Deletes a copy, and what a killed process left beside it.</summary>
    public static void Drop(string path)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm", "-journal", OptionsSuffix, OptionsSuffix + ".lock", ".lock" })
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary><c>Sqlite</c> or <c>MySql</c>: copies of one cannot be brought into the other.</summary>
    public abstract string Provider { get; }

    /// <summary>Name of the copy inside of a backup.</summary>
    public abstract string PartName { get; }

    /// <summary>The way of the engine in use.</summary>
    public static DatabaseCopy Of(Database database, DatabasePrograms programs)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.Dialect is SqliteDialect ? new SqliteCopy(database) : new MySqlCopy(database, programs);
    }

    /// <summary>Writes the copy to a file that is not there yet, and adds up what is in it.</summary>
    /// <exception cref="InvalidOperationException">A program is missing, or says what is wrong.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public abstract Task<CopiedDatabase> WriteAsync(string path, CancellationToken cancellationToken);

    /// <summary>How the database stands, as a target.</summary>
    public abstract Task<TargetState> StateAsync(CancellationToken cancellationToken);

    /// <summary>Marks the database as being restored, and removes what a killed restore left in it.</summary>
    public abstract Task BeginRestoreAsync(CancellationToken cancellationToken);

    /// <summary>Brings a copy in, brings its schema up to date, and adds up what came of it; it stays marked.</summary>
    public abstract Task<CopiedDatabase> LoadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Removes the mark: the program may start.</summary>
    public abstract Task EndRestoreAsync(CancellationToken cancellationToken);

    private protected static async Task<CopiedDatabase> MeasureAsync(Database database, CancellationToken cancellationToken)
    {
        var queries = new BackupTotalsQueries(database);
        return new CopiedDatabase(await queries.SchemaAsync(cancellationToken), await queries.ReadAsync(cancellationToken));
    }
}

/// <summary>What a copy holds.</summary>
/// <param name="Schema">Number of its last schema script.</param>
public sealed record CopiedDatabase(int Schema, BackupTotals Totals);

/// <summary>Whether a database can be restored into.</summary>
public enum TargetState
{
    /// <summary>Nothing is in it.</summary>
    Empty,

    /// <summary>A restore was begun and not finished: it may be emptied and begun again.</summary>
    Unfinished,

    /// <summary>It holds tables.</summary>
    Used,
}
