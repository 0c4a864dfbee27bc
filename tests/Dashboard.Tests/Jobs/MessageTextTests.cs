using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Jobs;

namespace Octoplus.Dashboard.Tests.Jobs;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("source.retry", "source.retry 2")] // kept by a version whose text had one place
    [InlineData("no.such-code", "no.such-code 2")]
    public void Of_WhatItsTextDoesNotFit_IsCodeAndArguments(string code, string expected)
    {
        using var services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<MessageText>().BuildServiceProvider();
        Assert.Equal(expected, services.GetRequiredService<MessageText>().Of(new Message(code, [2L])));
    }
}
