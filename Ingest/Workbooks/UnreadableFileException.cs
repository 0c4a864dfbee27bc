namespace Octoplus.Ingest.Workbooks;

/// <summary>A file that cannot be read at all; <see cref="Exception.Message"/> says what was expected, what was found and what to do.</summary>
/// <param name="code">Stable name of the defect, such as <c>not-a-workbook</c>.</param>
public sealed class UnreadableFileException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    internal const string ProtectedReason =
        "The workbook is protected by a password: open it in a spreadsheet program, save it without one, import that.";

    /// <summary>Stable name of the defect.</summary>
    public string Code { get; } = code;
}
