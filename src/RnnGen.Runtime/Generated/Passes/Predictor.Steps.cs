using System;

namespace RnnGen.Generated;

/// <content>One step of many sequences, each with a state of its own.</content>
public sealed partial class Predictor
{
    /// <summary>Runs one step of many sequences; the outputs of several heads that stream follow one another.</summary>
    /// <param name="threads">Threads that the call may use.</param>
    /// <param name="batch">The inputs of the sequences that step, in the order of <paramref name="rows"/>: a batch of one step.</param>
    /// <param name="states">The flat states of all sequences; those that step are replaced.</param>
    /// <param name="rows">Which of them step; empty for all, in their order.</param>
    /// <param name="outputs">Receives the outputs.</param>
    public void StepBatch(
        int threads, scoped in SequenceBatch batch, Span<float> states, scoped ReadOnlySpan<int> rows, Span<float> outputs)
    {
        using BatchStep pass = BeginStep(threads, batch, states, rows);
        pass.CheckAll(outputs);
        while (pass.MoveNext())
        {
            pass.CopyAll(outputs);
        }
    }

    /// <summary>Begins a step of many sequences whose caller takes the outputs head by head.</summary>
    /// <inheritdoc cref="StepBatch"/>
    public BatchStep BeginStep(int threads, scoped in SequenceBatch batch, Span<float> states, scoped ReadOnlySpan<int> rows)
    {
        NetworkWorkspace workspace = _workspaces.Rent();
        try
        {
            SequenceBatch own = workspace.TakeStep(batch, states.Length, rows);
            BatchChecks.StepMemory(own, default, states, nameof(states));
            return new BatchStep(this, workspace, threads, own, states);
        }
        catch
        {
            _workspaces.Return(workspace);
            throw;
        }
    }

    /// <summary>Begins a step of many sequences whose caller gives the inputs by their names, <see cref="BatchStep.Join"/>.</summary>
    /// <param name="threads">Threads that the call may use.</param>
    /// <param name="tokens">The tokens of the sequences that step; empty of a model without.</param>
    /// <param name="states">The flat states of all sequences; those that step are replaced.</param>
    /// <param name="rows">Which of them step; empty for all, in their order.</param>
    /// <param name="count">How many step.</param>
    public BatchStep BeginStep(
        int threads, ReadOnlySpan<int> tokens, Span<float> states, scoped ReadOnlySpan<int> rows, int count)
    {
        NetworkWorkspace workspace = _workspaces.Rent();
        try
        {
            SequenceBatch joined = workspace.JoinedInputs(count, tokens);
            return new BatchStep(this, workspace, threads, workspace.TakeStep(joined, states.Length, rows), states);
        }
        catch
        {
            _workspaces.Return(workspace);
            throw;
        }
    }

    /// <summary>Gives a workspace the parameters that a step of many sequences reads, the rows of the tokens among them.</summary>
    internal void TakeStep(NetworkWorkspace workspace, scoped in SequenceBatch batch)
    {
        long version = TakeParameters(workspace, oneByOne: batch.BatchSize <= MostSingleRowsOfStep);
        workspace.EmbedStep(batch, _parameters, version);
    }

    /// <summary>Runs the network over the rows of a step.</summary>
    internal void Run(NetworkWorkspace workspace, int threads, int rows)
    {
        long work = rows * (Model.MultiplyAddsPerStep + Model.MultiplyAddsPerSequence);
        workspace.Predict(threads, work);
    }
}
