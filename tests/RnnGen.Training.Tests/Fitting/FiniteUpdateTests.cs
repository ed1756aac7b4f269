using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Data;
using RnnGen.Tests.Interop;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

/// <summary>What is written to parameters and slots is finite, or nothing is written.</summary>
public sealed class FiniteUpdateTests
{
    public static TheoryData<string> Optimizers => [.. Makers.Keys];

    private static readonly Dictionary<string, Func<float, IOptimizer>> Makers = new()
    {
        ["sgd"] = rate => new Sgd(rate),
        ["momentum"] = rate => new Sgd(rate, momentum: 0.9f),
        ["nesterov"] = rate => new Sgd(rate, momentum: 0.9f, nesterov: true, weightDecay: 0.1f),
        ["adam"] = rate => new Adam(rate),
        ["amsgrad"] = rate => new Adam(rate, amsGrad: true, form: AdamForm.PyTorch),
        ["adamw"] = rate => new AdamW(rate),
        ["rmsprop"] = rate => new RmsProp(rate),
        ["centered"] = rate => new RmsProp(rate, centered: true, momentum: 0.5f),
        ["adagrad"] = rate => new Adagrad(rate),
        ["own"] = rate => new Own(rate),
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AHugeRateLeavesTheLastGoodState(string name)
    {
        // Two updates of a good rate, then those of one that overflows.
        IOptimizer optimizer = Makers[name](1e-4f);
        SumModel model = new(1);
        SequenceArrays data = FitData.Values(24);
        List<float[]> parameters = [];
        List<string> states = [];
        Callback keeps = new(step: fit =>
        {
            fit.Optimizer.LearningRate = fit.Step.Step == 0 ? 1e-4f : 3e38f;
            parameters.Add(fit.Trainer.Model.Parameters.Values.ToArray());
            states.Add(Text((IStatefulOptimizer)fit.Optimizer));
        });

        NonFiniteTrainingException failure = Assert.Throws<NonFiniteTrainingException>(() => model.CreateTrainer(1).FitNow(
            FitData.Source(data), null, new FitOptions { Optimizer = optimizer, Epochs = 3, Callbacks = [keeps] }));

        // Where an element moves by the rate times at most 1, parameters are still finite, and the overflow comes in the next pass.
        Assert.True(failure.Step >= 2, failure.Message);
        Assert.Equal(parameters[^1], model.Parameters.Values.ToArray());
        Assert.All(model.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(states[^1], Text((IStatefulOptimizer)optimizer));
        Assert.DoesNotContain("NaN", states[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", states[^1], StringComparison.Ordinal);
        Assert.Equal(0, model.Parameters.Version % 2);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void GradientsWhoseSquaresAreNoFloatsLeaveTheLastGoodState(string name)
    {
        IStatefulOptimizer optimizer = (IStatefulOptimizer)Makers[name](0.01f);
        SumModel model = new(1);
        SequenceArrays data = Far(3e18f);
        float[] before = model.Parameters.Values.ToArray();
        string state = Text(optimizer);
        try
        {
            model.CreateTrainer(1).FitNow(FitData.Source(data, 1), null, new FitOptions { Optimizer = optimizer, Epochs = 1 });
            Assert.NotEqual(before, model.Parameters.Values.ToArray());
        }
        catch (NonFiniteTrainingException)
        {
            Assert.Equal(before, model.Parameters.Values.ToArray());
            Assert.Equal(state, Text(optimizer));
        }

        Assert.All(model.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.All(optimizer.State.Slots.Values, slot => Assert.All(slot.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void MomentsThatOverflowAreNamed()
    {
        SumModel model = new(1);
        Adam adam = new(0.01f);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["dense1/kernel"].Fill(100);
        }

        float[] before = model.Parameters.Values.ToArray();
        NonFiniteTrainingException failure = Assert.Throws<NonFiniteTrainingException>(
            () => model.CreateTrainer(1).FitNow(FitData.Source(Far(8e18f), 1), null, new FitOptions { Optimizer = adam }));
        Assert.Equal(0, failure.Step);
        Assert.StartsWith("v of ", failure.Tensor, StringComparison.Ordinal);
        Assert.Contains("Step 0 (epoch 0, batch 0): the loss is ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("and a learning rate of 0.01 the update would make element ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Values.ToArray());
        Assert.Equal(0, adam.Steps);
        Assert.Empty(adam.State.Slots);

        // Nothing of it is left behind: the next training is that of a new optimizer.
        SumModel other = new(2), same = new(2);
        other.CreateTrainer(1).FitNow(FitData.Source(FitData.Values(20)), null, new FitOptions { Optimizer = adam });
        same.CreateTrainer(1).FitNow(FitData.Source(FitData.Values(20)), null, new FitOptions { Optimizer = new Adam(0.01f) });
        Assert.Equal(same.Parameters.Values, other.Parameters.Values);
    }

    [Theory]
    [InlineData(ClippingForm.TensorFlow, GradientNorm.Euclidean)]
    [InlineData(ClippingForm.PyTorch, GradientNorm.Euclidean)]
    [InlineData(ClippingForm.PyTorch, GradientNorm.Sum)]
    [InlineData(ClippingForm.PyTorch, GradientNorm.Maximum)]
    public void ClippingShortensGradientsWhoseNormIsNoFloat(ClippingForm form, GradientNorm norm)
    {
        SumModel model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["dense1/kernel"].Fill(100);
        }

        GlobalNormClipping clipping = new(1, form, norm);
        float[] before = model.Parameters.Values.ToArray();
        TrainingHistory history = model.CreateTrainer(1).FitNow(
            FitData.Source(Far(3e18f), 1), null, new FitOptions { Optimizer = new Sgd(1), Clipping = clipping });

        double moved = Math.Sqrt(before.Zip(model.Parameters.Values.ToArray(), (w, u) => Math.Pow((double)u - w, 2)).Sum());
        Assert.InRange(moved, norm == GradientNorm.Euclidean ? 0.99 : 0.1, norm == GradientNorm.Euclidean ? 1.01 : 10);
        Assert.True(double.IsFinite(history.Epochs[0].GradientNorm) && history.Epochs[0].GradientNorm > 2e19);
    }

    [Fact]
    public void ACheckpointAfterAFailureGoesOn()
    {
        using TemporaryFolder folder = new();
        FitCheckpoints checkpoints = new() { Folder = new CheckpointFolder(folder["run"]), EverySteps = 1 };
        SumModel model = new(1), resumed = new(2), whole = new(1);
        SequenceArrays data = FitData.Values(24);
        FitOptions options = new() { Optimizer = new Sgd(0.001f), Epochs = 2, Checkpoints = checkpoints };
        Assert.Throws<NonFiniteTrainingException>(() => model.CreateTrainer(1).FitNow(
            FitData.Source(data), null, options with { Schedule = new MilestoneSchedule(0.001, [2], 3e41) }));
        Assert.Equal(2, checkpoints.Folder.Steps[^1]);

        resumed
            .CreateTrainer(1)
            .FitNow(FitData.Source(data), null, options with { Optimizer = new Sgd(0.001f), Schedule = new ConstantSchedule(0.001) });
        whole.CreateTrainer(1).FitNow(FitData.Source(data), null, options with { Optimizer = new Sgd(0.001f), Checkpoints = null });
        Assert.Equal(whole.Parameters.Values, resumed.Parameters.Values);
    }

    [Fact]
    public void GradientsThatOverflowTogetherAreNamed()
    {
        DistanceModel model = new(1);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            // The gradient of |y - t| reaches the layer below times this.
            edit["dense1/kernel"].Fill(5e37f);
        }

        float[] before = model.Parameters.Values.ToArray();
        model.CreateTrainer(1).FitNow(FitData.Source(Far(0, rows: 40), 1), null, new FitOptions { Optimizer = new Sgd(0) });
        NonFiniteTrainingException failure = Assert.Throws<NonFiniteTrainingException>(() => model.CreateTrainer(1).FitNow(
            FitData.Source(Far(0, rows: 40), 1), null, new FitOptions { Optimizer = new Sgd(0), AccumulateBatches = 40 }));
        Assert.StartsWith("the sum of 40 gradients of gru0/", failure.Tensor, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Values.ToArray());
    }

    [Fact]
    public void TrainRefusesToo()
    {
        DistanceModel model = new(1);
        DistanceModel.Trainer trainer = model.CreateTrainer(1);
        float[] inputs = [.. Enumerable.Range(0, 2 * 4 * 3).Select(i => MathF.Cos(i))], targets = [1, 2, 3, 4];
        AdamW optimizer = new(0.01f, weightDecay: 0.5f);
        trainer.Train(new SequenceBatch(inputs, 2, 4), targets, optimizer);
        float[] before = model.Parameters.Values.ToArray();
        optimizer.LearningRate = 3e38f;
        string state = Text(optimizer);

        NonFiniteTrainingException failure = Assert.Throws<NonFiniteTrainingException>(
            () => trainer.Train(new SequenceBatch(inputs, 2, 4), targets, optimizer));
        Assert.Equal(1, failure.Step);
        Assert.Contains("Step 1: the loss is ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Values.ToArray());
        Assert.Equal(state, Text(optimizer));

        inputs[5] = float.NaN;
        optimizer.LearningRate = 0.01f;
        state = Text(optimizer);
        failure = Assert.Throws<NonFiniteTrainingException>(() => trainer.Train(new SequenceBatch(inputs, 2, 4), targets, optimizer));
        Assert.Contains("the loss is NaN", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Values.ToArray());
        Assert.Equal(state, Text(optimizer));
    }

    [Fact]
    public void ParametersThatOthersHaveWrittenAreLookedAtAnew()
    {
        // The optimizer knows small parameters; what an edit puts in their place overflows with the next step.
        DistanceModel model = new(1);
        DistanceModel.Trainer trainer = model.CreateTrainer(1);
        float[] inputs = [.. Enumerable.Range(0, 2 * 4 * 3).Select(i => MathF.Cos(i))], targets = [1, 2, 3, 4];
        Sgd optimizer = new(0.01f, momentum: 0.9f, weightDecay: 300);
        trainer.Train(new SequenceBatch(inputs, 2, 4), targets, optimizer);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit["dense1/bias"].Fill(3e37f);
        }

        float[] before = model.Parameters.Values.ToArray();
        Assert.Throws<NonFiniteTrainingException>(() => trainer.Train(new SequenceBatch(inputs, 2, 4), targets, optimizer));
        Assert.Equal(before, model.Parameters.Values.ToArray());
        Assert.Equal(1, optimizer.Steps);
    }

    /// <summary>Targets so far away that the loss is a float, but no square of a gradient.</summary>
    private static SequenceArrays Far(float distance, int rows = 1) => new(
        new SequenceShape { Features = 3, Targets = TargetForm.Values, TargetSize = 2 }, Enumerable.Repeat(1, rows).ToArray(),
        new float[3 * rows].Select(_ => 1f).ToArray(),
        targets: Enumerable.Repeat(distance, 2 * rows).ToArray());

    private static string Text(IStatefulOptimizer optimizer) => string.Join(
        "; ",
        optimizer.State.Scalars
            .Select(pair => $"{pair.Key} {pair.Value:R}")
            .Concat(optimizer.State.Slots.Select(pair => $"{pair.Key} {string.Join(' ', pair.Value.ToArray())}")));

    /// <summary>An optimizer of the user's: descent along the sum of all gradients so far.</summary>
    private sealed class Own(float rate) : IStatefulOptimizer
    {
        private float[] _sum = [];
        private long _steps;

        public float LearningRate { get; set; } = rate;

        public OptimizerState State => new(
            "Own", new Dictionary<string, string>(),
            new Dictionary<string, double> { [OptimizerState.LearningRate] = LearningRate, [OptimizerState.Steps] = _steps },
            _sum.Length == 0
                ? new Dictionary<string, ReadOnlyMemory<float>>()
                : new Dictionary<string, ReadOnlyMemory<float>> { ["sum"] = _sum });

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
        {
            _sum = _sum.Length == 0 ? new float[parameters.Length] : _sum;
            _steps++;
            for (int i = 0; i < parameters.Length; i++)
            {
                _sum[i] += gradients[i];
                parameters[i] -= LearningRate * 100 * _sum[i];
            }
        }

        public IReadOnlyList<string> Misfits(OptimizerState state) => [];

        public void Restore(OptimizerState state)
        {
            _steps = (long)state.Scalars[OptimizerState.Steps];
            _sum = state.Slots.TryGetValue("sum", out ReadOnlyMemory<float> sum) ? sum.ToArray() : [];
        }
    }
}
