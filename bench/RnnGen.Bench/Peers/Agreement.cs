using System;
using RnnGen.Bench.Networks;
using RnnGen.Training;

namespace RnnGen.Bench.Peers;

/// <summary>A peer computed something else: its time would compare two different things.</summary>
/// <param name="message">What differs.</param>
internal sealed class DisagreementException(string message) : Exception(message);

/// <summary>Proves that a peer runs the same network, before it is timed.</summary>
internal static class Agreement
{
    private const float Tolerance = 1e-4f;

    // Adam's first update is rate·g/(|g| + ε): with an ε far above rounding errors of g it is a smooth function of g, so that
    // parameters can be compared to a small part of an update.
    private const float Rate = 1e-3f, Epsilon = 1e-3f, UpdateTolerance = 1e-2f * Rate;

    /// <summary>Compares what <paramref name="run"/> says of the model's weights with what the model says; it keeps the weights.</summary>
    /// <param name="peer">Whose run it is.</param>
    /// <param name="model">This project's model.</param>
    /// <param name="run">The peer's network.</param>
    /// <param name="compare">Compares, for weights under which both are the same network.</param>
    public static void Check(Peer peer, IRnnModel model, IPeerRun run, Action compare)
    {
        float[] weights = model.Parameters.Values.ToArray();
        if (peer.ResetsAfterProduct)
        {
            TestWeights.MakeCandidatesDiagonal(model);
        }

        run.Prepare();
        run.Load(model.Parameters.Values);
        compare();
        Restore(model, weights);
        run.Load(weights);
    }

    /// <summary>Compares outputs.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="ours">This project's.</param>
    /// <param name="theirs">The peer's.</param>
    public static void Outputs(string what, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs) => Near(what, ours, theirs, Tolerance);

    /// <summary>Compares loss, gradients and updated parameters of one training step.</summary>
    /// <param name="what">What is trained.</param>
    /// <param name="model">This project's model; it is changed.</param>
    /// <param name="work">Network and batch.</param>
    /// <param name="run">The peer's network, with the same weights.</param>
    public static void Training(string what, ITrainableModel model, Workload work, IPeerTraining run)
    {
        ISupervisedTrainer trainer = (ISupervisedTrainer)model.CreateTrainer();

        // TensorFlow's ε stands beside the uncorrected root: after one step that root is √(1 - β2)·|g|.
        const double Beta2 = 0.999;
        Adam adam = new(Rate, beta2: Beta2, epsilon: (float)(Epsilon * Math.Sqrt(1 - Beta2)));
        float loss = trainer.Train(work.Batch, work.Labels, adam);
        PeerStep theirs = run.Step(Rate, Epsilon);
        Near($"{what}: loss", [loss], [theirs.Loss], Tolerance);
        for (int i = 0; i < work.Shape.Layers.Count; i++)
        {
            LayerShape layer = work.Shape.Layers[i];
            LayerWeights gradients = LayerWeights.OfGradients(trainer.Gradients, work.Model, layer, theirs.Order);
            LayerWeights updated = LayerWeights.OfParameters(model.Parameters.Values, work.Model, layer, theirs.Order);
            Layer($"{what}: gradient of {layer.Prefix}", layer, gradients, theirs.Gradients[i], absolute: null);
            Layer($"{what}: updated {layer.Prefix}", layer, updated, theirs.Updated[i], UpdateTolerance);
        }
    }

    /// <summary>Compares within a part of the largest value of each matrix, or within an absolute tolerance.</summary>
    private static void Layer(string what, LayerShape layer, LayerWeights ours, LayerWeights theirs, float? absolute)
    {
        // See TestWeights: the candidate's recurrent matrix, the last gate's, is the one place where first gradients differ.
        int compared = layer.Kind == LayerKind.Gru ? 2 * layer.Units * layer.Units : ours.Recurrent.Length;
        Part("input", ours.Input, theirs.Input);
        Part("recurrent", ours.Recurrent.AsSpan(0, compared), theirs.Recurrent.AsSpan(0, compared));
        Part("bias", ours.Bias, theirs.Bias);

        void Part(string name, ReadOnlySpan<float> here, ReadOnlySpan<float> there) =>
            Near($"{what}/{name}", here, there, absolute ?? Tolerance * Largest(there));
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private static void Near(string what, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, float tolerance)
    {
        if (ours.Length != theirs.Length)
        {
            throw new DisagreementException($"{what}: {ours.Length} values here, {theirs.Length} there.");
        }

        for (int i = 0; i < ours.Length; i++)
        {
            // Not a number is not near.
            if (!(Math.Abs(ours[i] - theirs[i]) <= tolerance))
            {
                throw new DisagreementException($"{what}: value {i} is {ours[i]} here and {theirs[i]} there; allowed is {tolerance}.");
            }
        }
    }

    private static void Restore(IRnnModel model, float[] weights)
    {
        using ParameterEdit edit = model.Parameters.Edit();
        weights.CopyTo(edit.Values);
    }
}
