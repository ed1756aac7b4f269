using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Losses and their gradients through whole networks, against the scalar reference and its central differences.</summary>
[Trait("Category", "Numerics")]
public sealed class LossTests
{
    private const int Rows = 6;

    public static TheoryData<string, bool, bool, bool> Cases
    {
        get
        {
            TheoryData<string, bool, bool, bool> data = [];
            foreach (string name in HeadModels.Names)
            {
                foreach (bool isStatic in new[] { false, true })
                {
                    data.Add(name, isStatic, !isStatic, false);
                    data.Add(name, isStatic, isStatic, false);
                    if (HeadModels.Create(name, isStatic).Description.Heads[0].IsClassifier)
                    {
                        data.Add(name, isStatic, true, true);
                        data.Add(name, isStatic, false, true);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheLossAndItsGradientsAreThoseOfTheReference(string name, bool isStatic, bool lengths, bool labels)
    {
        ITrainableModel model = Passes.Randomized(HeadModels.Create(name, isStatic), 5);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, HeadModels.Steps, lengths, states: labels)
            .WithPadding(float.NaN);
        float[] targets = labels ? [] : HeadModels.Targets(model, batch, 9);
        int[] classes = labels ? HeadModels.Labels(model, batch, 9) : [];
        Objective objective = new(model, batch, targets, classes);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        float[] finalStates = new float[Rows * model.Description.StateSize];

        float loss = labels
            ? trainer.ComputeGradients(batch.View, classes, batch.States, finalStates)
            : trainer.ComputeGradients(batch.View, targets, batch.States, finalStates);

        Expect.Close([objective.Loss()], [loss], "loss");
        objective.GradientsAreThoseOf(trainer.Gradients);
        Expect.SameBits(Passes.Predict(model, batch).FinalStates, finalStates, "final states");
    }

    [Theory]
    [InlineData("Tagger")]
    [InlineData("Mean")]
    public void WhereAllTargetsAreIgnoredNothingIsLearned(string name)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, HeadModels.Steps, lengths: true);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        int[] labels = new int[model.Description.OutputsEveryStep ? Rows * HeadModels.Steps : Rows];
        trainer.ComputeGradients(batch.View, labels);
        Assert.Contains(trainer.Gradients.ToArray(), gradient => gradient != 0);
        Array.Fill(labels, name == "Mean" ? 7 : -100);

        Assert.Equal(0, trainer.ComputeGradients(batch.View, labels));
        Assert.All(trainer.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    /// <summary>An ignored target hides even what would give NaN.</summary>
    [Fact]
    public void AnIgnoredRowOfNaNLeavesTheOthersAlone()
    {
        DynamicMean model = new(3);
        NetworkBatch batch = NetworkBatch.Random(DynamicMean.Description, 6, 3, HeadModels.Steps);
        DynamicMean.Trainer trainer = model.CreateTrainer(1);
        float expected = trainer.ComputeGradients(batch.Pick(0, 2).View, [1, 2]);
        batch.Values.AsSpan(batch.Values.Length / 3, 3).Fill(float.NaN);

        Assert.Equal(expected, trainer.ComputeGradients(batch.View, [1, 7, 2]));
    }

    [Theory]
    [InlineData("Tagger")]
    [InlineData("WeightedTagger")]
    [InlineData("Follower")]
    [InlineData("Forecast")]
    [InlineData("MultiLabel")]
    public void TargetsHaveTheLayoutOfTheBatch(string name)
    {
        ITrainableModel model = HeadModels.Create(name, isStatic: false);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, HeadModels.Steps, lengths: true);
        NetworkBatch timeMajor =
            batch with { Values = NetworkBatch.Transposed(batch.Values, Rows, HeadModels.Steps), Layout = SequenceLayout.TimeMajor };
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1), other = (ISupervisedTrainer)model.CreateTrainer(1);
        float[] targets = HeadModels.Targets(model, batch, 9);

        Assert.Equal(
            trainer.ComputeGradients(batch.View, targets),
            other.ComputeGradients(timeMajor.View, NetworkBatch.Transposed(targets, Rows, HeadModels.Steps)));
        Expect.SameBits(trainer.Gradients, other.Gradients, "gradients");
        if (model.Description.Heads[0].IsClassifier)
        {
            int[] labels = HeadModels.Labels(model, batch, 9);
            int[] transposed = new int[labels.Length];
            for (int i = 0; i < labels.Length; i++)
            {
                transposed[(i % HeadModels.Steps * Rows) + (i / HeadModels.Steps)] = labels[i];
            }

            Assert.Equal(
                trainer.ComputeGradients(batch.View, labels), other.ComputeGradients(timeMajor.View, transposed));
            Expect.SameBits(trainer.Gradients, other.Gradients, "gradients with labels");
        }
    }

    [Theory]
    [InlineData(100, 1, 0)]
    [InlineData(-100, 0, 0)]
    [InlineData(100, 0, 100)]
    [InlineData(-100, 1, 100)]
    [InlineData(30, 0.25, 22.5)]
    public void BinaryCrossEntropyOfLargeLogitsIsExact(float logit, float target, float loss)
    {
        DynamicMultiLabel model = new(3);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            edit.Values.Clear();
            edit["dense1/bias"].Fill(logit);
        }

        Assert.Equal(loss, model.CreateTrainer(1).ComputeGradients(new SequenceBatch([0, 0, 0], 1, 1), [target, target, target]));
    }
}

/// <summary>The loss of a batch as a function of the parameters, in double arithmetic.</summary>
internal sealed class Objective(ITrainableModel model, NetworkBatch batch, float[] targets, int[] labels)
{
    private readonly ReferenceNetwork _reference = ReferenceNetwork.Of(model.GetType());
    private readonly double[] _parameters = GradientTests.Doubles(model.Parameters.Values);

    public double Loss()
    {
        double[] outputs = _reference.Run(
            _parameters, GradientTests.Doubles(batch.Values), batch.Rows, batch.Steps, batch.Lengths,
            GradientTests.Doubles(batch.States)).Outputs;
        int steps = _reference.OutputsEveryStep ? batch.Steps : 1;
        int[] valid = new int[batch.Rows];
        Array.Fill(valid, steps);
        if (_reference.OutputsEveryStep)
        {
            batch.Lengths.CopyTo(valid, 0);
        }

        return ReferenceLoss.Of(
            ReferenceLoss.Attribute(model.GetType()), outputs, _reference.OutputSize, GradientTests.Doubles(targets), labels, valid, steps);
    }

    public void GradientsAreThoseOf(ReadOnlySpan<float> gradients)
    {
        foreach ((string name, int offset, int count) in GradientTests.Tensors(model.Description))
        {
            Expect.Close(
                GradientTests.Differentiate(_parameters, offset, count, Loss), gradients.Slice(offset, count), $"gradient of {name}");
        }
    }
}
