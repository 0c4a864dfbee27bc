namespace Octoplus.Core.Storage;

/// <summary>How much of the machine imports and rebuilds may take in this process.</summary>
public static class BatchWork
{
    private const int MaxThreads = 4;

    /// <summary>Threads that may work at once: all cores, up to four; one core fewer in a process that serves pages beside it.</summary>
    public static int Threads { get; private set; } = Math.Clamp(Environment.ProcessorCount, 1, MaxThreads);

    /// <summary>Leaves one core to the pages from now on.</summary>
    public static void LeaveRoom() => Threads = Math.Clamp(Environment.ProcessorCount - 1, 1, MaxThreads);
}
