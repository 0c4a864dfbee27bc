using System.Data.Common;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Hosting;

namespace Octoplus.Dashboard.Commands;

/// <summary>The command line. Exit codes: 0 done, 2 refused or wrong use, 1 failed, 78 a setting cannot work.</summary>
internal static class CommandLine
{
    private const string Usage = """
        octoplus                    serve on the configured address (http://127.0.0.1:5080)
        octoplus import FILE...     import published files; one JSON line per file; 2 if any was refused
        octoplus forecast --input in.csv --output out.csv --horizon 18 [--season 12]     forecast the series of a file; one JSON line; 2 if any was refused
        octoplus cluster --input in.csv --output out.csv --k 5 [--seed 42] [--scale zscore]     group the rows of a file; one JSON line; 2 if it was refused
        octoplus user add NAME --role viewer|analyst|admin [--generate]     also: user list, disable NAME, enable NAME, password NAME [--generate]
        octoplus rebuild-views      fill the view tables anew
        octoplus run-job NAME [PARAMETER]     run a scheduled job now, once; one JSON line
        octoplus notices test       send a test notice by every channel that is set up; 1 if one failed
        octoplus backup FILE        write a backup; one JSON line       octoplus backup verify FILE     2 if any byte of it is damaged
        octoplus restore FILE       into an empty database and data folder; 2 if refused
        octoplus healthcheck        0 if the server of this configuration answers
        """;

    private delegate Task<int> Work(IServiceProvider services, string[] arguments, CancellationToken cancellationToken);

    /// <exception cref="SettingsException">A setting that the command depends on cannot work.</exception>
    public static async Task<int> RunAsync(string command, string[] arguments, Action<IServiceCollection, Settings> addLayers)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return command switch
            {
                "forecast" => await ForecastCommand.RunAsync(arguments, stop.Token),
                "cluster" => await ClusterCommand.RunAsync(arguments, stop.Token),
                "healthcheck" => await HealthCheckAsync(stop.Token),
                "help" => Help(Console.Out, 0),
                "import" => await WithServicesAsync(ImportCommand.RunAsync),
                "user" => await WithServicesAsync(UserCommand.RunAsync),
                "rebuild-views" => await WithServicesAsync(RebuildViewsAsync),
                "run-job" => await WithServicesAsync(RunJobCommand.RunAsync),
                "notices" => await WithServicesAsync(NoticesCommand.RunAsync),
                "backup" => await WithServicesAsync(BackupCommand.RunAsync, needsSchema: arguments is not ["verify", ..]),
                "restore" => await WithServicesAsync(RestoreCommand.RunAsync, needsSchema: false),
                _ => Help(Console.Error, 2),
            };
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{command}: stopped; nothing half-done is visible.");
            return 1;
        }
        catch (Exception e) when (e is DbException or DatabaseBusyException or InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{command}: {e.Message}");
            return 1;
        }

        async Task<int> WithServicesAsync(Work work, bool needsSchema = true)
        {
            var configuration = ProgramConfiguration.ForCommands();
            Addresses.Settle(configuration);
            var collection = new ServiceCollection()
                .AddSingleton<IConfiguration>(configuration)
                .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole(o => o.SingleLine = true).AddFilter(null, LogLevel.Warning));
            addLayers(collection, Settings.Read(configuration, AppRoot.Folder));
            await using var services = collection.BuildServiceProvider();
            if (needsSchema)
            {
                await SchemaStart.ApplyAsync(services.GetRequiredService<Database>(), stop.Token);
            }

            return await work(services, arguments, stop.Token);
        }
    }

    private static async Task<int> RebuildViewsAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ViewBuilder>().RebuildAsync(null, force: true, cancellationToken);
        return 0;
    }

    // For container images, which hold no curl.
    private static async Task<int> HealthCheckAsync(CancellationToken cancellationToken)
    {
        var configuration = ProgramConfiguration.ForCommands();
        Addresses.Settle(configuration);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(Addresses.Local(configuration), "/healthz"), cancellationToken);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException)
        {
            return 1;
        }
    }

    private static int Help(TextWriter to, int code)
    {
        to.WriteLine(Usage);
        return code;
    }
}
