using System;
using System.ComponentModel;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <summary>
/// One prediction: the outputs of all heads are checked, then rows are taken group by group, so that the scratch of long sequences stays
/// small. Where nothing is wanted, there is no group.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Prediction
{
    private readonly Predictor _predictor;
    private readonly NetworkWorkspace _workspace;
    private readonly int _threads;
    private readonly SequenceBatch _batch;
    private readonly ReadOnlySpan<float> _initialStates;
    private readonly Span<float> _finalStates;
    private bool _isWanted;
    private int _first;
    private int _rows;
    private int _group;
    private long _version;

    internal Prediction(
        Predictor predictor, NetworkWorkspace workspace, int threads, SequenceBatch batch, ReadOnlySpan<float> initialStates,
        Span<float> finalStates)
    {
        _predictor = predictor;
        _workspace = workspace;
        _threads = threads;
        _batch = batch;
        _initialStates = initialStates;
        _finalStates = finalStates;
        _isWanted = !finalStates.IsEmpty;
    }

    /// <summary>Checks the outputs of one head.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="outputs">Receives its outputs.</param>
    /// <param name="name">What the caller calls them.</param>
    public void Check(int head, ReadOnlySpan<float> outputs, string name)
    {
        BatchChecks.Outputs(_predictor.Heads[head], _batch.BatchSize, _batch.Steps, outputs.Length, name);
        CheckMemory(outputs, name);
    }

    /// <summary>Runs the next group of rows and gives its final states.</summary>
    /// <returns><see langword="false"/> when all rows are done.</returns>
    public bool MoveNext()
    {
        if (_group == 0)
        {
            _version = _predictor.TakeParameters(_workspace, _batch.BatchSize);
            _group = RowGroups.RowsAtOnce(_batch.BatchSize, _batch.Steps, _workspace.FloatsPerStep);
        }

        _first += _rows;
        if (!_isWanted || _first >= _batch.BatchSize)
        {
            return false;
        }

        _rows = Math.Min(_group, _batch.BatchSize - _first);
        _predictor.Run(_workspace, _threads, _version, _batch, _first, _rows, _initialStates);
        _workspace.CopyFinalStates(_finalStates, _first);
        return true;
    }

    /// <summary>Copies the outputs of one head of the group to the caller's.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="outputs">The caller's, of all rows.</param>
    public readonly void Copy(int head, Span<float> outputs) => _workspace.CopyOutputs(head, outputs, _batch, _first);

    /// <summary>Ends the prediction.</summary>
    public readonly void Dispose() => _predictor.Return(_workspace);

    internal void CheckAll(ReadOnlySpan<float> outputs)
    {
        BatchChecks.Outputs(_predictor.Model, _batch.BatchSize, _batch.Steps, outputs.Length, nameof(outputs));
        CheckMemory(outputs, nameof(outputs));
    }

    internal readonly void CopyAll(Span<float> outputs)
    {
        if (_predictor.Heads.Length == 1)
        {
            Copy(0, outputs);
            return;
        }

        for (int head = 0; head < _predictor.Heads.Length; head++)
        {
            Copy(head, outputs[_predictor.Model.OutputRange(head, _batch.BatchSize, _batch.Steps)]);
        }
    }

    private void CheckMemory(ReadOnlySpan<float> outputs, string name)
    {
        BatchChecks.NoOverlap(_batch.Values, outputs, "inputs", name);
        BatchChecks.NoOverlap(_batch.SequenceInputs, outputs, "inputs of the sequences", name);
        BatchChecks.NoOverlap(_initialStates, outputs, "initialStates", name);
        BatchChecks.NoOverlap(outputs, _finalStates, name, "finalStates");
        _isWanted |= !outputs.IsEmpty;
    }
}
