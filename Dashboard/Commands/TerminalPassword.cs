using System.Text;

namespace Octoplus.Dashboard.Commands;

/// <summary>Asks for a password at the terminal, twice and without showing it.</summary>
internal static class TerminalPassword
{
    /// <returns>Null when the two differ or nothing was typed.</returns>
    public static string? Ask(TextWriter prompts)
    {
        var first = ReadLine(prompts, "Password: ");
        var second = ReadLine(prompts, "Once more: ");
        if (first != second)
        {
            prompts.WriteLine("The two differ.");
            return null;
        }

        return first.Length > 0 ? first : null;
    }

    private static string ReadLine(TextWriter prompts, string prompt)
    {
        prompts.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        prompts.WriteLine();
        return typed.ToString();
    }
}
