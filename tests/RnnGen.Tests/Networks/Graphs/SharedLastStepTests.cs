using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Several readers of the last step of a layer whose output is not a state, in every direction.</summary>
[RnnModel(InputSize = 3)]
[Gru(3, Name = "a", Direction = Direction.Reverse, Residual = true)]
[Pooling(Pooling.Last, Name = "p", From = ["a"])]
[Pooling(Pooling.Last, Name = "q", From = ["a"])]
[Head("two", From = ["p", "q"]), Dense(2), MeanSquaredError]
[Head("last", From = ["a"]), Pooling(Pooling.Last), MeanSquaredError]
[Head("steps", From = ["a"]), Dense(2, EveryStep = true), MeanSquaredError]
internal sealed partial class ReverseShared;

/// <inheritdoc cref="ReverseShared"/>
[RnnModel(InputSize = 3)]
[Lstm(4, Name = "a", Direction = Direction.Bidirectional, OutputDropout = 0.0, Merge = Merge.Sum)]
[LayerNorm(Name = "b")]
[Pooling(Pooling.Last, Name = "p", From = ["a"])]
[Pooling(Pooling.Last, Name = "q", From = ["b"])]
[Pooling(Pooling.Mean, Name = "r", From = ["b"])]
[Sum(From = ["p", "q", "r"])]
[Head("sum"), MeanSquaredError]
[Head("last", From = ["b"]), Pooling(Pooling.Last), MeanSquaredError]
[Head("both", From = ["a"]), Pooling(Pooling.Last), Dense(2), MeanSquaredError]
internal sealed partial class BothShared;

/// <summary>No reader's gradient is lost: central differences of the float network itself, which a lost one misses by far.</summary>
[Trait("Category", "Numerics")]
public sealed class SharedLastStepTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GradientsOfAllReadersAreThere(bool reverse)
    {
        ITrainableModel model = Passes.Randomized<ITrainableModel>(reverse ? new ReverseShared(3) : new BothShared(3), 2);
        NetworkBatch batch = NetworkBatch.Random(model.Description, 5, 4, 5) with { Lengths = [2, 5, 4, 0] };
        float[] upstream = Passes.OutputUpstream(model, batch), stateUpstream = Passes.StateUpstream(model, batch);
        float[] gradients = Passes.Backpropagate(model.CreateTrainer(1), batch).Backward.Parameters;
        float[] differences = new float[gradients.Length];
        const float h = 1e-2f;
        for (int index = 0; index < differences.Length; index++)
        {
            differences[index] = (float)((Loss(index, h) - Loss(index, -h)) / (2 * h));
        }

        float largest = gradients.Max(Math.Abs);
        for (int index = 0; index < differences.Length; index++)
        {
            Assert.True(
                Math.Abs(differences[index] - gradients[index]) < 5e-3f * largest,
                $"Parameter {index}: {gradients[index]}, by differences {differences[index]}; the largest is {largest}.");
        }

        double Loss(int index, float shift)
        {
            using (ParameterEdit edit = model.Parameters.Edit())
            {
                edit.Values[index] += shift;
            }

            Prediction prediction = Passes.Predict(model, batch);
            using (ParameterEdit edit = model.Parameters.Edit())
            {
                edit.Values[index] -= shift;
            }

            return prediction.Outputs.Zip(upstream, (a, b) => (double)a * b).Sum()
                + prediction.FinalStates.Zip(stateUpstream, (a, b) => (double)a * b).Sum();
        }
    }
}
