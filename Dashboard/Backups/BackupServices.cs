using Microsoft.Extensions.Options;
using Octoplus.Core.Backups;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Hosting;
using Octoplus.Ingest.Backups;
using Octoplus.Ingest.Jobs;
using Octoplus.Ingest.Sources;
using Octoplus.Ingest.Upkeep;

namespace Octoplus.Dashboard.Backups;

/// <summary>Registers backup and restore, and what cleans up.</summary>
internal static class BackupServices
{
    public static IServiceCollection AddBackups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BackupOptions>().Bind(configuration.GetSection("Backups"))
            .PostConfigure<IOptions<DataOptions>>((o, data) =>
            {
                o.Folder = string.IsNullOrEmpty(o.Folder) ? Path.Combine(data.Value.Folder, "backups") : Path.GetFullPath(o.Folder, AppRoot.Folder);
                o.KeyFile = string.IsNullOrEmpty(o.KeyFile) ? null : Path.GetFullPath(o.KeyFile, AppRoot.Folder);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BackupOptions>, BackupOptionsCheck>();
        services.AddSingleton(p => p.GetRequiredService<IOptions<BackupOptions>>().Value);
        services.AddSingleton(p => new BackupMaker(
            p.GetRequiredService<Database>(), DataFolder(p), p.GetRequiredService<BackupOptions>(), () => SettingsExport.Write(configuration)));
        services.AddSingleton(p => new BackupRestorer(p.GetRequiredService<Database>(), DataFolder(p), p.GetRequiredService<BackupOptions>()));
        services.AddSingleton<BackupFileStore>();
        services.AddSingleton<BackupFolder>();
        services.AddSingleton<Job, BackUpJob>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("Retention")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsCheck>();
        services.AddSingleton(p => p.GetRequiredService<IOptions<RetentionOptions>>().Value);
        services.AddSingleton<Job, CleanUpJob>();
        services.AddSingleton<Job, MeasureQueriesJob>();
        return services;
    }

    private static string DataFolder(IServiceProvider services) => services.GetRequiredService<IOptions<DataOptions>>().Value.Folder;

    private sealed class BackupOptionsCheck : IValidateOptions<BackupOptions>
    {
        public ValidateOptionsResult Validate(string? name, BackupOptions options)
            => options.Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private sealed class RetentionOptionsCheck : IValidateOptions<RetentionOptions>
    {
        public ValidateOptionsResult Validate(string? name, RetentionOptions options)
            => options.Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
