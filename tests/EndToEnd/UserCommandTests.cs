using System.Diagnostics;

namespace Octoplus.EndToEnd;

/// <summary><c>user …</c> as a process of its own, with the password on standard input.</summary>
public sealed class UserCommandTests : IAsyncLifetime
{
    private const string Password = "cheval agrafe pile";

    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Add_List_Disable_Password_DoWhatTheySay()
    {
        Assert.Equal((0, ""), await RunAsync(Password, "add", "ada", "--role", "admin"));
        var (code, output) = await RunAsync("", "add", "vic", "--role", "viewer", "--generate");
        Assert.Equal(0, code);
        Assert.Matches("^[a-z2-9]{5}(-[a-z2-9]{5}){3}$", output.Trim());
        Assert.Equal((0, "ada\tadmin\tactive\tnever\nvic\tviewer\tmust-change-password\tnever"), await RunAsync("", "list"));

        Assert.Equal((0, ""), await RunAsync("", "disable", "vic"));
        Assert.Contains("vic\tviewer\tdisabled", (await RunAsync("", "list")).Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), await RunAsync("", "enable", "VIC"));
        Assert.Equal((0, ""), await RunAsync("lampe nuage brique", "password", "vic"));
        Assert.Contains("vic\tviewer\tactive", (await RunAsync("", "list")).Output, StringComparison.Ordinal);
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
        await RunAsync(Password, "add", "ada", "--role", "admin");
        var before = await _test.DumpAsync();
        var (code, output) = await RunAsync(input, arguments);
        Assert.Equal(2, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Equal(before, await _test.DumpAsync());
    }

    private async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        var program = Path.Combine(Repository.Root, "Dashboard", "bin", Repository.Configuration, "net10.0", "Octoplus.Dashboard.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "user", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Data__Folder"] = _test.Folder, ["ConnectionStrings__Octoplus"] = "", ["Database__Provider"] = "Sqlite" },
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
}
