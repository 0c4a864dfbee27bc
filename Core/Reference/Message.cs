using System.Text.Json;

namespace Octoplus.Core.Reference;

/// <summary>Something to tell people, in any language: a stable code, whose text is in the resources, and what is put into it.</summary>
/// <param name="Code">Such as <c>source.accepted</c>; at most 60 characters.</param>
/// <param name="Arguments">Texts and numbers (<see cref="string"/>, <see cref="long"/>, <see cref="double"/>) or messages, such as a reason, in the order of the text's places.</param>
public sealed record Message(string Code, IReadOnlyList<object> Arguments)
{
    private const int MaxText = 1000;

    /// <summary>A message with its arguments; integers become <see cref="long"/>, fractions <see cref="double"/>, anything else its invariant text, cut at 1,000 characters.</summary>
    public static Message Of(string code, params object[] arguments) => new(code, [.. arguments.Select(Plain)]);

    /// <summary>The arguments as they are stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(Arguments);

    /// <summary>The message of a stored code and <see cref="ToJson"/>; null without a code.</summary>
    public static Message? Parse(string? code, string? arguments)
        => code is null ? null : new Message(code, [.. JsonSerializer.Deserialize<JsonElement[]>(arguments ?? "[]")!.Select(Plain)]);

    private static object Plain(JsonElement element)
        => element.ValueKind == JsonValueKind.Object
            ? new Message(element.GetProperty(nameof(Code)).GetString() ?? "", [.. element.GetProperty(nameof(Arguments)).EnumerateArray().Select(Plain)])
            : element.ValueKind != JsonValueKind.Number ? element.GetString() ?? ""
            : element.TryGetInt64(out var whole) ? whole
            : (object)element.GetDouble();

    private static object Plain(object argument) => argument switch
    {
        long or double or Message => argument,
        int or short or byte => Convert.ToInt64(argument, System.Globalization.CultureInfo.InvariantCulture),
        float or decimal => Convert.ToDouble(argument, System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(argument, System.Globalization.CultureInfo.InvariantCulture) is { Length: > MaxText } text ? text[..MaxText]
            : Convert.ToString(argument, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
