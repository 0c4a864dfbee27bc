using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Octoplus.Core.Quality;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>A list of the page.</summary>
public enum QualityView
{
    /// <summary>Pairs of services.</summary>
    Services,

    /// <summary>The same thing twice.</summary>
    Duplicates,

    /// <summary>Values that cannot be.</summary>
    Values,

    /// <summary>Counts far from their history.</summary>
    Jumps,

    /// <summary>How old each dataset is.</summary>
    Freshness,
}

/// <summary>
/// What the page shows, as it stands in the address: <c>?vue=services|doublons|valeurs|sauts|fraicheur&amp;etat=&amp;dep=&amp;force=&amp;score=&amp;annee=&amp;page=</c>.
/// What cannot be read is left out.
/// </summary>
/// <param name="State">Of pairs; null: all of them.</param>
/// <param name="IsExplained">Of findings; null: all of them.</param>
/// <param name="MinScore">In per cent.</param>
public sealed record QualityState(
    QualityView View = QualityView.Services,
    PairState? State = PairState.Proposed,
    bool? IsExplained = false,
    string? Department = null,
    string? Force = null,
    int MinScore = 0,
    int? Year = null,
    int Page = 1)
{
    public const string Address = "/qualite";

    private const int MaxPage = 10_000;

    private static readonly (QualityView View, string Slug)[] _views =
    [
        (QualityView.Services, "services"), (QualityView.Duplicates, "doublons"), (QualityView.Values, "valeurs"), (QualityView.Jumps, "sauts"), (QualityView.Freshness, "fraicheur"),
    ];

    /// <summary>The lists in the order of their tabs.</summary>
    public static IReadOnlyList<QualityView> Views { get; } = [.. _views.Select(v => v.View)];

    /// <summary>The kind of finding that the list shows; null for pairs and freshness.</summary>
    public QualityKind? Kind => View switch
    {
        QualityView.Duplicates => QualityKind.Duplicate,
        QualityView.Values => QualityKind.Impossible,
        QualityView.Jumps => QualityKind.Jump,
        _ => null,
    };

    public PairFilter PairFilter => new(State, Department, Force, MinScore / 100.0);

    public FindingFilter FindingFilter(QualityKind kind) => new(kind, Department, Force, Year, IsExplained);

    public static string Slug(QualityView view) => Array.Find(_views, v => v.View == view).Slug;

    public static QualityState Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        var view = Array.Find(_views, v => v.Slug == Text("vue")).View;
        return new QualityState(
            view,
            Text("etat") switch { "confirmees" => PairState.Confirmed, "refusees" => PairState.Refused, "toutes" => null, _ => PairState.Proposed },
            Text("etat") switch { "expliques" => true, "tous" => null, _ => false },
            Text("dep") is { Length: <= 3 } department && department.All(char.IsAsciiLetterOrDigit) ? department : null,
            Text("force") switch { "police" => "police", "gendarmerie" => "gendarmerie", _ => null },
            Number("score", 0, 100) ?? 0,
            Number("annee", 1, 99_999_999),
            Number("page", 1, MaxPage) ?? 1);

        string? Text(string key) => values.TryGetValue(key, out var value) && value.ToString().Trim() is { Length: > 0 } text ? text : null;

        int? Number(string key, int low, int high)
            => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high ? number : null;
    }

    /// <summary>With its question mark.</summary>
    public string ToQuery() => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["vue"] = Slug(View),
        ["etat"] = StateSlug,
        ["dep"] = Department,
        ["force"] = Force,
        ["score"] = MinScore > 0 ? MinScore.ToString(CultureInfo.InvariantCulture) : null,
        ["annee"] = Year?.ToString(CultureInfo.InvariantCulture),
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    /// <summary>As the address says which pairs or findings are wanted; null: those that wait for someone.</summary>
    public string? StateSlug => View == QualityView.Services
        ? State switch { PairState.Confirmed => "confirmees", PairState.Refused => "refusees", null => "toutes", _ => null }
        : IsExplained switch { true => "expliques", null => "tous", _ => null };
}
