using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Octoplus.Ingest.Sources.Kinds;

/// <summary>Registers the kinds of source that are no published file, with what bounds them.</summary>
public static class SourceKinds
{
    /// <summary>Needs <see cref="DataOptions"/>, <see cref="SourceHttp"/> and the profiles.</summary>
    public static IServiceCollection AddSourceKinds(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FolderOptions>().Bind(configuration.GetSection("Folders"))
            .PostConfigure<IOptions<DataOptions>>((o, data) =>
            {
                if (o.Roots.Count == 0)
                {
                    o.Roots.Add(Directory.CreateDirectory(Path.Combine(data.Value.Folder, "drop")).FullName);
                    o.Roots.Add(Path.GetFullPath(data.Value.Inbox ?? Path.Combine(data.Value.Folder, "inbox")));
                }
            })
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<FolderOptions>, ValidateFolderOptions>()
            .AddSingleton(p => new AllowedFolders(p.GetRequiredService<IOptions<FolderOptions>>().Value.Roots, p.GetRequiredService<IOptions<DataOptions>>().Value.Folder))
            .AddSingleton(new NamedConnections(configuration))
            .AddSingleton<SourceRules>()
            .AddSingleton<SourceTrial>()
            .AddSingleton<ApiSourceReader>()
            .AddSingleton<QuerySourceReader>()
            .AddSingleton<ISourceReader, FolderSourceReader>()
            .AddSingleton<ISourceReader>(p => p.GetRequiredService<ApiSourceReader>())
            .AddSingleton<ISourceReader>(p => p.GetRequiredService<QuerySourceReader>());
    }
}
