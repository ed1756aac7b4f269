using System;
using System.Linq;
using RnnGen.Numerics;
using RnnGen.Tests.Interop;
using RnnGen.Training.Tests.Optimizers;
using Xunit;

namespace RnnGen.Training.Tests.Checkpoints;

/// <summary>Training that was interrupted goes on to the bit.</summary>
public sealed class ResumeTests
{
    private const int Steps = 10, Rows = 6, Length = 7;

    public static TheoryData<string> Names => OptimizerForms.Names;

    [Theory]
    [Trait("Category", "Numerics")]
    [MemberData(nameof(Names))]
    public void AResumedTrainingEqualsAnUninterruptedOne(string name)
    {
        using TemporaryFolder folder = new();
        Training whole = new(seed: 1, name);
        string[] checkpoints = new string[Steps];
        for (int step = 0; step < Steps; step++)
        {
            checkpoints[step] = folder[$"{step}.safetensors"];
            CheckpointState state = new();
            state.Set("step", step);
            ((ICheckpointPart)whole.Plateau).Save(state);
            TrainingCheckpoint.Save(checkpoints[step], whole.Model, whole.Optimizer, state);
            whole.Step(step);
        }

        foreach (int pause in new[] { 0, 1, 5, 9 })
        {
            // Whatever differs from the saved training must be replaced.
            Training resumed = new(seed: 2, name);
            resumed.Optimizer.LearningRate = 0.7f;
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Read(checkpoints[pause]);
            checkpoint.Restore(resumed.Model, resumed.Optimizer, resumed.Plateau);
            Assert.Equal(pause, checkpoint.State.GetInt64("step"));
            for (int step = pause; step < Steps; step++)
            {
                resumed.Step(step);
            }

            Assert.Equal(whole.Model.Parameters.Values.ToArray(), resumed.Model.Parameters.Values.ToArray());
            Assert.Equal(whole.Optimizer.State.Scalars, resumed.Optimizer.State.Scalars);
            Assert.Equal(whole.Plateau.State, resumed.Plateau.State);
            foreach ((string slot, ReadOnlyMemory<float> values) in whole.Optimizer.State.Slots)
            {
                Assert.Equal(values.ToArray(), resumed.Optimizer.State.Slots[slot].ToArray());
            }
        }

        Assert.NotEqual(new SmallModel(seed: 1).Parameters.Values.ToArray(), whole.Model.Parameters.Values.ToArray());
    }

    /// <summary>A training whose batches are a function of the step.</summary>
    private sealed class Training
    {
        private readonly SmallModel.Trainer _trainer;
        private readonly GlobalNormClipping _clipping = new(0.5f);

        public Training(ulong seed, string optimizer)
        {
            Model = new SmallModel(seed);
            Optimizer = OptimizerForms.Create(optimizer);
            _trainer = Model.CreateTrainer(1);
        }

        public SmallModel Model { get; }

        public Optimizer Optimizer { get; }

        public ReduceOnPlateau Plateau { get; } = new(0.02, factor: 0.5, patience: 0, threshold: 0.05);

        public void Step(int step)
        {
            CounterRandom random = new(5, (ulong)step);
            float[] inputs = [.. Enumerable.Range(0, Rows * Length * 3).Select(i => (float)random.Normal((ulong)i))];
            int[] labels = [.. Enumerable.Range(0, Rows).Select(row => random.Below(3, (ulong)(100_000 + row)))];
            float loss = _trainer.Train(new SequenceBatch(inputs, Rows, Length), labels, Optimizer, clipping: _clipping);
            Optimizer.LearningRate = Plateau.Report(loss);
        }
    }
}
