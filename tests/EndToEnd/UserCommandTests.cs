using System.Diagnostics;

namespace Octoplus.EndToEnd;

/// <summary><c>user …</c> as a process of its own, with the password on standard input.</summary>
public sealed class UserCommandTests(UserCommandTests.WithAda ada) : IClassFixture<UserCommandTests.WithAda>
{
    private const string Password = "cheval agrafe pile";

    [Fact]
    public async Task Add_List_Disable_Password_DoWhatTheySay()
    {
        await using var test = TestDatabase.OnSqlite();
        Assert.Equal((0, ""), await RunAsync(test, Password, "add", "ada", "--role", "admin"));
        var (code, output) = await RunAsync(test, "", "add", "vic", "--role", "viewer", "--generate");
        Assert.Equal(0, code);
        Assert.Matches("^[a-z2-9]{5}(-[a-z2-9]{5}){3}$", output.Trim());
        Assert.Equal((0, "ada\tadmin\tactive\tnever\nvic\tviewer\tmust-change-password\tnever"), await RunAsync(test, "", "list"));

        Assert.Equal((0, ""), await RunAsync(test, "", "disable", "vic"));
        Assert.Contains("vic\tviewer\tdisabled", (await RunAsync(test, "", "list")).Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), await RunAsync(test, "", "enable", "VIC"));
        Assert.Equal((0, ""), await RunAsync(test, "lampe nuage brique", "password", "vic"));
        Assert.Contains("vic\tviewer\tactive", (await RunAsync(test, "", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is a 'ADA' already", Password, "add", "ADA", "--role", "viewer")]
    [InlineData("the password is not accepted: it needs at least 12 characters.", "court", "add", "bob", "--role", "viewer")]
    [InlineData("no password was given", "", "add", "bob", "--role", "viewer")]
    [InlineData("--role is 'root': expected viewer, analyst or admin.", Password, "add", "bob", "--role", "root")]
    [InlineData("'a b' is no name", Password, "add", "a b", "--role", "viewer")]
    [InlineData("there is no 'nobody'", "", "disable", "nobody")]
    [InlineData("'ada' is the last administrator", "", "disable", "ada")]
    [InlineData("user add NAME --role", "", "remove", "ada")]
    public async Task Command_Refused_Is2WithTheReasonAndChangesNothing(string reason, string input, params string[] arguments)
    {
        var before = await ada.Test.DumpAsync();
        var (code, output) = await RunAsync(ada.Test, input, arguments);
        Assert.Equal(2, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Equal(before, await ada.Test.DumpAsync());
    }

    private static async Task<(int Code, string Output)> RunAsync(TestDatabase test, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ImportProcess.Program, "user", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Data__Folder"] = test.Folder, ["ConnectionStrings__Octoplus"] = "", ["Database__Provider"] = "Sqlite" },
        })!;
        if (input.Length > 0)
        {
            await process.StandardInput.WriteLineAsync(input);
        }

        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + await error).Trim());
    }

    /// <summary>A database with one administrator, whom commands that are refused leave alone.</summary>
    public sealed class WithAda : IAsyncLifetime
    {
        internal TestDatabase Test { get; } = TestDatabase.OnSqlite();

        public async Task InitializeAsync() => Assert.Equal((0, ""), await RunAsync(Test, Password, "add", "ada", "--role", "admin"));

        public async Task DisposeAsync() => await Test.DisposeAsync();
    }
}
