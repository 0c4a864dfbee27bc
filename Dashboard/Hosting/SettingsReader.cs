using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Hosting;

/// <summary>A key that may be set.</summary>
/// <param name="Path">With colons; <c>N</c> stands for the number of an entry.</param>
/// <param name="Type">In words, for the documentation.</param>
/// <param name="Default">As it would be written; null where there is none.</param>
internal sealed record SettingKey(string Path, string Type, string? Default);

/// <summary>
/// Fills classes of settings, and says what fits none of them. The framework's own binder passes over unknown keys, and over entries of lists that cannot be
/// read.
/// </summary>
internal sealed class SettingsReader
{
    private readonly List<string> _problems = [];

    /// <summary>What is wrong, each naming its key.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The properties of a class that are keys of the settings.</summary>
    public static IReadOnlyList<PropertyInfo> PropertiesOf(Type type)
        => [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null && (p.SetMethod is { IsPublic: true } || ItemOf(p.PropertyType) is not null))];

    /// <summary>All keys below a class.</summary>
    public static IEnumerable<SettingKey> KeysOf(object options, string path)
        => PropertiesOf(options.GetType()).SelectMany(p => KeysOf(p.PropertyType, p.GetValue(options), $"{path}{p.Name}"));

    private static IEnumerable<SettingKey> KeysOf(Type type, object? value, string path)
        => ItemOf(type) is { } item ? item == typeof(string) ? [new SettingKey(path, "list", null)] : KeysOf(Activator.CreateInstance(item)!, path + ":N:")
            : IsSection(type) ? KeysOf(value!, path + ":")
            : [new SettingKey(path, WordOf(Bare(type)), value is null or "" ? null : Written(value))];

    /// <summary>The name that was probably meant; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
        => known.Select(k => (Name: k, Distance: EditDistance.Of(name.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(k => k.Distance <= Math.Max(1, k.Name.Length / 3))
            .OrderBy(k => k.Distance).Select(k => k.Name).FirstOrDefault();

    /// <summary>Sets one property from its section.</summary>
    public void Fill(object options, PropertyInfo property, IConfigurationSection section)
    {
        var current = property.GetValue(options);
        if (ItemOf(property.PropertyType) is { } item)
        {
            FillList((IList)current!, item, section);
        }
        else if (IsSection(property.PropertyType))
        {
            // At the top it may be a variable of the environment that is not for this program (DATA=…).
            if (section.Value is { Length: > 0 } text && section.Path.Contains(':', StringComparison.Ordinal))
            {
                _problems.Add($"{section.Path} is '{text}': expected keys below it, such as {section.Path}:{PropertiesOf(property.PropertyType)[0].Name}.");
            }

            Fill(current!, section);
        }
        else if (section.GetChildren().Any())
        {
            _problems.Add($"{section.Path} has keys below it: expected {WordOf(Bare(property.PropertyType))}.");
        }
        else if (section.Value is { Length: > 0 } written)
        {
            property.SetValue(options, Parse(Bare(property.PropertyType), written, section.Path) ?? current);
        }
        else if (section.Value is not null && (property.PropertyType == typeof(string) || current is null))
        {
            property.SetValue(options, property.PropertyType == typeof(string) ? "" : null); // emptied by the environment
        }
    }

    private void Fill(object options, IConfigurationSection section)
    {
        var properties = PropertiesOf(options.GetType());
        foreach (var child in section.GetChildren())
        {
            if (properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                Fill(options, property, child);
            }
            else
            {
                _problems.Add($"{child.Path} is no key of the settings: " + (Nearest(child.Key, properties.Select(p => p.Name)) is { } near
                    ? $"did you mean {section.Path}:{near}?"
                    : $"{section.Path} has {string.Join(", ", properties.Select(p => p.Name))}."));
            }
        }
    }

    private void FillList(IList list, Type item, IConfigurationSection section)
    {
        if (item == typeof(string))
        {
            // One environment variable may hold them all, with commas.
            var texts = section.Value is { Length: > 0 } all ? all.Split(',') : section.GetChildren().Select(c => c.Value ?? "");
            foreach (var text in texts.Select(t => t.Trim()).Where(t => t.Length > 0))
            {
                list.Add(text);
            }

            return;
        }

        foreach (var child in section.GetChildren())
        {
            if (child.Value is { Length: > 0 } value)
            {
                _problems.Add($"{child.Path} is '{value}': expected keys below it, such as {child.Path}:{PropertiesOf(item)[0].Name}.");
                continue;
            }

            var entry = Activator.CreateInstance(item)!;
            Fill(entry, child);
            list.Add(entry);
        }
    }

    private object? Parse(Type type, string text, string path)
    {
        object? value = type == typeof(string) ? text
            : type == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
            : type == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null
            : type == typeof(Uri) ? Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address) ? address : null
            : type.IsEnum ? !char.IsDigit(text[0]) && Enum.TryParse(type, text, ignoreCase: true, out var choice) && Enum.IsDefined(type, choice) ? choice : null
            : throw new NotSupportedException($"{path} is a {type.Name}: the settings have texts, whole numbers, true or false, addresses and names of an enumeration.");
        if (value is null)
        {
            _problems.Add($"{path} is '{text}': expected {WordOf(type)}.");
        }

        return value;
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Type? ItemOf(Type type)
        => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(List<>) || type.GetGenericTypeDefinition() == typeof(IList<>)) ? type.GetGenericArguments()[0] : null;

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && type != typeof(Uri);

    private static string WordOf(Type type)
        => type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number" : type == typeof(Uri) ? "an address" : type.IsEnum ? string.Join(" or ", Enum.GetNames(type)) : "text";

    private static string Written(object value) => value is bool flag ? flag ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
