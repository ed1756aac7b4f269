using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

public sealed class FitTests
{
    [Theory]
    [InlineData(ClippingForm.TensorFlow, GradientNorm.Euclidean)]
    [InlineData(ClippingForm.PyTorch, GradientNorm.Euclidean)]
    [InlineData(ClippingForm.PyTorch, GradientNorm.Sum)]
    public void AnEpochIsTheStepsOfAHandWrittenLoop(ClippingForm form, GradientNorm norm)
    {
        SmallModel model = new(seed: 3), other = new(seed: 3);
        TrainingHistory history = model.CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(30, 3)), null,
            new FitOptions { Optimizer = new Adam(0.01f), Epochs = 2, Clipping = new GlobalNormClipping(0.3f, form, norm) });

        SmallModel.Trainer trainer = other.CreateTrainer(1);
        BatchSource source = FitData.Source(FitData.Labels(30, 3));
        Adam adam = new(0.01f);
        GlobalNormClipping clipping = new(0.3f, form, norm), euclidean = new(1);
        TrainingBatch batch = new();
        List<double> losses = [], norms = [], clipped = [];
        for (int epoch = 0; epoch < 2; epoch++)
        {
            source.Position = new SourcePosition(epoch, 0);
            while (source.Read(batch))
            {
                losses.Add(trainer.Train(batch.Sequences, batch.Labels, adam, clipping: clipping));
                euclidean.Apply(trainer.Gradients);
                norms.Add(euclidean.LastNorm);
                clipped.Add(clipping.LastNorm);
            }
        }

        Assert.Equal(8, losses.Count);
        Assert.Contains(clipped, length => length > clipping.Limit);
        Assert.Equal(other.Parameters.Values, model.Parameters.Values);
        Assert.Equal(losses, history.Steps.Select(step => step.Loss));
        Assert.Equal(norms, history.Steps.Select(step => step.GradientNorm));
        Assert.Equal(
            losses.Chunk(4).Select(epoch => ((8 * epoch[0]) + (8 * epoch[1]) + (8 * epoch[2]) + (6 * epoch[3])) / 30),
            history.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal("loss", history.Monitor);
    }

    [Fact]
    public void StatesAreCarriedWhereBatchesContinue()
    {
        int[] tokens = [.. Enumerable.Range(0, 200).Select(i => i * i % 7 % 3)];
        TokenOptions options = new() { BatchSize = 3, Steps = 5, OneHot = true };
        CharacterModel model = new(seed: 3), other = new(seed: 3), zero = new(seed: 3);
        model
            .CreateTrainer(1)
            .FitNow(new TokenSource(tokens, 3, options), null, new FitOptions { Optimizer = new Adam(0.01f), Epochs = 2 });

        CharacterModel.Trainer trainer = other.CreateTrainer(1), forgetful = zero.CreateTrainer(1);
        Adam adam = new(0.01f), second = new(0.01f);
        TokenSource source = new(tokens, 3, options);
        TrainingBatch batch = new();
        for (int epoch = 0; epoch < 2; epoch++)
        {
            float[] states = new float[3 * model.Parameters.Description.StateSize];
            source.Position = new SourcePosition(epoch, 0);
            while (source.Read(batch))
            {
                ((ISupervisedTrainer)trainer).Train(batch.Sequences, batch.HeadTargets, adam, batch.Continues ? states : default, states);
                forgetful.Train(batch.Sequences, batch.Labels, second);
            }
        }

        Assert.Equal(other.Parameters.Values, model.Parameters.Values);
        Assert.NotEqual(zero.Parameters.Values.ToArray(), model.Parameters.Values.ToArray());
    }

    [Fact]
    public void ThreadsChangeNoBit()
    {
        (float[] Parameters, TrainingHistory History)[] runs = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            DropoutModel model = new(seed: 5) { Threads = threads };
            DropoutModel.Trainer trainer = model.CreateTrainer(threads);
            trainer.DropoutSeed = 5;
            TrainingHistory history = trainer.FitNow(
                FitData.Source(FitData.Labels(60, 4), 32), FitData.Source(FitData.Labels(40, 4), 32),
                new FitOptions { Optimizer = new Adam(0.01f), Epochs = 3, AccumulateBatches = 2 });
            return (model.Parameters.Values.ToArray(), history);
        })];

        Assert.All(runs, run => Assert.Equal(runs[0].Parameters, run.Parameters));
        Assert.All(
            runs,
            run => Assert.Equal(
                runs[0].History.Epochs.Select(epoch => epoch.Metrics[FitOptions.ValidationLoss]),
                run.History.Epochs.Select(epoch => epoch.Metrics[FitOptions.ValidationLoss])));
        Assert.NotEqual(new DropoutModel(seed: 5).Parameters.Values.ToArray(), runs[0].Parameters);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EarlyStoppingRestoresTheBestEpoch(bool higherIsBetter)
    {
        double[] values = [1, 5, 4.5, 9, 9.05, double.NaN, 8, 7];
        List<float[]> parameters = [];
        SmallModel model = new(seed: 1);
        TrainingHistory history = model.CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(20, 3)), FitData.Source(FitData.Labels(20, 3)), new FitOptions
            {
                Optimizer = new Adam(0.01f),
                Epochs = 100,
                Metrics =
                [
                    new AccuracyMetric(), new GivenMetric(higherIsBetter, [.. values.Select(value => higherIsBetter ? value : -value)]),
                ],
                Monitor = "given",
                EarlyStopping = new EarlyStopping { Patience = 3, MinimumChange = 0.1 },
                Callbacks = [new Callback(epoch: (fit, _) => parameters.Add(fit.Trainer.Model.Parameters.Values.ToArray()))],
            });

        Assert.Equal(7, history.Epochs.Count);
        Assert.Equal(3, history.BestEpoch);
        Assert.Equal(9, Math.Abs(history.BestValue));
        Assert.Contains("given has not been better for 3 epochs", history.StopReason);
        Assert.Equal(parameters[3], model.Parameters.Values.ToArray());
        Assert.NotEqual(parameters[6], model.Parameters.Values.ToArray());
    }

    [Fact]
    public async Task CancellingLeavesTheModelAfterAWholeStep()
    {
        SmallModel cancelled = new(seed: 1), stopped = new(seed: 1), untouched = new(seed: 1);
        using CancellationTokenSource cancellation = new();
        FitOptions Options(Action<FitContext> step) => new() { Optimizer = new Adam(0.01f), Epochs = 9, Callbacks = [new Callback(step)] };
        Task<TrainingHistory> run = cancelled.CreateTrainer(1).FitAsync(
            FitData.Source(FitData.Labels(20, 3)), null, Options(fit => Cancel(fit, cancellation)), cancellation: cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        TrainingHistory history = await stopped.CreateTrainer(1).FitAsync(
            FitData.Source(FitData.Labels(20, 3)), null, Options(fit => Stop(fit)), cancellation: TestContext.Current.CancellationToken);

        Assert.True(run.IsCanceled);
        Assert.Equal(stopped.Parameters.Values, cancelled.Parameters.Values);
        Assert.NotEqual(untouched.Parameters.Values.ToArray(), cancelled.Parameters.Values.ToArray());
        Assert.Equal(0, cancelled.Parameters.Version % 2);
        Assert.Equal("enough", history.StopReason);
        Assert.Equal(5, history.Steps.Count);

        static void Cancel(FitContext fit, CancellationTokenSource source)
        {
            if (fit.Step.Step == 4)
            {
                source.Cancel();
            }
        }

        static void Stop(FitContext fit)
        {
            if (fit.Step.Step == 4)
            {
                fit.Stop("enough");
            }
        }
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        SmallModel model = new(seed: 1);
        List<long> allocated = new(100);
        model.CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(24 * 8, 3, full: true)), null,
            new FitOptions
            {
                Optimizer = new Adam(0.01f),
                AccumulateBatches = 3,
                Clipping = new GlobalNormClipping(0.1f),
                Schedule = new CosineSchedule(0.01, 100),
                Callbacks = [new Callback(_ => allocated.Add(GC.GetAllocatedBytesForCurrentThread()))],
            });

        Assert.Equal(8, allocated.Count);
        Assert.Equal(allocated[1], allocated[^1]);
    }

    [Fact]
    public void ATargetOfAnEvaluationAllocatesNothing()
    {
        SmallModel model = new(seed: 1);
        ModelEvaluator evaluator = new(
            model, [new AccuracyMetric(), new CrossEntropyMetric(), new ConfusionMatrixMetric(), new TopAccuracyMetric(2)]);
        BatchSource source = FitData.Source(FitData.Labels(64, 3, full: true), 16);
        evaluator.Evaluate(source);
        evaluator.Evaluate(source);
        long before = GC.GetAllocatedBytesForCurrentThread();
        evaluator.Evaluate(source);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void SchedulesSetTheRateOfEachUpdate()
    {
        StepSchedule schedule = new(0.1, every: 3, factor: 0.5);
        TrainingHistory history = new SmallModel(seed: 1).CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(32, 3)), null, new FitOptions { Optimizer = new Sgd(9), Epochs = 2, Schedule = schedule });

        Assert.Equal(Enumerable.Range(0, 8).Select(step => schedule.At(step)), history.Steps.Select(step => step.LearningRate));
    }

    [Fact]
    public void APlateauLowersTheRate()
    {
        TrainingHistory history = new SmallModel(seed: 1).CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(8, 3)), FitData.Source(FitData.Labels(8, 3)), new FitOptions
            {
                Optimizer = new Sgd(1),
                Epochs = 4,
                Metrics = [new GivenMetric(false, 1, 1, 1, 1)],
                Plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 0),
            });

        Assert.Equal([1, 1, 0.5f, 0.25f], history.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APlateauHasTheDirectionOfItsMetric(bool higherIsBetter)
    {
        double[] rising = [1, 2, 3, 4], falling = [4, 3, 2, 1];
        foreach (bool improves in new[] { true, false })
        {
            ReduceOnPlateau plateau = new(1, factor: 0.5, patience: 0);
            TrainingHistory history = new SmallModel(seed: 1).CreateTrainer(1).FitNow(
                FitData.Source(FitData.Labels(8, 3)), FitData.Source(FitData.Labels(8, 3)), new FitOptions
                {
                    Optimizer = new Sgd(1),
                    Epochs = 4,
                    Metrics = [new GivenMetric(higherIsBetter, improves == higherIsBetter ? rising : falling)],
                    Plateau = plateau,
                });

            Assert.Equal(improves ? [1, 1, 1, 1] : [1, 1, 0.5f, 0.25f], history.Epochs.Select(epoch => epoch.LearningRate));
            Assert.Equal(higherIsBetter, plateau.HigherIsBetter);
            Assert.Equal(improves ? 3 : 0, history.BestEpoch);
        }
    }

    [Fact]
    public void ProgressAndLoggerHearOfEveryEpoch()
    {
        List<FitProgress> reports = [];
        Lines lines = new();
        new SmallModel(seed: 1).CreateTrainer(1).FitNow(
            FitData.Source(FitData.Labels(32, 3)), FitData.Source(FitData.Labels(8, 3)),
            new FitOptions { Optimizer = new Sgd(0.1f), Epochs = 2, ProgressSteps = 2, Logger = lines, Metrics = [new AccuracyMetric()] },
            new Report(reports));

        Assert.Equal([1, 3, 3, 5, 7, 7], reports.Select(report => report.Step.Step));
        Assert.Equal([false, false, true, false, false, true], reports.Select(report => report.Epoch is not null));
        Assert.StartsWith("Training SmallModel: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Epoch 1, 8 steps: loss ", lines[2], StringComparison.Ordinal);
        Assert.Contains("accuracy ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedBeforeAnyWork()
    {
        SmallModel model = new(seed: 1);
        BatchSource source = FitData.Source(FitData.Labels(8, 3)), wrong = FitData.Source(FitData.Labels(8, 4));
        FitOptions options = new() { Optimizer = new Sgd(0.1f) };

        Refused("The training data do not fit the model: the source has 4 classes, SmallModel has 3", wrong, null, options);
        Refused("The validation data do not fit the model", source, wrong, options);
        Refused("One source is read for training and for validation", source, source, options);
        Refused(
            "There is no metric 'f1' to monitor; there are loss, validation loss, accuracy", source, FitData.Source(FitData.Labels(8, 3)),
            options with { Monitor = "f1", Metrics = [new AccuracyMetric()] });
        Refused(
            "Both Schedule and Plateau", source, null,
            options with { Schedule = new ConstantSchedule(1), Plateau = new ReduceOnPlateau(1) });
        BatchSource heldOut = FitData.Source(FitData.Labels(8, 3));
        Refused(
            "The plateau takes lower values for better, but of 'accuracy' higher ones are", source, heldOut,
            options with { Metrics = [new AccuracyMetric()], Plateau = new ReduceOnPlateau(1, higherIsBetter: false) });
        Refused(
            "The plateau takes higher values for better, but of 'loss' lower ones are", source, null,
            options with { Plateau = new ReduceOnPlateau(1, higherIsBetter: true) });
        Refused(
            "Metrics 0 and 2 are both called 'accuracy'", source, heldOut,
            options with { Metrics = [new AccuracyMetric(), new CrossEntropyMetric(), new AccuracyMetric()] });
        Refused("A metric is called 'loss'", source, heldOut, options with { Metrics = [new CrossEntropyMetric("loss")] });
        Refused(
            "AccumulationReduction is PerValidStep, but the loss of SmallModel is divided as PerSequence", source, null,
            options with { AccumulateBatches = 2, AccumulationReduction = LossReduction.PerValidStep });
        Refused("patience of 0", source, null, options with { EarlyStopping = new EarlyStopping { Patience = 0 } });
        Assert.Equal(new SmallModel(seed: 1).Parameters.Values, model.Parameters.Values);

        void Refused(string message, ISequenceSource train, ISequenceSource? validation, FitOptions bad) =>
            Assert.Contains(
                message, Assert.ThrowsAny<ArgumentException>(() => model.CreateTrainer(1).FitNow(train, validation, bad)).Message,
                StringComparison.Ordinal);
    }

    private sealed class Report(List<FitProgress> reports) : IProgress<FitProgress>
    {
        void IProgress<FitProgress>.Report(FitProgress value) => reports.Add(value);
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
