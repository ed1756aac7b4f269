using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using RnnGen.Data;
using RnnGen.Reports;
using RnnGen.Sample.Measurement;
using RnnGen.Training;

namespace RnnGen.Sample.Mnist;

/// <summary>Writes down how training goes, for the report; outside of what is timed.</summary>
/// <param name="options">How to train; without a report nothing is validated.</param>
/// <param name="validation">Images that are not trained on.</param>
internal sealed class TrainingRecorder(MnistOptions options, LabeledSequences validation)
{
    private const string Metric = "accuracy";

    /// <summary>Validations of a run: enough for a curve.</summary>
    private const int Validations = 25;

    /// <summary>Images of a validation: they take a fraction of the time of the steps between two.</summary>
    private const int MostImages = 1000;

    private readonly int _interval = Math.Max(1, options.Iterations / Validations);
    private readonly int _images = options.ReportFile is null ? 0 : Math.Min(MostImages, validation.Count);
    private readonly List<ReportStep> _steps = [];
    private readonly List<ReportEvaluation> _evaluations = [];

    /// <summary>A training step has been done.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="loss">Loss before the update.</param>
    /// <param name="learningRate">Learning rate of the update.</param>
    /// <param name="gradients">All gradients.</param>
    /// <param name="milliseconds">Time of the step.</param>
    public void Step(int step, float loss, float learningRate, ReadOnlySpan<float> gradients, double milliseconds) =>
        _steps.Add(new ReportStep(step, loss)
        {
            LearningRate = learningRate,
            GradientNorm = TensorPrimitives.Norm(gradients),
            Milliseconds = milliseconds,
        });

    /// <summary>The accuracy on a training batch has been displayed.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="accuracy">Accuracy after them.</param>
    public void Displayed(int step, float accuracy) => _evaluations.Add(new ReportEvaluation(step, "training", Metric, accuracy));

    /// <summary>Measures loss and accuracy on images that are not trained on, once in a while and after the last step.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="model">The model after them.</param>
    public void Validate(int step, IRnnModel model)
    {
        if (_images == 0 || (step % _interval != 0 && step != options.Iterations))
        {
            return;
        }

        float[] logits = new float[_images * validation.Classes];
        model.Predict(validation.Batch(0, _images), logits);
        ReadOnlySpan<int> labels = validation.Labels[.._images];
        const string Set = "validation";
        _evaluations.Add(new ReportEvaluation(step, Set, ReportRun.Loss, CrossEntropy.Mean(logits, labels, validation.Classes)));
        _evaluations.Add(new ReportEvaluation(step, Set, Metric, Accuracy.Of(logits, labels, validation.Classes)));
    }

    /// <summary>All of it.</summary>
    /// <param name="name">Name of the run.</param>
    public ReportRun History(string name) => new() { Name = name, Steps = _steps, Evaluations = _evaluations };
}
