using System;
using System.Diagnostics;
using System.Threading;
using RnnGen.Data;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Measurement;
using RnnGen.Sample.Output;
using RnnGen.Training;
using RnnGen.Training.Distributed;

namespace RnnGen.Sample.Mnist;

/// <summary>The post's program: trains, prints what the post prints, and tests. The same code for every network.</summary>
/// <param name="options">How to train.</param>
/// <param name="sets">What to train on and test with.</param>
/// <param name="view">Receives the lines.</param>
internal sealed class TrainingRun(MnistOptions options, MnistDataSets sets, IProgramView view)
{
    /// <summary>Test images that the post's program uses.</summary>
    private const int PostTestImages = 100;

    /// <summary>Steps until the JIT has compiled everything for the second time; they do not count in the median.</summary>
    private const int UnsettledSteps = 20;

    /// <summary>Test images of one prediction: enough for all threads, little enough that Ctrl+C is felt at once.</summary>
    private const int TestBatch = 1000;

    private readonly float[] _images = new float[options.BatchSize * sets.Train.SequenceSize];
    private readonly int[] _labels = new int[options.BatchSize];
    private readonly float[] _logits = new float[options.BatchSize * sets.Train.Classes];

    private SequenceBatch Batch => new(_images, options.BatchSize, sets.Train.Steps);

    /// <summary>Trains a new model of a network and tests it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public TrainingResult Run(Network network, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        ITrainableModel model = network.Create(options.Seed);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer();
        double[] milliseconds = new double[options.Iterations];
        TrainingRecorder recorder = new(options, sets.Validation);
        view.Track(network.Mode, options.Iterations, report =>
        {
            Adam adam = new(options.LearningRate);
            Action<int, float> onStep = (step, loss) =>
            {
                AfterStep(step, loss, trainer, adam.LearningRate, milliseconds[step - 1], recorder);
                report(step, loss);
            };
            if (view.Ranks is { Size: > 1 } ranks)
            {
                TrainTogether(ranks, trainer, adam, milliseconds, onStep, cancellation);
            }
            else
            {
                Train(trainer, adam, milliseconds, onStep, cancellation);
            }
        });
        (double finalLoss, _) = EvaluateBatch(model);
        view.Line(PostFormat.Finished);

        float[] scores = Predict(model, sets.Test, cancellation);
        int first = Math.Min(PostTestImages, sets.Test.Count), classes = sets.Test.Classes;
        float testAccuracy = Accuracy.Of(scores, sets.Test.Labels, classes);
        view.Line(PostFormat.TestingAccuracy(Accuracy.Of(scores.AsSpan(0, first * classes), sets.Test.Labels[..first], classes)));
        view.Line($"Accuracy on all {sets.Test.Count} test images: {testAccuracy:0.0000}");
        return new TrainingResult
        {
            Network = network,
            Model = model,
            FirstCallMilliseconds = milliseconds[0],
            StepMilliseconds = Statistics.Median(milliseconds.AsSpan(options.Iterations > UnsettledSteps ? UnsettledSteps : 0)),
            ActivationBytes = trainer.ActivationBytes,
            FinalLoss = finalLoss,
            TestAccuracy = testAccuracy,
            TestLogits = scores,
            History = recorder.History(network.Mode),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    private void Train(
        ISupervisedTrainer trainer, Adam adam, Span<double> milliseconds, Action<int, float> onStep, CancellationToken cancellation)
    {
        SequenceBatcher batcher = Batcher();
        for (int step = 1; step <= options.Iterations; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            batcher.NextBatch(_images, _labels);
            long start = Stopwatch.GetTimestamp();
            float loss = trainer.Train(Batch, _labels, adam);
            milliseconds[step - 1] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            onStep(step, loss);
        }
    }

    /// <summary>The same batches, of whose rows each of several processes learns from a share.</summary>
    /// <exception cref="CommandFailure">A loss or a gradient is not finite, or another rank has failed.</exception>
    private void TrainTogether(
        Communicator ranks, ISupervisedTrainer trainer, Adam adam, double[] milliseconds, Action<int, float> onStep,
        CancellationToken cancellation)
    {
        DigitSource source = new(Batcher(), options.Iterations, _images, _labels);
        FitOptions fit = new()
        {
            Optimizer = adam,
            Communicator = ranks,
            Callbacks =
            [
                new StepCallback(context =>
                {
                    int step = (int)context.Step.Step + 1;
                    milliseconds[step - 1] = Stopwatch.GetElapsedTime(source.WasRead).TotalMilliseconds;
                    onStep(step, (float)context.Step.Loss);
                }),
            ],
        };
        try
        {
            trainer.Fit(source, null, fit, cancellation: cancellation);
        }
        catch (Exception exception) when (exception is NonFiniteTrainingException or DistributedTrainingException)
        {
            throw new CommandFailure(exception.Message);
        }
    }

    // Not the model's seed: the order of the first epoch would come from the very numbers that the first weights come from.
    private SequenceBatcher Batcher() => new(sets.Train, ~options.Seed);

    private void AfterStep(
        int step, float loss, ISupervisedTrainer trainer, float learningRate, double milliseconds, TrainingRecorder recorder)
    {
        recorder.Step(step, loss, learningRate, trainer.Gradients, milliseconds);
        if (step % options.DisplayStep == 0)
        {
            // As the post: on the batch of this step, with the weights after it.
            (double lossAfter, float accuracy) = EvaluateBatch(trainer.Model);
            view.Line(PostFormat.Iteration((long)step * options.BatchSize, lossAfter, accuracy));
            recorder.Displayed(step, accuracy);
        }

        recorder.Validate(step, trainer.Model);
    }

    private (double Loss, float Accuracy) EvaluateBatch(IRnnModel model)
    {
        model.Predict(Batch, _logits);
        int classes = sets.Train.Classes;
        return (CrossEntropy.Mean(_logits, _labels, classes), Accuracy.Of(_logits, _labels, classes));
    }

    private static float[] Predict(IRnnModel model, LabeledSequences data, CancellationToken cancellation)
    {
        float[] logits = new float[data.Count * data.Classes];
        for (int start = 0; start < data.Count; start += TestBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(TestBatch, data.Count - start);
            model.Predict(data.Batch(start, rows), logits.AsSpan(start * data.Classes, rows * data.Classes));
        }

        return logits;
    }

    private sealed class StepCallback(Action<FitContext> action) : FitCallback
    {
        public override void OnStep(FitContext fit) => action(fit);
    }
}
