using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Octoplus.Core.Offences;

namespace Octoplus.Dashboard.Map;

/// <summary>Finds an indicator or an index by its number or by words of its label, accents or not.</summary>
public sealed partial class MeasureCombo : ComponentBase
{
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    private ElementReference _button;
    private ElementReference _field;
    private bool _isOpen;
    private Focus _focus;
    private int _active;
    private IReadOnlyList<Measure> _found = [];

    [Parameter, EditorRequired]
    public Measure Value { get; set; } = default!;

    [Parameter]
    public EventCallback<Measure> OnChange { get; set; }

    /// <summary>A number finds the index of that number first; words must all occur.</summary>
    public static IReadOnlyList<Measure> Find(string typed, bool french)
    {
        var words = typed.Split([' ', '\'', '’'], StringSplitOptions.RemoveEmptyEntries);
        var found = Nomenclature.Measures.Where(m => words.All(w => Contains(m.Label(french), w)));
        return int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? [.. found.OrderByDescending(m => m.Slug == Nomenclature.OffenceSlug(number))]
            : [.. found];
    }

    private static bool Contains(string label, string word)
        => CultureInfo.InvariantCulture.CompareInfo.IndexOf(label, word, Loosely) >= 0;

    private enum Focus
    {
        Stays,
        Field,
        Button,
    }

    private static string Label(Measure measure) => measure.Label(FigureText.IsFrench);

    private string? Heading(int index)
    {
        var kind = Kind(_found[index]);
        return index == 0 || Kind(_found[index - 1]) != kind ? T["Combo." + kind].Value : null;
    }

    private static string Kind(Measure measure)
        => measure.Slug.StartsWith("index-", StringComparison.Ordinal) ? "Index" : measure.Slug == Nomenclature.AllOffencesSlug ? "All" : "Indicator";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var focus = _focus;
        _focus = Focus.Stays;
        if (focus != Focus.Stays)
        {
            await (focus == Focus.Field ? _field : _button).FocusAsync(preventScroll: true);
        }
    }

    private void Toggle()
    {
        if (_isOpen)
        {
            Close();
            return;
        }

        _isOpen = true;
        _focus = Focus.Field;
        Search("");
        _active = Math.Max(0, _found.ToList().IndexOf(Value));
    }

    private void Close() => _isOpen = false;

    private void Type(ChangeEventArgs change) => Search(change.Value as string ?? "");

    private void Search(string typed)
    {
        _found = Find((typed.Length <= 80 ? typed : typed[..80]).Trim(), FigureText.IsFrench);
        _active = 0;
    }

    private async Task PressAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                _active = Math.Min(_active + 1, _found.Count - 1);
                break;
            case "ArrowUp":
                _active = Math.Max(_active - 1, 0);
                break;
            case "Enter" when _found.Count > 0:
                await ChooseAsync(_found[_active]);
                break;
            case "Escape":
                Close();
                _focus = Focus.Button;
                break;
        }
    }

    private Task ChooseAsync(Measure measure)
    {
        Close();
        _focus = Focus.Button;
        return measure == Value ? Task.CompletedTask : OnChange.InvokeAsync(measure);
    }
}
