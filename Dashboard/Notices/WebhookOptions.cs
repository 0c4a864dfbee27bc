namespace Octoplus.Dashboard.Notices;

/// <summary>Section <c>Notices:Webhook</c> of the settings.</summary>
public sealed class WebhookOptions
{
    private const int MinSecret = 32;

    /// <summary>Where summaries are posted, over https; empty: nowhere.</summary>
    public string Url { get; set; } = "";

    /// <summary>Key of the signature; shared with the receiver, and never shown or logged.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Seconds until an attempt is broken off.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    public bool IsConfigured => Url.Length > 0;

    /// <summary>What is wrong, naming the key; null if nothing.</summary>
    public string? Defect()
    {
        if (!IsConfigured)
        {
            return Secret.Length > 0 ? "Notices:Webhook:Secret is set, but Notices:Webhook:Url is empty." : null;
        }

        if (!(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url is { Scheme: "https", UserInfo: "", Fragment: "" }))
        {
            // Not quoted: such an address may hold a password.
            return "Notices:Webhook:Url must begin with https:// and hold no name or password.";
        }

        return Secret.Length < MinSecret ? "Notices:Webhook:Secret must have at least 32 characters, such as those of: openssl rand -hex 32"
            : TimeoutSeconds is < 1 or > 120 ? "Notices:Webhook:TimeoutSeconds must be 1 to 120."
            : null;
    }
}
