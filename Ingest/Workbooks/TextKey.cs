using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Workbooks;

/// <summary>Published texts as they are matched: spaces, case, accents, apostrophes and punctuation do not count; numbers do.</summary>
public static class TextKey
{
    /// <inheritdoc cref="NameKey.Of"/>
    public static string Of(string name) => NameKey.Of(name);
}
