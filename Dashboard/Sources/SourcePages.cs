namespace Octoplus.Dashboard.Sources;

/// <summary>Registers what the pages of sources need.</summary>
public static class SourcePages
{
    public static IServiceCollection AddSourcePages(this IServiceCollection services)
        => services.AddSingleton<SourceText>().AddSingleton<SourceRuns>();
}
