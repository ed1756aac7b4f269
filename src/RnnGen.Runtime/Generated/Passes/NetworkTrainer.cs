using System;
using System.ComponentModel;
using System.Threading;
using RnnGen.Numerics;
using RnnGen.Threading;
using RnnGen.Training.Distributed;

namespace RnnGen.Generated;

/// <summary>
/// The protocol of a generated trainer: one use at a time, checks before any work, packed parameters, phases in order, results to the
/// caller. The network's own part is in its workspace.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class NetworkTrainer : IRnnTrainer
{
    private readonly ITrainableModel _model;
    private readonly int _threads;
    private readonly Func<TrainingWorkspace> _create;
    private readonly ModelDescription[] _heads;
    private readonly ExclusiveUse _use = new();
    private TrainingWorkspace _workspace;
    private SequenceLayout _layout;
    private long _forwardVersion = -1;
    private int _parts;

    /// <summary>Creates a trainer.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="threads">Threads to use; 0 for the model's.</param>
    /// <param name="create">Makes a workspace.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    protected NetworkTrainer(ITrainableModel model, int threads, Func<TrainingWorkspace> create)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        _model = model;
        _threads = threads;
        _create = create;
        _heads = [.. BatchChecks.HeadsOf(model.Description)];
        _workspace = NewWorkspace([]);
        Losses = _workspace.CreateLosses();
        _workspace.Losses = Losses;
    }

    /// <summary>Gradients of the last backward pass, laid out as the parameters.</summary>
    public ReadOnlySpan<float> Gradients => _workspace.Gradients.Span;

    /// <summary>Bytes held for activations and gradients of activations.</summary>
    public long ActivationBytes
    {
        get
        {
            long bytes = _workspace.Bytes;
            foreach (LossTargets loss in Losses)
            {
                bytes += loss.Bytes;
            }

            return bytes;
        }
    }

    ITrainableModel IRnnTrainer.Model => _model;

    ulong IRnnTrainer.DropoutSeed
    {
        get => MaskSeed;
        set => MaskSeed = value;
    }

    long IRnnTrainer.DropoutPass
    {
        get => MaskPass;
        set => MaskPass = value;
    }

    /// <summary>Seed of the masks of dropout.</summary>
    protected ulong MaskSeed { get; set; }

    /// <summary>Number of the next pass.</summary>
    protected long MaskPass { get; set; }

    internal ModelDescription Description => _model.Description;

    internal ModelParameters Parameters => _model.Parameters;

    /// <summary>The passes of several ranks on one batch, while there are any.</summary>
    internal RankPass? Ranks { get; private set; }

    /// <summary>The targets of each head; none without losses.</summary>
    private protected LossTargets[] Losses { get; }

    /// <summary>Every intermediate value of every step of the last pass; a view, valid until the next pass.</summary>
    public ModelTrace Trace() => _workspace.Trace();

    void IRnnTrainer.Forward(
        scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
        Forward(batch, outputs, initialStates, finalStates);

    void IRnnTrainer.Backward(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients,
        Span<float> initialStateGradients) =>
        Backward(outputGradients, finalStateGradients, inputGradients, initialStateGradients);

    void IRnnTrainer.Backward(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients,
        Span<float> initialStateGradients, Span<float> sequenceInputGradients) =>
        Backward(outputGradients, finalStateGradients, inputGradients, initialStateGradients, sequenceInputGradients);

    /// <summary>Runs the network over a batch; the outputs of several heads follow one another.</summary>
    /// <inheritdoc cref="IRnnTrainer.Forward"/>
    protected void Forward(scoped in SequenceBatch batch, Span<float> outputs, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        using ForwardPass pass = BeginForward(batch, initialStates, finalStates);
        pass.CheckAll(outputs);
        pass.Run();
        pass.CopyAll(outputs);
    }

    /// <summary>Begins a forward pass whose caller takes the outputs head by head.</summary>
    /// <inheritdoc cref="IRnnTrainer.Forward"/>
    protected ForwardPass BeginForward(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates, Span<float> finalStates) =>
        new(this, BeginUse(batch, initialStates, finalStates));

    /// <summary>Goes back through the last forward pass; the gradients of the outputs of several heads follow one another.</summary>
    /// <inheritdoc cref="IRnnTrainer.Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    protected void Backward(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients,
        Span<float> initialStateGradients) =>
        Backward(outputGradients, finalStateGradients, inputGradients, initialStateGradients, default);

    /// <summary>The same, with the gradients of the inputs that all steps of a row see.</summary>
    /// <inheritdoc cref="IRnnTrainer.Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float})"/>
    protected void Backward(
        ReadOnlySpan<float> outputGradients, ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients,
        Span<float> initialStateGradients, Span<float> sequenceInputGradients)
    {
        using BackwardPass pass = BeginBackward(finalStateGradients, inputGradients, initialStateGradients, sequenceInputGradients);
        pass.SetAll(outputGradients);
        pass.Run();
    }

    /// <summary>Begins a backward pass whose caller gives the gradients of the outputs head by head.</summary>
    /// <inheritdoc cref="IRnnTrainer.Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float})"/>
    protected BackwardPass BeginBackward(
        ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients, Span<float> initialStateGradients) =>
        BeginBackward(finalStateGradients, inputGradients, initialStateGradients, default);

    /// <summary>The same, with the gradients of the inputs that all steps of a row see.</summary>
    /// <inheritdoc cref="IRnnTrainer.Backward(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Span{float})"/>
    protected BackwardPass BeginBackward(
        ReadOnlySpan<float> finalStateGradients, Span<float> inputGradients, Span<float> initialStateGradients,
        Span<float> sequenceInputGradients)
    {
        _use.Begin(Description.Name);
        try
        {
            CheckForwardPass();
            TrainingWorkspace w = _workspace;
            BatchChecks.States(Description, w.Rows, finalStateGradients.Length, nameof(finalStateGradients));
            BatchChecks.States(Description, w.Rows, initialStateGradients.Length, nameof(initialStateGradients));
            CheckInputGradients(inputGradients, initialStateGradients, sequenceInputGradients);
            w.WantsInputGradients = !inputGradients.IsEmpty;
            w.WantsSequenceInputGradients = !sequenceInputGradients.IsEmpty;
            w.WantsStateGradients = !initialStateGradients.IsEmpty;
            w.ShapeGradients(_parts);
            return new BackwardPass(this, finalStateGradients, inputGradients, initialStateGradients, sequenceInputGradients);
        }
        catch
        {
            _use.End();
            throw;
        }
    }

    private void CheckInputGradients(
        ReadOnlySpan<float> inputGradients, ReadOnlySpan<float> initialStateGradients, ReadOnlySpan<float> sequenceInputGradients)
    {
        if (!inputGradients.IsEmpty)
        {
            long count = (long)_workspace.Rows * _workspace.Steps * Description.InputGradientSize;
            BatchChecks.Count(inputGradients.Length, count, "input gradients", "the shape of the inputs", nameof(inputGradients));
        }

        if (!sequenceInputGradients.IsEmpty)
        {
            BatchChecks.Count(
                sequenceInputGradients.Length, (long)_workspace.Rows * Description.SequenceInputSize, "gradients of the sequences' inputs",
                $"{_workspace.Rows} rows x {Description.SequenceInputSize} features", nameof(sequenceInputGradients));
        }

        BatchChecks.NoOverlap(inputGradients, initialStateGradients, nameof(inputGradients), nameof(initialStateGradients));
        BatchChecks.NoOverlap(inputGradients, sequenceInputGradients, nameof(inputGradients), nameof(sequenceInputGradients));
        BatchChecks.NoOverlap(
            initialStateGradients, sequenceInputGradients, nameof(initialStateGradients), nameof(sequenceInputGradients));
    }

    /// <summary>Begins the use of the trainer and takes a batch.</summary>
    private protected PassBatch BeginUse(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates, Span<float> finalStates)
    {
        _use.Begin(Description.Name);
        try
        {
            SequenceBatch own = _workspace.Take(batch);
            BatchChecks.States(Description, own.BatchSize, initialStates.Length, nameof(initialStates));
            BatchChecks.States(Description, own.BatchSize, finalStates.Length, nameof(finalStates));
            return new PassBatch(own, initialStates, finalStates);
        }
        catch
        {
            _use.End();
            throw;
        }
    }

    private protected void EndUse() => _use.End();

    /// <summary>Forward pass and losses, then back unless this is an evaluation.</summary>
    private protected void RunLosses(
        scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates, Span<float> finalStates, bool isEvaluation)
    {
        // What the targets of all ranks count is needed for the losses only: it comes while the forward pass runs.
        Ranks?.BeginCounts(Losses);
        Begin(batch, initialStates);
        _workspace.FirstMaskRow = Ranks?.FirstRow ?? 0;
        if (isEvaluation)
        {
            _workspace.RunEvaluation(_parts);
        }
        else
        {
            RunForward();
        }

        Ranks?.EndCounts(Losses);
        _workspace.RunLoss(_parts);
        if (!isEvaluation)
        {
            Ranks?.BeginLosses(Losses);
            _workspace.SetFinalStateGradients(default);
            _workspace.RunBackward(_parts, Ranks);
            Ranks?.EndSums();
        }

        _workspace.CopyFinalStates(finalStates, 0);
    }

    private void CheckForwardPass()
    {
        long version = Parameters.Version;
        if ((version & 1) != 0)
        {
            throw new InvalidOperationException(
                $"The parameters of {Description.Name} are being edited or trained; end the edit before a backward pass.");
        }

        if (_forwardVersion != version)
        {
            throw new InvalidOperationException(_forwardVersion < 0
                ? $"There is no forward pass of {Description.Name} to go back through."
                : $"The parameters of {Description.Name} changed after the forward pass; run it again.");
        }
    }

    private TrainingWorkspace NewWorkspace(LossTargets[] losses)
    {
        TrainingWorkspace workspace = _create();
        workspace.Parameters = Parameters;
        workspace.Losses = losses;
        workspace.AllocateForTraining();
        return workspace;
    }

    /// <summary>Takes a batch, and packs the parameters when they have changed.</summary>
    private void Begin(scoped in SequenceBatch batch, ReadOnlySpan<float> initialStates)
    {
        _forwardVersion = -1;
        _layout = batch.Layout;
        if (_workspace.VectorBits != SimdSupport.VectorBits)
        {
            // Panels and padding for the old width would be left behind in the buffers.
            _workspace = NewWorkspace(Losses);
        }

        TrainingWorkspace w = _workspace;
        w.WantsInputGradients = false;
        w.WantsSequenceInputGradients = false;
        w.WantsStateGradients = false;
        w.Begin(batch, 0, batch.BatchSize, initialStates, history: true);
        long work = batch.BatchSize * ((w.MaxLength * Description.MultiplyAddsPerStep) + Description.MultiplyAddsPerSequence);
        _parts = Partition.Parts(_threads == 0 ? _model.Threads : _threads, batch.BatchSize, work);
        w.ShapeGradients(_parts);

        // Within an edit the version stands still while values change.
        long version = Parameters.Version;
        if (w.Panels.Version != version || (version & 1) != 0)
        {
            w.Panels.Version = -1;
            w.Pack(_parts);
            Interlocked.MemoryBarrier();
            if (Parameters.Version != version)
            {
                throw new InvalidOperationException($"The parameters of {Description.Name} changed while a pass began.");
            }

            w.Panels.Version = version;
        }

        w.Embed(batch, 0, Parameters, version);
    }

    /// <summary>The forward pass, with dropout where there is any.</summary>
    private void RunForward()
    {
        if (_workspace.Drops)
        {
            _workspace.MaskSeed = MaskSeed;
            _workspace.MaskPass = MaskPass++;
        }

        _workspace.RunForward(_parts);
    }
}
