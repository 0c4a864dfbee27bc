using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Notices;

/// <summary>Section <c>Notices</c> of the settings.</summary>
public sealed class NoticesOptions
{
    /// <summary>Address under which people reach the program; without it summaries have no links.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Language of mails: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "fr";

    public MailOptions Mail { get; set; } = new();

    public WebhookOptions Webhook { get; set; } = new();

    /// <summary>A path of the program as an address for people; null without <see cref="BaseUrl"/> or for what is no path.</summary>
    public string? Link(string? path) => BaseUrl.Length > 0 && Localization.IsLocal(path) ? BaseUrl.TrimEnd('/') + path : null;

    /// <summary>What is wrong, naming the key; null if nothing.</summary>
    public string? Defect()
    {
        if (BaseUrl.Length > 0 && !(Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.Query.Length == 0 && url.Fragment.Length == 0 && !BaseUrl.Any(char.IsControl)))
        {
            return $"Notices:BaseUrl is '{BaseUrl}': expected the address of the program, such as https://octoplus.example.org, without a query.";
        }

        return Localization.Find(Language) is null
            ? $"Notices:Language is '{Language}': expected fr or en."
            : Mail.Defect() ?? Webhook.Defect();
    }
}
