using Octoplus.Core.Jobs;

namespace Octoplus.Ingest.Sources.Kinds;

/// <summary>What is wrong with one setting of a source.</summary>
/// <param name="Field">Name of the field, as the form and the JSON call it: <c>address</c>, <c>sql</c>…</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record SettingProblem(string Field, Message Message);

/// <summary>A source that cannot be asked, or whose answer cannot be used; <see cref="Reason"/> says what was expected, what came and what to do.</summary>
public sealed class SourceReadException(Message reason, Exception? inner = null)
    : Exception($"{reason.Code}: {string.Join(", ", reason.Arguments)}", inner)
{
    /// <summary>For people.</summary>
    public Message Reason => reason;
}
