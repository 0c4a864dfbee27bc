namespace Octoplus.Dashboard.Imports;

/// <summary>Registers what the import pages and their API need.</summary>
public static class ImportPages
{
    public static IServiceCollection AddImportPages(this IServiceCollection services)
        => services
            .AddSingleton<ImportActions>()
            .AddSingleton<ImportText>()
            .AddSingleton<FindingText>();
}
