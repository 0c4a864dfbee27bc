namespace Octoplus.Core.Views;

/// <summary>The build of the view tables that pages and programs are served. Its rows never change; a rebuild serves another one.</summary>
internal static class ServedBuild
{
    /// <summary>Its id, as a value within a statement; 0 before the first.</summary>
    public const string Id = "(select build_id from publication where id = 1)";

    /// <summary>Its id, as a statement.</summary>
    public const string Sql = "select build_id from publication where id = 1";
}
