namespace Octoplus.Dashboard.Shared;

/// <summary>One parameter of the address: its words and what they mean.</summary>
public sealed record AddressWords<T>(IReadOnlyList<(string Word, T Value)> Entries)
    where T : struct, Enum
{
    public IEnumerable<T> Values => Entries.Select(e => e.Value);

    public string Word(T value) => Entries.First(e => EqualityComparer<T>.Default.Equals(e.Value, value)).Word;

    public T Parse(string? word, T otherwise)
        => Entries.Where(e => e.Word == word).Select(e => (T?)e.Value).FirstOrDefault() ?? otherwise;
}
