namespace Octoplus.Core.Storage;

/// <summary>A read that pages or programs make.</summary>
/// <param name="Name">Stable, at most 80 characters: what is compared from one measurement to the next.</param>
/// <param name="RunAsync">Makes it; returns how many rows came.</param>
/// <param name="Statements">The statements whose plans tell something, with parameters.</param>
public sealed record MeasuredRead(string Name, Func<CancellationToken, Task<long>> RunAsync, IReadOnlyList<(string Sql, object? Parameters)> Statements);

/// <summary>The reads of one feature whose times are measured.</summary>
public interface IMeasuredReads
{
    /// <summary>The reads of the data that are there now; none while there are no data.</summary>
    Task<IReadOnlyList<MeasuredRead>> ListAsync(CancellationToken cancellationToken);
}
