using System;
using System.ComponentModel;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <summary>
/// One step of many sequences: inputs and outputs are checked, then the rows are taken group by group, each group's states gathered from
/// the caller's and put back. Where nothing steps, there is no group.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct BatchStep
{
    private readonly Predictor _predictor;
    private readonly NetworkWorkspace _workspace;
    private readonly int _threads;
    private readonly SequenceBatch _batch;
    private readonly Span<float> _states;
    private int _first;
    private int _rows;
    private int _group;

    internal BatchStep(Predictor predictor, NetworkWorkspace workspace, int threads, SequenceBatch batch, Span<float> states)
    {
        _predictor = predictor;
        _workspace = workspace;
        _threads = threads;
        _batch = batch;
        _states = states;
    }

    /// <summary>Checks an input that has a name, and copies it to its columns beside the others of its kind.</summary>
    /// <param name="input">Index of the input.</param>
    /// <param name="values">The input of all rows that step.</param>
    /// <param name="name">What the caller calls it.</param>
    public readonly void Join(int input, ReadOnlySpan<float> values, string name) =>
        _workspace.JoinInput(_predictor.Model.Inputs[input], values, _batch.BatchSize, name);

    /// <summary>Checks the outputs of one head.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="outputs">Receives its outputs.</param>
    /// <param name="name">What the caller calls them.</param>
    public readonly void Check(int head, ReadOnlySpan<float> outputs, string name)
    {
        BatchChecks.Rows(outputs.Length, _batch.BatchSize, _workspace.Heads[head].OutputSize, name, "outputs");
        BatchChecks.StepMemory(_batch, _states, outputs, name);
    }

    /// <summary>Runs the next group of rows and replaces their states.</summary>
    /// <returns><see langword="false"/> when all rows are done.</returns>
    public bool MoveNext()
    {
        if (_group == 0)
        {
            // The table of tokens is read here, once: from now on nothing is refused, so that no states are a step ahead of the others.
            _predictor.TakeStep(_workspace, _batch);
            long floatsPerRow = _workspace.FloatsPerStep + (4L * _predictor.Model.StateSize);
            _group = Partition.StepRowsAtOnce(_batch.BatchSize, _threads, floatsPerRow);
        }

        _first += _rows;
        if (_first >= _batch.BatchSize)
        {
            return false;
        }

        _rows = Math.Min(_group, _batch.BatchSize - _first);
        _workspace.BeginStep(_batch, _first, _rows, _states);
        _predictor.Run(_workspace, _threads, _rows);
        _workspace.CopySteppedStates(_states, _first);
        return true;
    }

    /// <summary>Copies the outputs of one head of the group to the caller's.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="outputs">The caller's, of all rows.</param>
    public readonly void Copy(int head, Span<float> outputs) => _workspace.CopyOutputs(head, outputs, _batch, _first);

    /// <summary>Ends the step.</summary>
    public readonly void Dispose() => _predictor.Return(_workspace);

    internal readonly void CheckAll(ReadOnlySpan<float> outputs)
    {
        int size = HeadInfo.StreamedSize(_workspace.Heads);
        BatchChecks.Rows(outputs.Length, _batch.BatchSize, size, nameof(outputs), "outputs");
        BatchChecks.StepMemory(_batch, _states, outputs, nameof(outputs));
    }

    /// <summary>Outputs of several heads follow one another, those that have one at every step.</summary>
    internal readonly void CopyAll(Span<float> outputs)
    {
        int start = 0;
        for (int head = 0; head < _workspace.Heads.Length; head++)
        {
            HeadInfo info = _workspace.Heads[head];
            if (info.Streams)
            {
                int count = _batch.BatchSize * info.OutputSize;
                Copy(head, outputs.Slice(start, count));
                start += count;
            }
        }
    }
}
