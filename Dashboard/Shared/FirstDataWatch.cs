using System.Globalization;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Shared;

/// <summary>
/// Tells a component of the progress of the first data, on its own dispatcher and in the language of its reader: the progress
/// is raised on the importer's thread, whose culture would otherwise be drawn in.
/// </summary>
public sealed class FirstDataWatch : IDisposable
{
    private readonly FirstDataProgress _progress;
    private readonly Func<Func<Task>, Task> _dispatch;
    private readonly Func<Task> _changed;
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;

    /// <param name="dispatch">The component's <c>InvokeAsync</c>.</param>
    /// <param name="changed">What to do at each change.</param>
    public FirstDataWatch(FirstDataProgress progress, Func<Func<Task>, Task> dispatch, Func<Task> changed)
    {
        _progress = progress;
        _dispatch = dispatch;
        _changed = changed;
        _progress.Changed += OnChanged;
    }

    public void Dispose() => _progress.Changed -= OnChanged;

    private void OnChanged() => _ = _dispatch(() =>
    {
        CultureInfo.CurrentCulture = _culture;
        CultureInfo.CurrentUICulture = _language;
        return _changed();
    });
}
