using System;
using System.Collections.Generic;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Peers;

/// <summary>Another library that runs the same networks.</summary>
internal abstract class Peer
{
    /// <summary>Its name in tables and files.</summary>
    public abstract string Name { get; }

    /// <summary>Whether its GRU resets after the recurrent product; see <see cref="TestWeights.MakeCandidatesDiagonal"/>.</summary>
    public abstract bool ResetsAfterProduct { get; }

    /// <summary>A network that predicts a whole batch, at its best.</summary>
    /// <param name="work">Network and batch.</param>
    /// <param name="threads">Threads to use.</param>
    public abstract IPeerPrediction Prediction(Workload work, int threads);

    /// <summary>A network that is trained on a batch; <see langword="null"/> where the library cannot train.</summary>
    /// <param name="work">Network and batch.</param>
    /// <param name="threads">Threads to use.</param>
    public abstract IPeerTraining? Training(Workload work, int threads);

    /// <summary>A network that runs one step of one sequence at a time and keeps the state between.</summary>
    /// <param name="work">Network and sequence.</param>
    /// <param name="threads">Threads to use.</param>
    public abstract IPeerStream Stream(Workload work, int threads);

    /// <summary>
    /// A network that runs one step of all rows of a batch at a time and keeps their states between; <see langword="null"/> where there is
    /// nothing to compare with.
    /// </summary>
    /// <param name="work">Network and sequences.</param>
    /// <param name="threads">Threads to use.</param>
    public virtual IPeerStream? Sessions(Workload work, int threads) => null;

    /// <summary>A network that learns a text; <see langword="null"/> where the library cannot train.</summary>
    /// <param name="text">Network and text.</param>
    /// <param name="threads">Threads to use.</param>
    public virtual IPeerReader? Reader(TextWork text, int threads) => null;
}

/// <summary>What all runs have in common.</summary>
internal interface IPeerRun : IDisposable
{
    /// <summary>Takes weights, and forgets everything else.</summary>
    /// <param name="values">Parameters of this project's model.</param>
    void Load(ReadOnlySpan<float> values);

    /// <summary>Sets what is global to the library, such as its threads; before each sample.</summary>
    void Prepare();

    /// <summary>Does the work so many times.</summary>
    /// <param name="count">How many times.</param>
    void Run(int count);
}

/// <summary>Predictions of a batch.</summary>
internal interface IPeerPrediction : IPeerRun
{
    /// <summary>The outputs of one prediction, [batch, outputs].</summary>
    float[] Outputs();
}

/// <summary>Training steps on a batch.</summary>
internal interface IPeerTraining : IPeerRun
{
    /// <summary>One training step with Adam.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="epsilon">What Adam adds to the corrected root.</param>
    PeerStep Step(float rate, float epsilon);
}

/// <summary>A training step in all detail.</summary>
/// <param name="Loss">Mean loss before the update.</param>
/// <param name="Order">Order of the gates in what follows.</param>
/// <param name="Gradients">Of each layer.</param>
/// <param name="Updated">Parameters of each layer after the update.</param>
internal sealed record PeerStep(
    float Loss, GateOrder Order, IReadOnlyList<LayerWeights> Gradients, IReadOnlyList<LayerWeights> Updated);

/// <summary>Truncated backpropagation through a text: windows one after the other, states carried over, gradients clipped, Adam.</summary>
internal interface IPeerReader : IPeerRun
{
    /// <summary>Learns the next window.</summary>
    /// <returns>The mean loss before the update, in nats per character.</returns>
    float Step();
}

/// <summary>Steps of one sequence, or of a batch; <see cref="IPeerRun.Run"/> goes on through the inputs, round and round.</summary>
internal interface IPeerStream : IPeerRun
{
    /// <summary>The outputs of the whole sequence from the zero state, [steps, batch, outputs].</summary>
    float[] Outputs();
}
