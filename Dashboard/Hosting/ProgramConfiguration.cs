namespace Octoplus.Dashboard.Hosting;

/// <summary>Where settings are read from.</summary>
internal static class ProgramConfiguration
{
    /// <summary>For commands: the same files and variables as for the server; arguments belong to the command.</summary>
    public static ConfigurationManager ForCommands() => Load(() =>
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Production;
        var configuration = new ConfigurationManager();
        configuration.SetBasePath(AppRoot.Folder);
        configuration.AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddJsonFile("appsettings.json")
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables();
        return configuration;
    });

    /// <summary>Loads, and tells what is wrong with a file.</summary>
    /// <exception cref="SettingsException">A file of settings is missing or is no JSON.</exception>
    public static T Load<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (InvalidDataException e)
        {
            throw new SettingsException($"{e.Message} {e.GetBaseException().Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingsException(e.Message, e);
        }
    }
}
