using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Pages.Admin.Backups;
using Octoplus.Dashboard.Tests.Accounts;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Backups;

/// <summary>The page of backups and its downloads, as a server gives them.</summary>
public sealed class BackupsPageTests(AccountsProgram program) : IClassFixture<AccountsProgram>
{
    private const string Page = "/admin/sauvegardes";

    [Fact]
    public async Task Page_BeforeAndAfterABackup_ListsItAndGivesItToAdministratorsAlone()
    {
        using var client = await program.SignedInAsync("admin");
        Assert.Contains("data-testid=\"empty\"", await TextAsync(client, Page), StringComparison.Ordinal);

        var run = await program.Services.GetRequiredService<JobEngine>().RunAsync(BackUpJob.Key, JobCause.Person, null, "ada", CancellationToken.None);
        Assert.Equal(JobState.Succeeded, run!.State);
        var backup = Assert.Single(await program.Services.GetRequiredService<BackupFolder>().ListAsync(CancellationToken.None));

        var text = await TextAsync(client, Page);
        Assert.Contains(backup.Name, text, StringComparison.Ordinal);
        Assert.Contains("vérifiée", text, StringComparison.Ordinal);
        Assert.Contains($"restore {backup.Name}", text, StringComparison.Ordinal);

        using var answer = await client.AskAsync(BackupRoutes.AddressOf(backup.Name));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(backup.SizeBytes, (await answer.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        var entries = await program.Services.GetRequiredService<AuditQueries>().PageAsync(new AuditFilter(Action: BackupActions.Downloaded), 1, 10, CancellationToken.None);
        Assert.Equal(backup.Name, Assert.Single(entries.Rows).Subject);
    }

    [Theory]
    [InlineData("rien.tar.gz")]
    [InlineData("..%2Foctoplus.db")]
    [InlineData("%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    public async Task Download_WhatIsNotListed_IsNotFound(string name)
    {
        using var client = await program.SignedInAsync("admin");
        using var answer = await client.AskAsync($"{Page}/fichiers/{name}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<string> TextAsync(HttpClient client, string address)
    {
        using var answer = await client.AskAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
