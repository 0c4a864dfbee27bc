using System.Data.Common;
using System.Text;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>
/// MariaDB's and MySQL's own dump, in one transaction (InnoDB): nobody who writes waits. Only rights on the database itself are needed: SELECT to
/// write, those of the schema scripts and INSERT to load.
/// </summary>
internal sealed class MySqlCopy(Database database, DatabasePrograms programs) : DatabaseCopy
{
    private const int Attempts = 3;

    private const string TablesSql = "select table_name from information_schema.tables where table_schema = database() order by table_name";

    private static readonly string[] _dumpOptions =
    [
        "--single-transaction", "--quick", "--hex-blob", "--no-tablespaces", "--skip-lock-tables", "--skip-add-locks", "--skip-disable-keys",
        "--skip-triggers", "--skip-add-drop-table",
    ];

    private readonly MySqlPrograms _programs = new(database.ConnectionString, programs);

    public override string Provider => "MySql";

    public override string PartName => "database.sql";

    public override async Task<CopiedDatabase> WriteAsync(string path, CancellationToken cancellationToken)
    {
        // The dump reads in a transaction of its own: what is added up before and after it is what it holds, if both are equal.
        for (var attempt = 1; ; attempt++)
        {
            var before = await MeasureAsync(database, cancellationToken);
            await _programs.RunAsync(
                _programs.DumpProgram, [.. _dumpOptions, $"--result-file={path}", _programs.DatabaseName], path + OptionsSuffix, null, cancellationToken);
            var after = await MeasureAsync(database, cancellationToken);
            if (before.Schema == after.Schema && before.Totals.DifferencesFrom(after.Totals).Count == 0)
            {
                await RequireEndAsync(path, cancellationToken);
                return after;
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException("Figures changed each time while they were being copied: try again when no import is under way.");
            }
        }
    }

    public override async Task<TargetState> StateAsync(CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(cancellationToken);
        return tables.Contains(UnfinishedTable) ? TargetState.Unfinished : tables.Count == 0 ? TargetState.Empty : TargetState.Used;
    }

    public override async Task BeginRestoreAsync(CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync($"create table if not exists {UnfinishedTable} (id integer not null, primary key (id)) {database.Dialect.TableOptions}");
        await connection.ExecuteAsync("set foreign_key_checks = 0");
        foreach (var table in tables.Where(t => t != UnfinishedTable))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"drop table `{table.Replace("`", "``", StringComparison.Ordinal)}`", commandTimeout: 600, cancellationToken: cancellationToken));
        }
    }

    public override async Task<CopiedDatabase> LoadAsync(string path, CancellationToken cancellationToken)
    {
        await RequireEndAsync(path, cancellationToken);
        var client = _programs.ClientProgram;

        // In a sandbox where the client knows one: it would otherwise run commands of the system that a file asks for.
        var isGuarded = (await MySqlPrograms.HelpAsync(client, cancellationToken)).Contains("--sandbox", StringComparison.Ordinal);
        await _programs.RunAsync(
            client, [.. isGuarded ? ["--sandbox"] : Array.Empty<string>(), "--batch", _programs.DatabaseName], path + OptionsSuffix, path, cancellationToken);
        await SchemaScripts.ApplyRestoredAsync(database, cancellationToken);
        return await MeasureAsync(database, cancellationToken);
    }

    public override async Task EndRestoreAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition($"drop table {UnfinishedTable}", cancellationToken: cancellationToken));
    }

    // The programs write this as the last line of a dump that came to its end.
    private static async Task RequireEndAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        file.Seek(-Math.Min(file.Length, 200), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        if (!(await reader.ReadToEndAsync(cancellationToken)).Contains("-- Dump completed", StringComparison.Ordinal))
        {
            throw new InvalidDataException("The dump of the database does not end as it should: it was cut off.");
        }
    }

    // By the account that writes: the other may see fewer of them.
    private async Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(TablesSql, cancellationToken: cancellationToken))).AsList();
    }
}
