using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Notices;

namespace Octoplus.Dashboard.Commands;

/// <summary><c>notices test</c>: sends a test by every channel of the settings; a line for each. Exit code 1 if one failed, 2 if there is none.</summary>
internal static class NoticesCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is not ["test"])
        {
            return await RefuseAsync("notices: the only word after it is test.");
        }

        var dispatcher = services.GetRequiredService<NoticeDispatcher>();
        if (dispatcher.Channels.Count == 0)
        {
            return await RefuseAsync("notices: no channel is set up. Set Notices:Mail:Host or Notices:Webhook:Url (docs/notices.md).");
        }

        var results = await dispatcher.TestAsync(AuditActor.CommandLine.Name, cancellationToken);
        await services.GetRequiredService<AuditLog>().WriteAsync(NoticeDispatcher.TestEntry(AuditActor.CommandLine, results), cancellationToken);
        foreach (var (channel, error) in results)
        {
            await Console.Out.WriteLineAsync($"{channel}\t{error ?? "accepted"}");
        }

        return results.All(r => r.Error is null) ? 0 : 1;
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 2;
    }
}
