namespace Octoplus.Core.Tests.Statistics.Forecasting;

internal static partial class PublishedSeries
{
    /// <summary>A series by the name of its field, for theories.</summary>
    public static double[] Named(string field) =>
        (double[])typeof(PublishedSeries).GetField(field)!.GetValue(null)!;

    public static double[] Logs(double[] values) => Array.ConvertAll(values, Math.Log);
}
