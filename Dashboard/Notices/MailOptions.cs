using System.Net;
using System.Net.Mail;

namespace Octoplus.Dashboard.Notices;

/// <summary>Section <c>Notices:Mail</c> of the settings.</summary>
public sealed class MailOptions
{
    public const string StartTls = "StartTls";

    public const string Tls = "Tls";

    public const string None = "None";

    private const int MaxRecipients = 50;

    /// <summary>Mail server; empty: no mail is sent.</summary>
    public string Host { get; set; } = "";

    /// <summary>0: as <see cref="Security"/> has it, 587, 465 or 25.</summary>
    public int Port { get; set; }

    /// <summary><c>StartTls</c>: encrypted by a command before anything is said. <c>Tls</c>: from the first byte. <c>None</c>: not at all, on this machine only.</summary>
    public string Security { get; set; } = StartTls;

    /// <summary>Empty: the server asks for none.</summary>
    public string UserName { get; set; } = "";

    /// <summary>Meant to come from the environment; never shown or logged.</summary>
    public string Password { get; set; } = "";

    /// <summary>Sender, with or without a name: <c>Octoplus &lt;octoplus@example.org&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Recipients, as a list, or as one text with commas.</summary>
    public List<string> To { get; set; } = [];

    /// <summary>Seconds until a step of the exchange is broken off.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    public bool IsConfigured => Host.Length > 0;

    public int UsedPort => Port != 0 ? Port : Security switch { Tls => 465, None => 25, _ => 587 };

    /// <summary>What is wrong, naming the key; null if nothing.</summary>
    public string? Defect()
    {
        if (!IsConfigured)
        {
            return From.Length > 0 || To.Count > 0 || UserName.Length > 0 ? "Notices:Mail:Host is empty, but other keys of Notices:Mail are set." : null;
        }

        return Uri.CheckHostName(Host) == UriHostNameType.Unknown ? $"Notices:Mail:Host is '{Host}': expected the name or address of a mail server."
            : Port is < 0 or > 65535 ? "Notices:Mail:Port must be 1 to 65535."
            : Security is not (StartTls or Tls or None) ? $"Notices:Mail:Security is '{Security}': expected StartTls or Tls."
            : Security == None && !IsLoopback ? "Notices:Mail:Security is None: mail is sent without encryption to this machine only. Expected StartTls or Tls."
            : UserName.Length > 0 != Password.Length > 0 ? "Notices:Mail:UserName and Notices:Mail:Password belong together: set both or neither."
            : UserName.Any(char.IsControl) || Password.Any(char.IsControl) ? "Notices:Mail:UserName and Notices:Mail:Password must hold no control characters."
            : TimeoutSeconds is < 1 or > 60 ? "Notices:Mail:TimeoutSeconds must be 1 to 60."
            : AddressDefect();
    }

    private bool IsLoopback => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>An address that can go into a command and a header as it is: one, ASCII, no control characters.</summary>
    public static MailAddress? TryAddress(string text)
        => MailAddress.TryCreate(text.Trim(), out var address) && text.Length <= 250 && !text.Any(char.IsControl)
            && address.Address.All(c => c is > ' ' and < (char)127 and not ('<' or '>' or '"' or '\\')) ? address : null;

    private string? AddressDefect()
    {
        if (TryAddress(From) is null)
        {
            return $"Notices:Mail:From is '{From}': expected an address such as octoplus@example.org.";
        }

        return To.Find(t => TryAddress(t) is null) is { } wrong ? $"Notices:Mail:To holds '{wrong}': expected an address such as chef@example.org."
            : To.Count is 0 or > MaxRecipients ? "Notices:Mail:To must hold 1 to 50 addresses."
            : null;
    }
}
