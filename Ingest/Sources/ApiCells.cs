using System.Text.Json;

namespace Octoplus.Ingest.Sources;

/// <summary>Members of JSON objects as cells of a table.</summary>
internal static class ApiCells
{
    /// <summary>Follows names joined by dots; null where there is no such member. An empty path is the element itself.</summary>
    public static JsonElement? At(JsonElement element, string path)
    {
        if (path.Length == 0)
        {
            return element;
        }

        // A member whose own name holds dots goes before the members of members.
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(path, out var whole))
        {
            return whole;
        }

        var here = element;
        foreach (var name in path.Split('.'))
        {
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(name, out here))
            {
                return null;
            }
        }

        return here;
    }

    /// <summary>Whether a value fits a cell; nothing fits as well as something.</summary>
    public static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>Numbers as they were sent, nothing as an empty text.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };
}
