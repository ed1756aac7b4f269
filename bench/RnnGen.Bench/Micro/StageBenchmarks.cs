using System;
using BenchmarkDotNet.Attributes;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Micro;

/// <summary>
/// The kernels of generated classes are private, so they are measured through networks of one step in which hardly anything else
/// happens, on one thread.
/// </summary>
public class StageBenchmarks
{
    private const int Rows = 128, GateRows = 4096;

    private readonly float[] _inputs = TestWeights.Inputs(Rows * MatrixModel.InputSize);
    private readonly float[] _inputGradients = new float[Rows * MatrixModel.InputSize];
    private readonly float[] _outputs = new float[GateRows * LstmGatesModel.OutputSize];
    private readonly MatrixModel _matrix = new() { Threads = 1 };
    private readonly LstmGatesModel _lstm = new() { Threads = 1 };
    private readonly GruGatesModel _gru = new() { Threads = 1 };
    private readonly MatrixModel.Trainer _matrixTrainer;
    private readonly LstmGatesModel.Trainer _lstmTrainer;
    private readonly GruGatesModel.Trainer _gruTrainer;

    /// <summary>Makes the trainers and their forward passes, which backward passes need.</summary>
    public StageBenchmarks()
    {
        _matrixTrainer = _matrix.CreateTrainer(threads: 1);
        _lstmTrainer = _lstm.CreateTrainer(threads: 1);
        _gruTrainer = _gru.CreateTrainer(threads: 1);
        _matrixTrainer.Forward(new SequenceBatch(_inputs, Rows, 1), default);
        _lstmTrainer.Forward(Column, default);
        _gruTrainer.Forward(Column, default);
    }

    /// <summary>Operations of one product: 128 x 512 by 512 x 2048.</summary>
    internal static double ProductFlop => 2.0 * Rows * MatrixModel.MultiplyAddsPerStep / 2;

    /// <summary>Units of all rows, which <see cref="LstmForward"/> and its kin compute.</summary>
    internal static int Units => GateRows * LstmGatesModel.OutputSize;

    private SequenceBatch Column => new(_inputs.AsSpan(0, GateRows), GateRows, 1);

    [Benchmark]
    public void ProductForward() => _matrix.Predict(new SequenceBatch(_inputs, Rows, 1), _outputs.AsSpan(0, Rows * MatrixModel.OutputSize));

    [Benchmark]
    public void ProductWeightGradients() => _matrixTrainer.Backward(_outputs.AsSpan(0, Rows * MatrixModel.OutputSize));

    [Benchmark]
    public void ProductBothGradients() =>
        _matrixTrainer.Backward(_outputs.AsSpan(0, Rows * MatrixModel.OutputSize), default, _inputGradients);

    [Benchmark]
    public void LstmForward() => _lstm.Predict(Column, _outputs);

    [Benchmark]
    public void LstmBackward() => _lstmTrainer.Backward(_outputs);

    [Benchmark]
    public void GruForward() => _gru.Predict(Column, _outputs);

    [Benchmark]
    public void GruBackward() => _gruTrainer.Backward(_outputs);
}
