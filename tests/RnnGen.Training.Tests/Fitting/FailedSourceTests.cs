using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Data;
using Xunit;

namespace RnnGen.Training.Tests.Fitting;

/// <summary>Training data that fail once: the next training has all of them.</summary>
public sealed class FailedSourceTests
{
    private const int Rows = 20, BatchSize = 4;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(6, false)]
    [InlineData(6, true)]
    [InlineData(19, true)]
    public void AfterAFailedTrainingTheNextHasEveryBatch(int failAt, bool prefetch)
    {
        bool fails = true;
        SequenceShape shape = new() { Features = 3, Targets = TargetForm.Labels, TargetSize = 3 };
        StreamSource stream = new(shape, Examples, new StreamOptions { BatchSize = BatchSize });
        using PrefetchSource ahead = new(stream, depth: 3);
        ISequenceSource source = prefetch ? ahead : stream;
        SmallModel model = new(seed: 3), other = new(seed: 3);
        SmallModel.Trainer trainer = model.CreateTrainer(1);
        Assert.Equal("Line 7.", Assert.Throws<InvalidDataException>(() => trainer.FitNow(source, null, Options())).Message);

        fails = false;
        Reset(model, seed: 3);
        TrainingHistory history = trainer.FitNow(source, null, Options());
        TrainingHistory expected = other
            .CreateTrainer(1)
            .FitNow(new StreamSource(shape, Examples, new StreamOptions { BatchSize = BatchSize }), null, Options());

        Assert.Equal(2 * Rows / BatchSize, history.Steps.Count);
        Assert.Equal(expected.Steps.Select(step => step.Loss), history.Steps.Select(step => step.Loss));
        Assert.Equal(other.Parameters.Values, model.Parameters.Values);

        IEnumerable<SequenceExample> Examples()
        {
            for (int i = 0; i < Rows; i++)
            {
                yield return fails && i == failAt
                    ? throw new InvalidDataException("Line 7.")
                    : new SequenceExample(1) { Inputs = new float[] { i, -i, 1 }, Labels = new[] { i % 3 } };
            }
        }
    }

    private static FitOptions Options() => new() { Optimizer = new Adam(0.01f), Epochs = 2 };

    private static void Reset(SmallModel model, ulong seed)
    {
        using ParameterEdit edit = model.Parameters.Edit();
        new SmallModel(seed).Parameters.Values.CopyTo(edit.Values);
    }
}
