using System.Security.Cryptography;

namespace Octoplus.Core.Accounts;

/// <summary>Passwords made by the program, to be changed at first sign-in.</summary>
public static class OneTimePassword
{
    // Without characters that are taken for each other when read aloud or copied from paper: 31 of them, 4.95 bits each.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>20 random characters in groups of five, 99 bits: <c>k3v9m-…</c>.</summary>
    public static string Make()
        => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
