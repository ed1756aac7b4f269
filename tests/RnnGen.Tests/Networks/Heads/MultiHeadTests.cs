using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Several heads on one stack of layers: losses and gradients against the scalar reference, and against each head alone.</summary>
[Trait("Category", "Numerics")]
public sealed class MultiHeadTests
{
    private const int Rows = 6, Steps = MultiHeadModels.Steps;

    public static TheoryData<string, bool, bool, bool> Cases
    {
        get
        {
            TheoryData<string, bool, bool, bool> data = [];
            foreach (string name in MultiHeadModels.Names)
            {
                data.Add(name, false, false, true);
                data.Add(name, false, true, false);
                data.Add(name, true, true, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheWeightedSumAndItsGradientsAreThoseOfTheReference(string name, bool isStatic, bool lengths, bool labels)
    {
        ITrainableModel model = Passes.Randomized(MultiHeadModels.Create(name, isStatic), 5);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 6, Rows, Steps, lengths, states: labels).WithPadding(float.NaN);
        HeadTarget[] targets = MultiHeadModels.Targets(model, batch, 9, labels);
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer(1);
        double[] parameters = GradientTests.Doubles(model.Parameters.Values);
        IReadOnlyList<(HeadAttribute Head, LossAttribute Loss)> heads = MultiHeadModels.Heads(model.GetType());

        float loss = trainer.ComputeGradients(batch.View, targets, batch.States);

        Expect.Close([Loss()], [loss], "loss");
        Expect.Close([.. heads.Select((_, index) => LossOf(index))], trainer.HeadLosses, "losses of the heads");
        Prediction prediction = Passes.Predict(model, batch);
        for (int index = 0; index < heads.Count; index++)
        {
            Expect.Close(
                Outputs(index), prediction.Outputs.AsSpan(model.Description.OutputRange(index, Rows, Steps)),
                $"outputs of {heads[index].Head.Name}");
        }

        foreach ((string tensor, int offset, int count) in GradientTests.Tensors(model.Description))
        {
            Expect.Close(
                GradientTests.Differentiate(parameters, offset, count, Loss), trainer.Gradients.Slice(offset, count),
                $"gradient of {tensor}");
        }

        double Loss() => heads.Select((head, index) => head.Head.Weight * LossOf(index)).Sum();

        double LossOf(int index)
        {
            HeadInfo head = model.Description.Heads[index];
            int steps = head.OutputsEveryStep ? Steps : 1;
            int[] valid = new int[Rows];
            Array.Fill(valid, steps);
            if (head.OutputsEveryStep)
            {
                batch.Lengths.CopyTo(valid, 0);
            }

            return ReferenceLoss.Of(
                heads[index].Loss, Outputs(index), head.OutputSize, GradientTests.Doubles(targets[index].Values.Span),
                targets[index].Labels.ToArray(), valid, steps);
        }

        double[] Outputs(int index) => ReferenceNetwork.Of(model.GetType(), heads[index].Head.Name)
            .Run(parameters, GradientTests.Doubles(batch.Values), Rows, Steps, batch.Lengths, GradientTests.Doubles(batch.States)).Outputs;
    }

    /// <summary>The last steps of both directions, and the merged steps: both give the layer gradients.</summary>
    [Fact]
    public void OutputsThatAreNoStatesGetTheGradientsOfAllHeads()
    {
        foreach (ITrainableModel model in new ITrainableModel[] { new HandedUpBoth(3), new HandedUpProduct(3) })
        {
            NetworkBatch batch = NetworkBatch.Random(Passes.Randomized(model, 5).Description, 6, Rows, Steps, lengths: true, states: true);
            Passes.Backpropagate(model.CreateTrainer(1), batch);
            IRnnTrainer trainer = model.CreateTrainer(1);
            Passes.Backpropagate(trainer, NetworkBatch.Random(model.Description, 8, Rows + 1, Steps + 2, states: true));
            (Prediction forward, Gradients backward) = Passes.Backpropagate(trainer, batch);
            Passes.Predict(model, batch).HasBitsOf(forward, "prediction");
            ModelProperties.GradientsAreDifferenceQuotients(
                model, batch, backward.Parameters, stride: 3, () => Passes.Predict(model, batch));
        }
    }

    /// <summary>Each head alone is a model that one can write without heads; the gradient of the sum is the sum of theirs.</summary>
    [Fact]
    public void TheGradientIsTheWeightedSumOfTheGradientsOfEachHeadAlone()
    {
        DynamicThree model = Passes.Randomized(new DynamicThree(3), 5);
        NetworkBatch batch = NetworkBatch.Random(DynamicThree.Description, 6, Rows, Steps, lengths: true);
        HeadTarget[] targets = MultiHeadModels.Targets(model, batch, 9, labels: true);
        ITrainableModel[] alone = [new LabelAlone(3), new NextAlone(3), new LoudAlone(3)];
        DynamicThree.Trainer trainer = model.CreateTrainer(1);
        ((ISupervisedTrainer)trainer).ComputeGradients(batch.View, targets);
        double[] sum = new double[DynamicThree.ParameterCount];
        for (int index = 0; index < alone.Length; index++)
        {
            HeadInfo head = DynamicThree.Description.Heads[index];
            using (ParameterEdit edit = alone[index].Parameters.Edit())
            {
                foreach (ParameterInfo parameter in alone[index].Description.Parameters)
                {
                    model.Parameters[Name(head, parameter)].CopyTo(edit[parameter.Name]);
                }
            }

            ISupervisedTrainer single = (ISupervisedTrainer)alone[index].CreateTrainer(1);
            float loss = single.ComputeGradients(batch.View, targets[index]);
            Assert.Equal(loss, trainer.HeadLosses[index]);
            foreach (ParameterInfo parameter in alone[index].Description.Parameters)
            {
                int offset = DynamicThree.Description.Parameters.First(other => other.Name == Name(head, parameter)).Offset;
                for (int i = 0; i < parameter.Count; i++)
                {
                    sum[offset + i] += head.Weight * single.Gradients[parameter.Offset + i];
                }
            }
        }

        Expect.Close(sum, trainer.Gradients, "gradient of the sum");
        Assert.Equal(
            (trainer.LabelLoss, trainer.NextLoss, trainer.LoudLoss), (trainer.HeadLosses[0], trainer.HeadLosses[1], trainer.HeadLosses[2]));

        static string Name(HeadInfo head, ParameterInfo parameter) =>
            parameter.Name.StartsWith("dense", StringComparison.Ordinal) ? $"{head.Name}/{parameter.Name}" : parameter.Name;
    }
}
