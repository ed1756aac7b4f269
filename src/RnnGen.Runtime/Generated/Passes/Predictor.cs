using System;
using System.ComponentModel;

namespace RnnGen.Generated;

/// <summary>Predictions of one model: checks, packed parameters, groups of rows, threads. Safe from any number of threads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Predictor
{
    // This many rows run one by one: they do not fill a register tile. Of a single step fewer, since nothing is shared by its steps.
    private const int MostSingleRows = 3, MostSingleRowsOfStep = 2;

    private readonly ModelParameters _parameters;
    private readonly Func<NetworkWorkspace> _create;
    private readonly ScratchPool<NetworkWorkspace> _workspaces;
    private readonly PackedCache _panels;
    private readonly PackedCache? _rows;

    /// <summary>Creates the predictor of one model.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="create">Makes a workspace.</param>
    /// <param name="panels">The parameters for batches.</param>
    /// <param name="rows">The parameters for rows that run alone; <see langword="null"/> where none can.</param>
    public Predictor(ModelParameters parameters, Func<NetworkWorkspace> create, PackedCache panels, PackedCache? rows)
    {
        _parameters = parameters;
        _create = create;
        _workspaces = new ScratchPool<NetworkWorkspace>(create);
        _panels = panels;
        _rows = rows;
        Heads = [.. BatchChecks.HeadsOf(parameters.Description)];
    }

    internal ModelDescription Model => _parameters.Description;

    /// <summary>What checks say of each head.</summary>
    internal ModelDescription[] Heads { get; }

    /// <summary>Runs the network over a batch; the outputs of several heads follow one another.</summary>
    /// <param name="threads">Threads that the call may use.</param>
    /// <param name="batch">The inputs.</param>
    /// <param name="outputs">Receives the outputs.</param>
    /// <param name="initialStates">Flat states before the first step; empty for the model's own.</param>
    /// <param name="finalStates">Receives the flat states after each row's last valid step; empty when not wanted.</param>
    public void Predict(
        int threads, scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        using Prediction pass = Begin(threads, batch, initialStates, finalStates);
        pass.CheckAll(outputs);
        while (pass.MoveNext())
        {
            pass.CopyAll(outputs);
        }
    }

    /// <summary>Begins a prediction whose caller takes the outputs head by head.</summary>
    /// <inheritdoc cref="Predict"/>
    public Prediction Begin(int threads, scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        NetworkWorkspace workspace = _workspaces.Rent();
        try
        {
            SequenceBatch own = workspace.Take(batch);
            BatchChecks.States(Model, own.BatchSize, initialStates.Length, nameof(initialStates));
            BatchChecks.States(Model, own.BatchSize, finalStates.Length, nameof(finalStates));
            BatchChecks.NoOverlap(own.Values, finalStates, "inputs", nameof(finalStates));
            BatchChecks.NoOverlap(own.SequenceInputs, finalStates, "inputs of the sequences", nameof(finalStates));
            BatchChecks.NoShiftedOverlap(initialStates, finalStates, nameof(initialStates), nameof(finalStates));
            return new Prediction(this, workspace, threads, own, initialStates, finalStates);
        }
        catch
        {
            _workspaces.Return(workspace);
            throw;
        }
    }

    /// <summary>Runs the network over a batch and keeps every intermediate value of every step for reading.</summary>
    /// <param name="batch">The inputs.</param>
    /// <param name="initialStates">Flat states before the first step; empty for the model's own.</param>
    public ModelTrace Trace(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates)
    {
        NetworkWorkspace workspace = _create();
        SequenceBatch own = workspace.Take(batch);
        BatchChecks.States(Model, own.BatchSize, initialStates.Length, nameof(initialStates));
        PackedPanels panels = (PackedPanels)_panels.Packed(_parameters);
        workspace.Read(panels, null);
        workspace.Begin(own, 0, own.BatchSize, initialStates, history: true);
        workspace.Embed(own, 0, _parameters, panels.Version);
        workspace.ForwardWithHistory();
        return workspace.Trace();
    }

    /// <summary>Gives a workspace the parameters that a prediction of this many rows reads.</summary>
    internal long TakeParameters(NetworkWorkspace workspace, int batchSize) =>
        TakeParameters(workspace, oneByOne: batchSize <= MostSingleRows);

    private long TakeParameters(NetworkWorkspace workspace, bool oneByOne)
    {
        PackedPanels panels = (PackedPanels)_panels.Packed(_parameters);
        PackedRows? rows = oneByOne ? (PackedRows?)_rows?.Packed(_parameters) : null;
        if (rows is not null && rows.Version != panels.Version)
        {
            throw new InvalidOperationException($"The parameters of {Model.Name} changed while a prediction began.");
        }

        workspace.Read(panels, rows);
        return panels.Version;
    }

    /// <summary>Takes rows of a batch and runs the network over them.</summary>
    internal void Run(
        NetworkWorkspace workspace, int threads, long version, scoped in SequenceBatch batch, int first, int rows,
        ReadOnlySpan<float> initialStates)
    {
        workspace.Begin(batch, first, rows, initialStates, history: false);
        workspace.Embed(batch, first, _parameters, version);
        long work = rows * ((workspace.MaxLength * Model.MultiplyAddsPerStep) + Model.MultiplyAddsPerSequence);
        workspace.Predict(threads, work);
    }

    internal void Return(NetworkWorkspace workspace) => _workspaces.Return(workspace);
}
