using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>What jobs say, in the reader's language. Texts may format their numbers, and name what the messages hold: see <see cref="MessageFormat"/>.</summary>
public sealed class MessageText(IStringLocalizer<MessageTexts> texts, IStringLocalizer<JobTexts> jobs, IStringLocalizer<DataTexts> data)
{
    private readonly MessageFormat _format = new(data);

    /// <summary>The message; its code and arguments where nobody wrote a text, or where the text asks for more than an earlier version of the program kept.</summary>
    public string Of(Message message)
    {
        var arguments = Arguments(message);
        try
        {
            return texts[message.Code] is { ResourceNotFound: false } text ? string.Format(_format, text.Value, arguments) : Bare(message);
        }
        catch (FormatException)
        {
            return Bare(message);
        }
    }

    /// <summary>What a running job does just now.</summary>
    public string Step(string step) => texts["Step." + step] is { ResourceNotFound: false } text ? text.Value : step;

    /// <summary>Name of a job; its key where nobody wrote one.</summary>
    public string JobName(string job) => jobs["Name." + job] is { ResourceNotFound: false } name ? name.Value : job;

    private string Bare(Message message) => $"{message.Code} {string.Join(", ", message.Arguments.Select(Plain))}".TrimEnd();

    // What is said of a job names it by its key.
    private object[] Arguments(Message message)
        => message.Code.StartsWith("job.", StringComparison.Ordinal) && message.Arguments is [string job, ..]
            ? [JobName(job), .. message.Arguments.Skip(1).Select(Plain)]
            : [.. message.Arguments.Select(Plain)];

    private object Plain(object argument) => argument is Message part ? Of(part) : argument;
}
