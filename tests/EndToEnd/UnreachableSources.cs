namespace Octoplus.EndToEnd;

/// <summary>The sources that ship with the program, where a test machine cannot reach them: what is served must not depend on its network.</summary>
internal static class UnreachableSources
{
    private const int Shipped = 3;

    /// <summary>Nothing listens there, and none is asked by its schedule, so that no failure comes in between.</summary>
    public static void AddTo(IDictionary<string, string?> environment)
    {
        for (var source = 0; source < Shipped; source++)
        {
            environment[$"Sources__{source}__Url"] = "https://127.0.0.1:9/";
            environment[$"Sources__{source}__IsOn"] = "false";
        }
    }
}
