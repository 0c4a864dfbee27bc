using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Jobs;

/// <summary>What jobs say, in the reader's language. Texts may format their numbers: <c>{0:N0}</c>.</summary>
public sealed class MessageText(IStringLocalizer<MessageTexts> texts)
{
    /// <summary>The message; its code and arguments where nobody wrote a text.</summary>
    public string Of(Message message)
        => texts[message.Code] is { ResourceNotFound: false } text
            ? string.Format(CultureInfo.CurrentCulture, text.Value, [.. message.Arguments.Select(Plain)])
            : $"{message.Code} {string.Join(", ", message.Arguments.Select(Plain))}".TrimEnd();

    /// <summary>What a running job does just now.</summary>
    public string Step(string step) => texts["Step." + step] is { ResourceNotFound: false } text ? text.Value : step;

    private object Plain(object argument) => argument is Message part ? Of(part) : argument;
}
