using System;
using RnnGen.Data;

namespace RnnGen.Sample.Forecasts;

/// <summary>A network that forecasts, and the windows that it reads.</summary>
internal interface IForecaster
{
    /// <summary>What a window is.</summary>
    WindowOptions Windows { get; }

    /// <summary>The network.</summary>
    IRnnModel Model { get; }

    /// <summary>Values that it gives for a window.</summary>
    int OutputSize { get; }

    /// <summary>Creates what trains it.</summary>
    /// <param name="threads">Threads to use; 0 for all of the machine.</param>
    ISupervisedTrainer CreateTrainer(int threads);

    /// <summary>Windows as the network reads them.</summary>
    /// <param name="windows">Windows of <see cref="Windows"/>.</param>
    ISequenceSet Read(SlidingWindows windows);

    /// <summary>One of the values that are forecast, standardised.</summary>
    /// <param name="output">What the network gave for a window, [<see cref="OutputSize"/>].</param>
    /// <param name="step">Which value, from 0 on.</param>
    (float Mean, float LogVariance) At(ReadOnlySpan<float> output, int step);
}

/// <summary>Forecasts from the past of a series alone.</summary>
/// <param name="series">What is forecast.</param>
/// <param name="options">How.</param>
internal sealed class PlainForecaster(ForecastSeries series, ForecastOptions options) : IForecaster
{
    private readonly ForecastNetwork _network = new(options.Training.Seed);

    public WindowOptions Windows { get; } =
        new() { InputSteps = options.Steps, Horizon = ForecastNetwork.Horizon, Inputs = [series.Column], Targets = [series.Column] };

    public IRnnModel Model => _network;

    public int OutputSize => ForecastNetwork.OutputSize;

    public ISupervisedTrainer CreateTrainer(int threads) => _network.CreateTrainer(threads);

    public ISequenceSet Read(SlidingWindows windows) => windows;

    public (float Mean, float LogVariance) At(ReadOnlySpan<float> output, int step) =>
        (output[step], output[ForecastNetwork.Horizon + step]);
}
