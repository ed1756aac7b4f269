using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using RnnGen.Training;

namespace RnnGen.Web.Networks.Waves;

/// <summary>
/// Trains a <see cref="WaveReader"/> one step at a time, on new waves each time, and measures it with waves that it has not seen.
/// </summary>
public sealed class WaveTraining
{
    /// <summary>Waves of a training step.</summary>
    public const int BatchSize = 32;

    /// <summary>Waves that are held out.</summary>
    public const int HeldOutCount = 200;

    /// <summary>Training steps from one measurement to the next.</summary>
    public const int StepsBetweenMeasurements = 10;

    private readonly WaveReader _model;
    private readonly WaveReader.Trainer _trainer;
    private readonly Adam _adam;
    private readonly WaveSet _batch;
    private readonly List<float> _losses = [], _accuracies = [];
    private readonly float[] _logits = new float[HeldOutCount * WaveReader.OutputSize];

    /// <summary>Creates a network with random weights, and measures it.</summary>
    /// <param name="seed">What weights and waves follow from.</param>
    /// <param name="learningRate">Of Adam.</param>
    public WaveTraining(ulong seed, float learningRate)
    {
        _model = new WaveReader(seed);
        _trainer = _model.CreateTrainer(threads: 1);
        _adam = new Adam(learningRate);
        _batch = new WaveSet(BatchSize, seed, stream: 1);
        HeldOut = new WaveSet(HeldOutCount, seed, stream: 2);
        Measure();
    }

    /// <summary>The waves that it is measured with.</summary>
    public WaveSet HeldOut { get; }

    /// <summary>The loss of each training step, in nats.</summary>
    public IReadOnlyList<float> Losses => _losses;

    /// <summary>The accuracy on the waves held out, before the first step and after every tenth, 0 to 1.</summary>
    public IReadOnlyList<float> Accuracies => _accuracies;

    /// <summary>One training step, and a measurement where it is time for one.</summary>
    public void Step()
    {
        _losses.Add(_trainer.Train(_batch.Batch, _batch.Labels, _adam));
        _batch.Draw();
        if (_losses.Count % StepsBetweenMeasurements == 0)
        {
            Measure();
        }
    }

    /// <summary>What the network took a wave for when it was last measured.</summary>
    /// <param name="wave">Index among <see cref="HeldOut"/>.</param>
    public int ClassOf(int wave) =>
        TensorPrimitives.IndexOfMax<float>(_logits.AsSpan(wave * WaveReader.OutputSize, WaveReader.OutputSize));

    private void Measure()
    {
        _model.Predict(HeldOut.Batch, _logits);
        _accuracies.Add(Accuracy.Of(_logits, HeldOut.Labels, WaveReader.OutputSize));
    }
}
