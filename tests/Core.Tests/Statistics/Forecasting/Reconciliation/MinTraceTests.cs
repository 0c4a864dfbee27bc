using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Forecasting.Reconciliation;

namespace Octoplus.Core.Tests.Statistics.Forecasting.Reconciliation;

public sealed class MinTraceTests
{
    private static readonly ForecastHierarchy _hierarchy = ForecastHierarchy.Of(
        [new("a", ["X", "All"]), new("b", ["X", "All"]), new("c", ["Y", "All"]), new("d", ["Y", "All"])], ["X", "Y", "All"]);

    /// <summary>
    /// R 4.2.2, the first form of the paper, which inverts W: S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ with S = rbind(diag(4), c(1,1,0,0), c(0,0,1,1), 1),
    /// Sig = crossprod(e)/40, r = cov2cor(Sig), v = (crossprod(x^2) − crossprod(x)^2/40)/(40·39) of the columns x = e/sqrt(diag(Sig)),
    /// λ = sum(v[i≠j])/sum(r[i≠j]^2), W = λ diag(diag(Sig)) + (1 − λ) Sig.
    /// </summary>
    [Fact]
    public void Bottom_ThreeLevels_IsThatOfTheFormWithInverses()
    {
        var trace = MinTrace.Of(_hierarchy, Errors(), [0, 1, 2])!;

        Assert.Equal(0.151150903821688, trace.Shrinkage, 1e-12);
        double[] expected = [10.7826885652662, 20.8309942084030, 30.0006733102571, 44.7553286355794];
        Assert.Equal(expected, trace.Bottom([10, 20, 30, 45, 33, 70, 111]), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    /// <summary>S P S = S: forecasts that add up stay as they are.</summary>
    [Fact]
    public void Bottom_ForecastsThatAddUp_AreLeftAlone()
    {
        var trace = MinTrace.Of(_hierarchy, Errors(), [0, 1, 2])!;

        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Gen.Choose(-500, 100_000).ArrayOf(4).ToArbitrary(), leaves =>
        {
            double[] bases = [.. leaves, leaves[0] + leaves[1], leaves[2] + leaves[3], leaves.Sum()];
            return trace.Bottom(bases).Zip(bases).All(p => Math.Abs(p.First - p.Second) < 1e-6);
        }));
    }

    /// <summary>Errors that add up themselves, and a node that never errs: the system alone would be singular.</summary>
    [Fact]
    public void Bottom_DegenerateErrors_IsFinite()
    {
        var errors = Errors();
        Array.Clear(errors[0]);
        Array.Clear(errors[1]);
        (errors[4], errors[5]) = (new double[40], [.. errors[2].Zip(errors[3], (c, d) => c + d)]);
        errors[6] = errors[5];

        Assert.All(MinTrace.Of(_hierarchy, errors, [0, 1, 2])!.Bottom([10, 20, 30, 45, 33, 70, 111]), v => Assert.True(double.IsFinite(v)));
        Assert.All(
            MinTrace.Of(_hierarchy, [.. errors.Select(_ => new double[40])], [0, 1, 2])!.Bottom([10, 20, 30, 45, 33, 70, 111]),
            v => Assert.True(double.IsFinite(v)));
    }

    private static double[][] Errors()
        => [.. Enumerable.Range(1, 7).Select(i => Enumerable.Range(1, 40)
            .Select(t => ((((t * 7) + (i * 13)) % 11 - 5) * (1 + (i / 2.0))) + ((t * i) % 5) - 2).ToArray())];
}
