namespace Octoplus.Ingest.Contents;

/// <summary>Steps of an import, as keys of the texts shown for them.</summary>
public enum ImportStep
{
    /// <summary>Cells are read and checked.</summary>
    Reading,

    /// <summary>Facts are written under a staged vintage.</summary>
    Storing,

    /// <summary>What is staged is compared with what is active.</summary>
    Comparing,
}

/// <summary>How far an import is.</summary>
/// <param name="RowsDone">Cells read or facts stored, by step.</param>
/// <param name="RowsTotal">Null while unknown.</param>
public readonly record struct ImportProgress(ImportStep Step, long RowsDone, long? RowsTotal);
