using System.Data.Common;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Brings the schema up to date before anything else looks at the database.</summary>
internal static partial class SchemaStart
{
    /// <exception cref="SettingsException">The database is refused, damaged, or written by a newer program: waiting mends nothing.</exception>
    /// <exception cref="DbException">The server does not answer: it may come.</exception>
    public static async Task ApplyAsync(Database database, CancellationToken cancellationToken)
    {
        var key = database.Dialect is SqliteDialect ? "Data:Folder or ConnectionStrings:Octoplus" : "ConnectionStrings:Octoplus";
        try
        {
            await SchemaScripts.ApplyAsync(database, cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsSettingsMistake(e))
        {
            throw new SettingsException($"{key}: {e.Message.TrimEnd('.')}. Check the database it names, the account, its password and its rights.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException($"{key}: {e.Message}", e);
        }
    }

    /// <summary>The same for a server: one that starts before its database goes on without, says so on its pages, and tries again.</summary>
    public static async Task ApplyOrWaitAsync(Database database, ILogger logger)
    {
        try
        {
            await ApplyAsync(database, CancellationToken.None);
        }
        catch (DbException e)
        {
            LogUnreachable(logger, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "ConnectionStrings:Octoplus: the database could not be prepared: {Reason} The pages will say so; tried again every 15 s.")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}
