using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>What holds of every model, whatever its layers.</summary>
internal static class ModelProperties
{
    private const int Rows = 6, Steps = 5;

    /// <summary>Steps through a sequence give what the prediction of the sequence gives, to rounding.</summary>
    public static void StepsGiveThePrediction(ITrainableModel model, bool states)
    {
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, 1, Steps, states: states);
        Prediction prediction = Passes.Predict(model, batch);
        float[] state = states ? (float[])batch.States.Clone() : new float[model.Description.StateSize];
        float[] output = new float[model.Description.OutputSize];
        int width = model.Description.InputSize;

        for (int step = 0; step < Steps; step++)
        {
            model.Step(batch.Values.AsSpan(step * width, width), state, output);
            if (model.Description.OutputsEveryStep)
            {
                Expect.SameToRounding(prediction.Outputs.AsSpan(step * output.Length, output.Length), output, $"output of step {step}");
            }
        }

        Expect.SameToRounding(prediction.Outputs.AsSpan(prediction.Outputs.Length - output.Length), output, "last output");
        Expect.SameToRounding(prediction.FinalStates, state, "state after the last step");
        BlockProperties.BlocksAreSteps(model);
    }

    /// <summary>
    /// Neither padding nor the other rows, their order, the mode or the number of threads change a bit, nor does an earlier pass.
    /// </summary>
    public static void NothingAroundARowMatters(ITrainableModel model, bool states)
    {
        NetworkBatch batch = NetworkBatch.Random(model.Description, 1, Rows, Steps, lengths: true, states: states);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(model.CreateTrainer(1), batch);

        foreach (int threads in new[] { 2, 3 })
        {
            (Prediction paddedForward, Gradients paddedBackward) = Passes.Backpropagate(
                model.CreateTrainer(threads), batch.WithPadding(float.NaN));
            paddedForward.HasBitsOf(forward, $"padded, {threads} threads");
            paddedBackward.HasBitsOf(backward, $"padded, {threads} threads");
        }

        Passes.Predict(model, batch.WithPadding(float.NaN)).HasBitsOf(forward, "padded prediction");
        int[] order = [3, 0, 5, 1, 4, 2];
        Prediction shuffled = Passes.Predict(model, batch.Pick(order));
        for (int i = 0; i < Rows; i++)
        {
            Expect.SameBits(batch.Take(forward.Outputs, order[i]), batch.Take(shuffled.Outputs, i), $"row {order[i]} shuffled");
            Prediction alone = Passes.Predict(model, batch.Pick(i));
            Expect.SameBits(batch.Take(forward.Outputs, i), alone.Outputs, $"row {i} alone");
            Expect.SameBits(batch.Take(forward.FinalStates, i), alone.FinalStates, $"final states of row {i} alone");
        }

        // A second pass of the trainer finds what the first left behind.
        IRnnTrainer trainer = model.CreateTrainer(1);
        Passes.Backpropagate(trainer, NetworkBatch.Random(model.Description, 9, Rows + 2, Steps, states: true));
        Passes.Backpropagate(trainer, batch).Backward.HasBitsOf(backward, "second pass");
    }

    /// <summary>A static and a dynamic model of the same layers give the same bits, forward and backward.</summary>
    public static void ModesAreEqual(ITrainableModel isStatic, ITrainableModel isDynamic)
    {
        isDynamic.Parameters.CopyFrom(Passes.Randomized(isStatic, 5).Parameters);
        NetworkBatch batch = NetworkBatch.Random(isDynamic.Description, 1, Rows, Steps, lengths: true);
        (Prediction forward, Gradients backward) = Passes.Backpropagate(isStatic.CreateTrainer(1), batch);
        foreach (int threads in new[] { 1, 2 })
        {
            (Prediction dynamicForward, Gradients dynamicBackward) = Passes.Backpropagate(isDynamic.CreateTrainer(threads), batch);
            dynamicForward.HasBitsOf(forward, $"dynamic, {threads} threads");
            dynamicBackward.HasBitsOf(backward, $"dynamic, {threads} threads");
        }
    }

    /// <summary>Central differences of passes in float: a step of 2^-6 keeps rounding below the error of the quotient.</summary>
    /// <param name="model">The model, whose parameters are changed and put back.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="gradients">What the backward pass gave.</param>
    /// <param name="stride">Every how many parameters one is looked at.</param>
    /// <param name="pass">The pass that was differentiated.</param>
    public static void GradientsAreDifferenceQuotients(
        ITrainableModel model, NetworkBatch batch, float[] gradients, int stride, Func<Prediction> pass)
    {
        const float H = 1f / 64;
        float[] outputUpstream = Passes.OutputUpstream(model, batch), stateUpstream = Passes.StateUpstream(model, batch);
        double largest = gradients.Max(Math.Abs);
        for (int i = 0; i < gradients.Length; i += stride)
        {
            double quotient = (At(i, H) - At(i, -H)) / (2 * H);
            Assert.True(
                Math.Abs(quotient - gradients[i]) <= 2e-3 * largest,
                $"Parameter {i}: gradient {gradients[i]:R}, difference quotient {quotient:R}.");
        }

        double At(int parameter, float change)
        {
            float value = model.Parameters.Values[parameter];
            Set(parameter, value + change);
            Prediction at = pass();
            Set(parameter, value);
            return at.Outputs.Zip(outputUpstream, (a, b) => (double)a * b).Sum()
                + at.FinalStates.Zip(stateUpstream, (a, b) => (double)a * b).Sum();
        }

        void Set(int parameter, float value)
        {
            using ParameterEdit edit = model.Parameters.Edit();
            edit.Values[parameter] = value;
        }
    }
}
