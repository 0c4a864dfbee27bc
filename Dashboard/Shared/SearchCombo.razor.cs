using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Shared;

/// <summary>A choice among many, found by words of its label or by its code; by mouse or keyboard.</summary>
public sealed partial class SearchCombo : ComponentBase
{
    private const int MaxTyped = 80;

    private ElementReference _button;
    private ElementReference _field;
    private bool _isOpen;
    private Focus _focus;
    private int _active;
    private IReadOnlyList<ComboOption> _found = [];

    /// <summary>Unique on the page: begins the ids of its parts.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public string Placeholder { get; set; } = "";

    /// <summary>Said where nothing is found.</summary>
    [Parameter, EditorRequired]
    public string None { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<ComboOption> Options { get; set; } = [];

    /// <summary>Key of the option chosen.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    [Parameter]
    public EventCallback<string> OnChange { get; set; }

    private string ChosenLabel => Options.FirstOrDefault(o => o.Key == Value)?.Label ?? Value;

    private enum Focus
    {
        Stays,
        Field,
        Button,
    }

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
        _active = Math.Max(0, _found.ToList().FindIndex(o => o.Key == Value));
    }

    private void Close() => _isOpen = false;

    private void Type(ChangeEventArgs change) => Search(change.Value as string ?? "");

    private void Search(string typed)
    {
        _found = ComboOption.Find(Options, (typed.Length <= MaxTyped ? typed : typed[..MaxTyped]).Trim());
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

    private Task ChooseAsync(ComboOption option)
    {
        Close();
        _focus = Focus.Button;
        return option.Key == Value ? Task.CompletedTask : OnChange.InvokeAsync(option.Key);
    }
}
