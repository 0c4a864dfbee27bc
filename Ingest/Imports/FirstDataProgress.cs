using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Imports;

/// <summary>What the first pages and <c>/readyz</c> show while the first data loads. Safe for concurrent use.</summary>
public sealed class FirstDataProgress : IProgress<ImportProgress>
{
    /// <summary>Raised after each change, on any thread.</summary>
    public event Action? Changed;

    /// <summary>Key of the text of the step: <c>starting</c>, <c>inbox</c>, <c>sources</c>, <c>demonstration</c>, <c>reading</c>, <c>storing</c>, <c>views</c>, <c>done</c>.</summary>
    public string Step { get; private set; } = "starting";

    /// <summary>Rows or cells done in the step.</summary>
    public long RowsDone { get; private set; }

    /// <summary>Null while unknown.</summary>
    public long? RowsTotal { get; private set; }

    /// <summary>Figures are served, or loading failed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Why loading failed; null otherwise.</summary>
    public string? Error { get; private set; }

    /// <inheritdoc/>
    public void Report(ImportProgress value) => Set(value.Step == ImportStep.Reading ? "reading" : "storing", value.RowsDone, value.RowsTotal);

    /// <summary>Enters a step.</summary>
    public void Enter(string step) => Set(step, 0, null);

    /// <summary>Ends, with an error or without.</summary>
    public void End(string? error)
    {
        Error = error;
        IsDone = true;
        Set("done", RowsDone, RowsTotal);
    }

    private void Set(string step, long rowsDone, long? rowsTotal)
    {
        (Step, RowsDone, RowsTotal) = (step, rowsDone, rowsTotal);
        Changed?.Invoke();
    }
}
