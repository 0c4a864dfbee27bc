using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Jobs;
using Octoplus.Ingest.Network;

namespace Octoplus.Dashboard.Notices;

/// <summary>Registers notices: reading them, and sending them.</summary>
public static class NoticeServices
{
    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<NoticesOptions>, NoticesOptionsCheck>();
        services.AddOptions<NoticesOptions>().Bind(configuration.GetSection("Notices"))
            .PostConfigure(o => o.Mail.To = [.. List(configuration, "Notices:Mail:To")])
            .ValidateOnStart();
        services.AddLocalization();
        services.TryAddSingleton<MessageText>();
        services.AddSingleton<NoticeQueries>();
        services.AddSingleton<NoticeReads>();
        services.AddSingleton<NoticeOutbox>();
        services.AddSingleton(p => new ServerTrust(p.GetRequiredService<IOptions<NetworkOptions>>().Value));
        services.AddSingleton<SummaryText>();
        services.AddSingleton<INoticeChannel, MailChannel>();
        services.AddSingleton<INoticeChannel, WebhookChannel>();
        services.AddSingleton<NoticeCourier>();
        return services;
    }

    // One environment variable may hold them all, with commas.
    private static IEnumerable<string> List(IConfiguration configuration, string key)
        => (configuration[key] is { Length: > 0 } text ? text.Split(',') : configuration.GetSection(key).GetChildren().Select(c => c.Value ?? ""))
            .Select(t => t.Trim()).Where(t => t.Length > 0);

    private sealed class NoticesOptionsCheck : IValidateOptions<NoticesOptions>
    {
        public ValidateOptionsResult Validate(string? name, NoticesOptions options)
            => options.Defect() is { } defect ? ValidateOptionsResult.Fail(defect) : ValidateOptionsResult.Success;
    }
}
