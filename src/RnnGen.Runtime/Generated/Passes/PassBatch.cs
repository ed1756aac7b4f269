using System;

namespace RnnGen.Generated;

/// <summary>What a pass of a trainer that has begun reads and writes besides outputs and targets.</summary>
/// <param name="batch">The batch, whose lengths and tokens the trainer has copied and checked.</param>
/// <param name="initialStates">States before the first step, [batch, state size]; empty for those of the model.</param>
/// <param name="finalStates">Receives the states after each row's last valid step, [batch, state size]; empty when not wanted.</param>
internal readonly ref struct PassBatch(SequenceBatch batch, ReadOnlySpan<float> initialStates, Span<float> finalStates)
{
    public readonly SequenceBatch Batch = batch;
    public readonly ReadOnlySpan<float> InitialStates = initialStates;
    public readonly Span<float> FinalStates = finalStates;
}
