using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Generated;
using RnnGen.Tests.Fixtures;
using RnnGen.Training.Distributed;
using Xunit;

namespace RnnGen.Bits.Tests;

/// <summary>
/// Ranks that train together add up a gradient as soon as no later phase of the way back writes it. Here the phases of every recorded model
/// are watched: what counts as done does not change any more.
/// </summary>
public sealed class GradientPhaseTests
{
    private const int Rows = 11;

    public static TheoryData<string> Models => new(RecordedModels.All.Select(model => model.Name));

    [Theory]
    [MemberData(nameof(Models))]
    public void ADoneGradientStays(string name)
    {
        RecordedModel recorded = RecordedModels.All.Single(model => model.Name == name);
        Assembly assembly = ModelCompiler.Compile(recorded.Source);
        foreach (string className in new[] { RecordedModel.DynamicName, RecordedModel.StaticName })
        {
            if (Create(assembly, className) is not ITrainableModel model)
            {
                continue;
            }

            IRnnTrainer trainer = model.CreateTrainer();
            trainer.DropoutPass = 3;
            int[] writers = ((NetworkTrainer)trainer).FindLastWriters();
            Assert.Equal(3, trainer.DropoutPass);
            Assert.Equal(model.Description.Parameters.Count, writers.Length);
            Assert.True(trainer.Gradients.IndexOfAnyExcept(0f) < 0, "The search has left something behind.");
            foreach (bool isRagged in new[] { false, true })
            {
                Backpropagate(trainer, new RecordedBatch(model.Description, 1, Rows, recorded.Steps, isRagged), writers);
            }
        }
    }

    /// <summary>The search finds more than the last phase: the gradients of upper layers are done first.</summary>
    [Fact]
    public void UpperLayersAreDoneFirst()
    {
        Assembly assembly = ModelCompiler.Compile("""
            using RnnGen;

            /// <summary>Two layers and a head.</summary>
            [RnnModel(InputSize = 3), Lstm(5), Gru(4), Dense(2), SoftmaxCrossEntropy]
            public sealed partial class Tower;
            """);
        ITrainableModel model = (ITrainableModel)Create(assembly, "Tower");
        int[] writers = ((NetworkTrainer)model.CreateTrainer()).FindLastWriters();
        Assert.True(Phase("dense") < Phase("gru") && Phase("gru") < Phase("lstm"), string.Join(", ", writers));

        // Each by itself, all but the smallest together, or all at the end; whatever it is, each gradient once.
        foreach (int least in new[] { 1, 20, 1 << 20 })
        {
            GradientMessages messages = new(model.Description, writers, least);
            List<Range> sent = [.. Enumerable.Range(0, messages.Phases).SelectMany(messages.After)];
            Assert.Equal(
                Enumerable.Range(0, model.Description.ParameterCount),
                sent.SelectMany(range => Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value)).Order());
            Assert.Equal(least == 1 ? 3 : least == 20 ? 2 : 1, sent.Count);
        }

        int Phase(string layer) => model.Description.Parameters.Index()
            .Where(parameter => parameter.Item.Name.StartsWith(layer, StringComparison.Ordinal))
            .Select(parameter => writers[parameter.Index])
            .Distinct()
            .Single();
    }

    private static void Backpropagate(IRnnTrainer trainer, RecordedBatch batch, int[] writers)
    {
        (float[] outputs, float[] states) = batch.Forward(trainer);
        Numbers numbers = new(5);
        float[] inputs = new float[batch.Rows * batch.Steps * trainer.Model.Description.InputSize], initial = new float[states.Length];
        Watch watch = new(trainer, writers);
        TrainingWorkspace.Observer = watch;
        try
        {
            trainer.Backward(numbers.Floats(outputs.Length), numbers.Floats(states.Length), inputs, initial);
        }
        finally
        {
            TrainingWorkspace.Observer = null;
        }

        watch.AssertAllStayed();
    }

    private static object Create(Assembly assembly, string className) =>
        assembly.GetType(className, throwOnError: true)!.GetConstructor([typeof(ulong)])!.Invoke([7ul]);

    /// <summary>Keeps each gradient as it is when it is done.</summary>
    private sealed class Watch(IRnnTrainer trainer, int[] writers) : ITrainingObserver
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private readonly Dictionary<int, float[]> _done = [];
        private int _phase;

        public void Began(int phase) => _phase = Environment.CurrentManagedThreadId == _thread ? phase : _phase;

        public void Ended()
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                // Another test's trainer.
                return;
            }

            int phase = _phase - TrainingWorkspace.FirstBackwardPhase;
            foreach ((int index, ParameterInfo parameter) in trainer.Model.Description.Parameters.Index())
            {
                if (writers[index] == phase)
                {
                    _done.Add(index, trainer.Gradients.Slice(parameter.Offset, parameter.Count).ToArray());
                }
            }
        }

        public void AssertAllStayed()
        {
            Assert.Equal(writers.Length, _done.Count);
            foreach ((int index, float[] values) in _done)
            {
                ParameterInfo parameter = trainer.Model.Description.Parameters[index];
                Assert.True(
                    trainer.Gradients.Slice(parameter.Offset, parameter.Count).SequenceEqual(values),
                    $"The gradient of {parameter.Name} changed after phase {writers[index]}.");
            }
        }
    }
}
