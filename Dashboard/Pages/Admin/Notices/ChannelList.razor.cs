using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Notices;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Admin.Notices;

/// <summary>Where summaries go by the settings, without secrets, and a test of it.</summary>
public sealed partial class ChannelList : ComponentBase
{
    private IReadOnlyList<(string Channel, string? Error)> _results = [];
    private bool _isSending;
    private string? _denied;

    [Inject]
    private NoticeDispatcher Dispatcher { get; set; } = default!;

    [Inject]
    private IOptions<NoticesOptions> Options { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private IStringLocalizer<NoticeTexts> T { get; set; } = default!;

    // Of the webhook its host only: paths of such addresses are often keys.
    private string Describe(string channel)
    {
        var mail = Options.Value.Mail;
        return channel == NoticeChannels.Mail
            ? T["Channel.Mail.Text", mail.From, string.Join(", ", mail.To), mail.Host, mail.UsedPort.ToString(CultureInfo.InvariantCulture), T["Security." + mail.Security]]
            : T["Channel.Webhook.Text", new Uri(Options.Value.Webhook.Url).Authority];
    }

    private async Task TestAsync()
    {
        if (_isSending)
        {
            return;
        }

        (_isSending, _denied, _results) = (true, null, []);
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            var actor = await Current.GetAsync();
            var results = await Dispatcher.TestAsync(actor.Name, CancellationToken.None);
            await Audit.WriteAsync(NoticeDispatcher.TestEntry(actor, results), CancellationToken.None);
            _results = results;
        }
        catch (Exception e) when (e is DbException or UnauthorizedAccessException)
        {
            _denied = e.Message;
        }
        finally
        {
            _isSending = false;
        }
    }
}
