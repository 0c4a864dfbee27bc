using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using Octoplus.Core.Backups;

namespace Octoplus.Core.Storage;

/// <summary>Applies the embedded scripts <c>Schema/NNNN-name.sql</c> that a database has not seen, in order of number.</summary>
public static class SchemaScripts
{
    private const string CreateLogSql = """
        create table schema_script (
          number integer not null,
          name varchar(100) not null,
          applied_at varchar(33) not null,
          primary key (number)
        ) /*table*/
        """;

    private const string AppliedSql = "select number from schema_script order by number";

    private const string RecordSql = "insert into schema_script (number, name, applied_at) values (@Number, @Name, @AppliedAt)";

    private sealed record Script(int Number, string Name, string Sql);

    /// <summary>Brings the schema up to date; does nothing on one that is. Other processes wait.</summary>
    /// <exception cref="InvalidOperationException">The database was written by a newer version of the program, or a restore into it was not finished.</exception>
    public static async Task ApplyAsync(Database database, CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if (await connection.ExecuteScalarAsync<long>(database.Dialect.TableExistsSql, new { name = DatabaseCopy.UnfinishedTable }) > 0)
            {
                throw new InvalidOperationException("A restore into this database was begun and not finished: run the command restore again.");
            }
        }

        await ApplyRestoredAsync(database, cancellationToken);
    }

    /// <summary>As <see cref="ApplyAsync"/>, on a database that is being restored.</summary>
    internal static async Task ApplyRestoredAsync(Database database, CancellationToken cancellationToken)
    {
        await using var held = await database.Dialect.LockSchemaAsync(database, TimeSpan.FromSeconds(60), cancellationToken);
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                var scripts = Load();
                var applied = await AppliedAsync(database.Dialect, connection, transaction);
                if (applied.Count > 0 && applied.Max() > scripts[^1].Number)
                {
                    throw new InvalidOperationException(
                        string.Create(CultureInfo.InvariantCulture, $"The database has schema {applied.Max()}, this program knows {scripts[^1].Number}: start the newer program."));
                }

                foreach (var script in scripts.Where(s => !applied.Contains(s.Number)))
                {
                    foreach (var statement in Statements(script.Sql))
                    {
                        await connection.ExecuteAsync(WithOptions(statement, database.Dialect), transaction: transaction);
                    }

                    if (script.Number == QuartzUpgrade.Script)
                    {
                        await QuartzUpgrade.RunAsync(database.Dialect, connection, transaction);
                    }

                    await connection.ExecuteAsync(
                        RecordSql,
                        new { script.Number, script.Name, AppliedAt = DateTimeOffset.UtcNow },
                        transaction);
                }
            },
            cancellationToken);
    }

    /// <summary>Number of the last script that this program knows.</summary>
    public static int LastNumber => Load()[^1].Number;

    private static async Task<HashSet<int>> AppliedAsync(SqlDialect dialect, DbConnection connection, DbTransaction transaction)
    {
        if (await connection.ExecuteScalarAsync<long>(dialect.TableExistsSql, new { name = "schema_script" }, transaction) == 0)
        {
            await connection.ExecuteAsync(WithOptions(CreateLogSql, dialect), transaction: transaction);
        }

        return [.. await connection.QueryAsync<int>(AppliedSql, transaction: transaction)];
    }

    private static string WithOptions(string statement, SqlDialect dialect)
        => statement.Replace("/*table*/", dialect.TableOptions, StringComparison.Ordinal);

    // A statement ends with a semicolon at the end of a line; scripts hold no triggers or routines.
    private static IEnumerable<string> Statements(string sql)
        => sql.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(s => s.Split('\n').Any(line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)));

    private static List<Script> Load()
    {
        const string folder = ".Storage.Schema.";
        var assembly = typeof(SchemaScripts).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(n => n.Contains(folder, StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n => Read(assembly, n, n[(n.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..]))
            .OrderBy(s => s.Number)];
    }

    private static Script Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new Script(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
