using System.Text.RegularExpressions;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>Which engine another database has.</summary>
public enum QueryEngine
{
    /// <summary>A SQLite file below the allowed folders; its path is the address of the source.</summary>
    Sqlite,

    /// <summary>MySQL or MariaDB, by the name of a connection in the settings, which is the address of the source.</summary>
    MySql,
}

/// <summary>A query on another database.</summary>
public sealed partial record QuerySettings
{
    /// <summary>Longest statement, in characters.</summary>
    public const int MaxSql = 10_000;

    /// <summary>Which engine.</summary>
    public QueryEngine Engine { get; init; }

    /// <summary>One statement that begins with SELECT or WITH.</summary>
    public string Sql { get; init; } = "";

    /// <summary>More rows are a failure.</summary>
    public int MaxRows { get; init; } = 1_000_000;

    /// <summary>A query that takes longer is ended. 1 to 3,600.</summary>
    public int TimeoutSeconds { get; init; } = 120;

    /// <summary>What is wrong, by field; empty if nothing.</summary>
    public IEnumerable<SettingProblem> Check(string address, AllowedFolders folders, NamedConnections connections)
    {
        if (Engine == QueryEngine.Sqlite && folders.Check(address, isFolder: false) is { } problem)
        {
            yield return new SettingProblem("address", problem);
        }
        else if (Engine == QueryEngine.MySql && connections.Find(address) is null)
        {
            yield return new SettingProblem("address", Message.Of("source.setting.connection", string.Join(", ", connections.Names)));
        }

        if (CheckSql() is { } reason)
        {
            yield return new SettingProblem("sql", reason);
        }

        foreach (var (field, value, most) in new[] { ("maxRows", MaxRows, ApiSettings.RowLimit), ("timeoutSeconds", TimeoutSeconds, 3600) })
        {
            if (value < 1 || value > most)
            {
                yield return new SettingProblem(field, Message.Of("source.setting.range", 1, most));
            }
        }
    }

    /// <summary>
    /// What is wrong with the statement before a server sees it; null if nothing. Strict rather than clever: engines do not agree on where a
    /// string or a comment ends, so a semicolon is refused wherever it stands. That the statement only reads is up to the engine, which is told so.
    /// </summary>
    internal Message? CheckSql()
    {
        var sql = Sql.Trim();
        if (sql.Length is 0 or > MaxSql || sql.Contains('\0', StringComparison.Ordinal))
        {
            return Message.Of("source.setting.sql-length", MaxSql);
        }

        return !Start().IsMatch(sql) ? Message.Of("source.setting.sql-select")
            : sql.TrimEnd(';').Contains(';', StringComparison.Ordinal) || sql.EndsWith(";;", StringComparison.Ordinal) ? Message.Of("source.setting.sql-semicolon")
            : Files().Match(sql) is { Success: true } word ? Message.Of("source.setting.sql-files", word.Value)
            : null;
    }

    [GeneratedRegex(@"\A(select|with)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Start();

    // MySQL reads and writes files of its server within a SELECT, even in a transaction that only reads.
    [GeneratedRegex(@"\b(outfile|dumpfile|load_file)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Files();
}
