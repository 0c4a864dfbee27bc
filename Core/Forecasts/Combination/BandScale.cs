namespace Octoplus.Core.Forecasts.Combination;

/// <summary>
/// The scale on which errors are alike: logarithms of positive values, square roots (nearly the variance-stabilising ones of counts, Anscombe
/// 1948, doi:10.1093/biomet/35.3-4.246) where there are zeros or few events, else the values themselves.
/// </summary>
internal readonly struct BandScale
{
    private const double FewEvents = 20;
    private const double Offset = 0.05;

    private readonly Kind _kind;

    private BandScale(Kind kind) => _kind = kind;

    private enum Kind
    {
        Linear,
        Root,
        Log,
    }

    public static BandScale Of(LearningSeries series)
    {
        var (least, mean) = (series.Values.Min(), series.Values.Average());
        return new BandScale(
            !series.IsNonNegative ? Kind.Linear : least <= 0 || (series.Input.IsCount && mean * series.Scale < FewEvents) ? Kind.Root : Kind.Log);
    }

    public double Of(double value) => _kind switch
    {
        Kind.Log => Math.Log(Math.Max(value, 1e-9)),
        Kind.Root => Math.Sqrt(Math.Max(value, 0) + Offset),
        _ => value,
    };

    public double Back(double transformed) => _kind switch
    {
        Kind.Log => Math.Exp(Math.Min(transformed, 60)),
        Kind.Root => Math.Max(0, (Math.Max(0, transformed) * Math.Max(0, transformed)) - Offset),
        _ => transformed,
    };
}
