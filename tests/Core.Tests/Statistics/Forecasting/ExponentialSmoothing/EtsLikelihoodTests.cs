using System.Globalization;
using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Tests.Statistics.Forecasting.ExponentialSmoothing;

public sealed class EtsLikelihoodTests
{
    public static TheoryData<int> References { get; } = [.. Enumerable.Range(0, EtsReference.All.Count)];

    public static TheoryData<int> Forecast { get; } = [.. Enumerable.Range(0, EtsReference.All.Count).Where(index => EtsReference.All[index].Means.Length > 0)];

    public static TheoryData<int> Forms { get; } = [.. Enumerable.Range(0, EtsForm.All.Count)];

    [Theory]
    [MemberData(nameof(References))]
    public void Evaluate_ParametersOfR_SameLikelihood(int index)
    {
        var reference = EtsReference.All[index];
        var likelihood = Likelihood(reference.Form, reference.Season, reference.Values);

        var value = likelihood.Evaluate(reference.Variables);

        Assert.Equal(reference.LogLikelihood, -0.5 * value, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Forecast))]
    public void Forecast_ParametersOfR_SameMeansAndDeviations(int index)
    {
        var reference = EtsReference.All[index];
        var layout = new EtsLayout(reference.Form, reference.Season);
        var likelihood = Likelihood(reference.Form, reference.Season, reference.Values);
        var x = reference.Variables;
        likelihood.Evaluate(x);
        var squares = 0.0;
        foreach (var error in likelihood.Errors)
        {
            squares += error * error;
        }

        var variance = squares / (reference.Values.Length - reference.Form.Estimated(reference.Season));
        var moments = new EtsMoments(
            reference.Form, layout.Alpha(x), layout.Beta(x), layout.Gamma(x), layout.Phi(x), variance,
            likelihood.LastLevel(x), likelihood.LastSlope, likelihood.LastSeason.ToArray());
        var forecast = moments.Forecast(reference.Means.Length);

        Awkward.AssertNear(reference.Means, forecast.Means, 1e-8);
        Awkward.AssertNear(reference.Deviations, forecast.Deviations, 1e-7);
    }

    /// <summary>Central differences of 15 forms at a point off the optimum; their own error is about 10⁻⁶.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Differentiate_AnyForm_AsByDifferences(int index)
    {
        var layout = new EtsLayout(EtsForm.All[index], 12);
        double[] y = [.. PublishedSeries.AirPassengers.Select(value => value / 280)];
        var likelihood = new EtsLikelihood(layout, y, new double[EtsLikelihood.WorkSize(y.Length, 12)]);
        var x = new double[layout.Count];
        EtsStart.GuessStates(layout, y, x);
        EtsStart.SetSmoothing(layout, 1, x);
        var gradient = new double[layout.Count];
        likelihood.Evaluate(x);
        likelihood.Differentiate(x, gradient);

        for (var i = 0; i < x.Length; i++)
        {
            var (kept, step) = (x[i], 1e-6);
            x[i] = kept + step;
            var above = likelihood.Evaluate(x);
            x[i] = kept - step;
            var below = likelihood.Evaluate(x);
            x[i] = kept;
            var expected = (above - below) / (2 * step);
            Assert.True(
                Math.Abs(expected - gradient[i]) < 1e-5 * Math.Max(10, Math.Abs(expected)),
                string.Create(CultureInfo.InvariantCulture, $"{layout.Form} variable {i}: {expected} by differences, {gradient[i]}."));
        }
    }

    /// <summary>
    /// By R's <c>eigen</c> of the transition matrix less gain × observation, F − g w', of a season of 12, its unit root left out: least
    /// inverse modulus 1.0145, 0.9965, 0.9942, 0.9744, and 0.99956, which is within the tolerance.
    /// </summary>
    [Theory]
    [InlineData(0.3, 0.02, 0.2, 1, true)]
    [InlineData(0.9, 0.85, 0.09, 1, false)]
    [InlineData(0.8, 0.79, 0.19, 0.9, false)]
    [InlineData(0.1, 0.09, 0.89, 1, false)]
    [InlineData(0.5, 0.49, 0.01, 1, true)]
    public void Holds_TrendAndSeason_AsByEigenvalues(double alpha, double beta, double gamma, double phi, bool expected)
    {
        Assert.Equal(expected, EtsAdmissibility.Holds(alpha, beta, gamma, phi, hasTrend: true, 12, new double[14]));
    }

    /// <summary>40,000 seeded paths of each form by the recursions of Hyndman et al. (2008), tables 2.2 and 2.3; 30 steps, a season of 4.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Forecast_AnyForm_MomentsAsBySimulation(int index)
    {
        const int Paths = 40_000;
        var form = EtsForm.All[index];
        double[] seasons = form.Season switch { EtsSeason.None => [], EtsSeason.Additive => [-20, 10, 25, -15], _ => [0.8, 1.1, 1.3, 0.8] };
        var phi = form.Trend == EtsTrend.Damped ? 0.9 : 1;
        var error = form.Error == EtsError.Additive ? 5 : 0.05;
        var moments = new EtsMoments(
            form, 0.4, form.HasTrend ? 0.1 : 0, form.HasSeason ? 0.3 : 0, phi, error * error, 100, form.HasTrend ? 2 : 0, seasons);
        var forecast = moments.Forecast(30);

        var simulated = new EtsSimulation(moments, seed: 7);
        var (means, deviations) = simulated.Moments(30, Paths);

        for (var step = 0; step < 30; step++)
        {
            Assert.Equal(means[step], forecast.Means[step], 4 * forecast.Deviations[step] / Math.Sqrt(Paths));
            Assert.Equal(1, deviations[step] / forecast.Deviations[step], 0.03);
        }
    }

    [Fact]
    public void Evaluate_ForecastNotPositive_Infinite()
    {
        var form = new EtsForm(EtsError.Multiplicative, EtsTrend.Additive, EtsSeason.None);

        Assert.Equal(double.PositiveInfinity, Likelihood(form, 1, [1, 2, 3, 4]).Evaluate([0.1, 0.1, 1, -5]));
    }

    private static EtsLikelihood Likelihood(EtsForm form, int season, double[] values) =>
        new(new EtsLayout(form, season), values, new double[EtsLikelihood.WorkSize(values.Length, season)]);
}
