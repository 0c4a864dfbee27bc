namespace Octoplus.Core.Backups;

/// <summary>How many backups are kept: the newest of each of so many days, weeks and months.</summary>
public sealed class KeepOptions
{
    /// <summary>Days, 1 to 3,660.</summary>
    public int Daily { get; set; } = 7;

    /// <summary>Weeks from Monday to Sunday, 0 to 520.</summary>
    public int Weekly { get; set; } = 4;

    /// <summary>Months, 0 to 120.</summary>
    public int Monthly { get; set; } = 12;
}

/// <summary>Section <c>Backups</c> of the settings.</summary>
public sealed class BackupOptions
{
    /// <summary>Where scheduled backups go; relative to the root folder. Default: <c>backups</c> in <c>Data:Folder</c>; better another disk.</summary>
    public string? Folder { get; set; }

    /// <summary>Which of them are kept.</summary>
    public KeepOptions Keep { get; set; } = new();

    /// <summary>Encrypts backups: at least 12 characters. Whoever loses it loses them.</summary>
    public string? Passphrase { get; set; }

    /// <summary>Encrypts backups, instead of a passphrase: path of a file of 32 bytes or 64 hexadecimal digits.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Name or path; default: <c>mariadb-dump</c> or <c>mysqldump</c>, whichever is found.</summary>
    public string? DumpProgram { get; set; }

    /// <summary>Name or path; default: <c>mariadb</c> or <c>mysql</c>, whichever is found.</summary>
    public string? ClientProgram { get; set; }

    /// <summary>What is wrong with it, naming the key; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        void Require(bool condition, string problem)
        {
            if (!condition)
            {
                problems.Add(problem);
            }
        }

        Require(Keep.Daily is >= 1 and <= 3660, "Backups:Keep:Daily must be 1 to 3660.");
        Require(Keep.Weekly is >= 0 and <= 520, "Backups:Keep:Weekly must be 0 to 520.");
        Require(Keep.Monthly is >= 0 and <= 120, "Backups:Keep:Monthly must be 0 to 120.");
        Require(string.IsNullOrEmpty(Passphrase) || Passphrase.Length >= BackupSecret.MinPassphrase, "Backups:Passphrase must have at least 12 characters.");
        Require(string.IsNullOrEmpty(Passphrase) || string.IsNullOrEmpty(KeyFile), "Backups:Passphrase and Backups:KeyFile exclude each other: set one of them.");
        if (problems.Count == 0 && SecretProblem() is { } problem)
        {
            problems.Add(problem);
        }

        problems.AddRange(Programs.Problems());
        return problems;
    }

    /// <summary>What backups are encrypted by; null: nothing.</summary>
    /// <exception cref="InvalidOperationException">The passphrase is too short, or the file holds no key.</exception>
    public BackupSecret? Secret()
        => !string.IsNullOrEmpty(Passphrase) ? BackupSecret.OfPassphrase(Passphrase)
            : !string.IsNullOrEmpty(KeyFile) ? BackupSecret.OfKeyFile(KeyFile)
            : null;

    private string? SecretProblem()
    {
        try
        {
            Secret();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return e is InvalidOperationException ? e.Message : $"Backups:KeyFile cannot be read: {e.Message}";
        }
    }

    internal DatabasePrograms Programs => new(DumpProgram, ClientProgram);
}
