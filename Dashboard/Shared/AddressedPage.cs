using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Octoplus.Dashboard.Shared;

/// <summary>A page whose state is in its address: loaded at first, and again whenever the address changes.</summary>
public abstract class AddressedPage : ComponentBase, IDisposable
{
    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>Path of the page.</summary>
    protected abstract string Path { get; }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Leave();
        GC.SuppressFinalize(this);
    }

    protected override Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        return LoadAsync(new Uri(Navigation.Uri).Query);
    }

    /// <summary>Takes the state from the query of the address.</summary>
    protected abstract void Take(string query);

    /// <summary>Reads what the state asks for.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Ends what goes on for the page: it is left.</summary>
    protected virtual void Leave()
    {
    }

    private Task LoadAsync(string query)
    {
        Take(query);
        return LoadAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        var address = new Uri(change.Location);
        if (address.AbsolutePath == Path)
        {
            _ = InvokeAsync(async () =>
            {
                await LoadAsync(address.Query);
                StateHasChanged();
            });
        }
    }
}
