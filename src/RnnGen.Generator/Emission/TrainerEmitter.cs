using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The trainer: validation, phases, and which share of each phase a thread does.</summary>
internal static class TrainerEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string model = plan.Spec.Type.Name;
        bool classifier = plan.Loss is not null;
        string contract = classifier ? "global::RnnGen.IClassifierTrainer" : "global::RnnGen.IRnnTrainer";
        w.Lines($$"""
            global::RnnGen.IRnnTrainer global::RnnGen.ITrainableModel.CreateTrainer(int threads) => CreateTrainer(threads);

            /// <summary>Creates a trainer: the owner of activations, gradients and packed weights.</summary>
            /// <param name="threads">Threads to use; 0 for all. Results do not depend on it.</param>
            public Trainer CreateTrainer(int threads = 0) => new(this, threads);

            """);
        using (w.Block(
            "/// <summary>Forward and backward passes over a model, for one thread at a time; it works on its own threads inside.</summary>\n" +
            $"public sealed class Trainer : {contract}, {Names.PartitionedWork}"))
        {
            Fields(w, plan, model);
            Passes(w, plan);
            if (classifier)
            {
                Classifier(w);
            }

            Internals(w, plan);
            Run(w, plan);
        }
    }

    private static void Fields(CodeWriter w, ModelPlan plan, string model)
    {
        int index = 0;
        foreach (PhasePlan phase in plan.Phases)
        {
            w.Line($"private const int {phase.Name}Phase = {index};");
            index++;
        }

        w.Lines($$"""

            private readonly {{model}} _model;
            private Workspace _w = NewWorkspace();
            private readonly int _threads;
            private global::RnnGen.SequenceLayout _layout;
            private long _forwardVersion = -1;
            private int _parts;

            /// <summary>Creates a trainer.</summary>
            /// <param name="model">The model to train.</param>
            /// <param name="threads">Threads to use; 0 for all. Results do not depend on it.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">The number of threads is negative.</exception>
            public Trainer({{model}} model, int threads = 0)
            {
                global::System.ArgumentNullException.ThrowIfNull(model);
                global::System.ArgumentOutOfRangeException.ThrowIfNegative(threads);
                _model = model;
                _threads = threads == 0 ? {{Names.WorkerTeam}}.DefaultThreads : threads;
            }

            /// <summary>The model whose parameters are read.</summary>
            public {{model}} Model => _model;

            global::RnnGen.ITrainableModel global::RnnGen.IRnnTrainer.Model => _model;

            /// <summary>Gradients of the last backward pass, laid out as the parameters.</summary>
            public {{Names.ReadOnlySpan}} Gradients => _w.Gradients.Span;

            /// <summary>Bytes held for activations and gradients of activations.</summary>
            public long ActivationBytes => _w.Bytes;

            /// <summary>Every intermediate value of every step of the last pass; a view, valid until the next pass.</summary>
            public global::RnnGen.ModelTrace Trace => _w.Trace();

            """);
    }

    private static void Passes(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            /// <summary>Runs the network over a batch and keeps what <see cref="Backward"/> and <see cref="Trace"/> need.</summary>
            /// <param name="batch">The inputs, [batch, steps, {{plan.Spec.InputSize}}] (or time-major).</param>
            /// <param name="outputs">Receives the outputs as of <see cref="Predict"/>; empty when not wanted.</param>
            /// <param name="initialStates">States before the first step, [batch]; empty for zero.</param>
            /// <param name="finalStates">Receives the states after each row's last valid step, [batch]; empty when not wanted.</param>
            public void Forward(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                global::System.ReadOnlySpan<State> initialStates = default,
                global::System.Span<State> finalStates = default) =>
                ForwardFlat(
                    batch,
                    outputs,
                    {{Names.MemoryMarshal}}.Cast<State, float>(initialStates),
                    {{Names.MemoryMarshal}}.Cast<State, float>(finalStates));

            void global::RnnGen.IRnnTrainer.Forward(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates) =>
                ForwardFlat(batch, outputs, initialStates, finalStates);

            /// <summary>Backpropagates given gradients through the last <see cref="Forward"/> pass and replaces <see cref="Gradients"/>.</summary>
            /// <param name="outputGradients">Gradients of the outputs, in their shape; empty for zero.</param>
            /// <param name="finalStateGradients">Gradients of the final states, [batch]; empty for zero.</param>
            /// <param name="inputGradients">Receives the gradients of the inputs, in their shape and layout; empty when not wanted.</param>
            /// <param name="initialStateGradients">Receives the gradients of the initial states, [batch]; empty when not wanted.</param>
            /// <exception cref="global::System.InvalidOperationException">No forward pass came before, or the parameters changed since.</exception>
            public void Backward(
                {{Names.ReadOnlySpan}} outputGradients,
                global::System.ReadOnlySpan<State> finalStateGradients = default,
                {{Names.Span}} inputGradients = default,
                global::System.Span<State> initialStateGradients = default) =>
                BackwardFlat(
                    outputGradients,
                    {{Names.MemoryMarshal}}.Cast<State, float>(finalStateGradients),
                    inputGradients,
                    {{Names.MemoryMarshal}}.Cast<State, float>(initialStateGradients));

            void global::RnnGen.IRnnTrainer.Backward(
                {{Names.ReadOnlySpan}} outputGradients,
                {{Names.ReadOnlySpan}} finalStateGradients,
                {{Names.Span}} inputGradients,
                {{Names.Span}} initialStateGradients) =>
                BackwardFlat(outputGradients, finalStateGradients, inputGradients, initialStateGradients);

            """);
    }

    private static void Classifier(CodeWriter w)
    {
        w.Lines($$"""
            /// <summary>Forward pass, mean loss over the batch, backward pass.</summary>
            /// <param name="batch">The inputs; at least one row.</param>
            /// <param name="labels">The class index of each row, [batch].</param>
            /// <returns>The mean loss before any update, in nats.</returns>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A label is not a class; nothing has been computed.</exception>
            public float ComputeGradients(scoped in global::RnnGen.SequenceBatch batch, global::System.ReadOnlySpan<int> labels)
            {
                global::RnnGen.BatchChecks.Inputs(Description, batch);
                global::RnnGen.BatchChecks.Labels(Description, batch.BatchSize, labels);
                Begin(batch, default);
                _w.Targets.Clear(0);
                for (int row = 0; row < labels.Length; row++)
                {
                    _w.Targets.Row(0, row, OutputSize)[labels[row]] = 1;
                }

                return LossAndGradients();
            }

            /// <summary>Forward pass, mean loss over the batch, backward pass, with class probabilities as targets.</summary>
            /// <param name="batch">The inputs; at least one row.</param>
            /// <param name="targets">Class probabilities, [batch, classes], each row summing to 1.</param>
            /// <returns>The mean loss before any update, in nats.</returns>
            public float ComputeGradients(scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} targets)
            {
                global::RnnGen.BatchChecks.Inputs(Description, batch);
                global::RnnGen.BatchChecks.Targets(Description, batch.BatchSize, targets);
                Begin(batch, default);
                for (int row = 0; row < batch.BatchSize; row++)
                {
                    global::System.Span<float> target = _w.Targets.Row(0, row);
                    targets.Slice(row * OutputSize, OutputSize).CopyTo(target);
                    target[OutputSize..].Clear();
                }

                return LossAndGradients();
            }

            """);
    }

    private static void Internals(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            private void ForwardFlat(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates)
            {
                CheckBatch(batch, initialStates);
                if (!outputs.IsEmpty)
                {
                    global::RnnGen.BatchChecks.Outputs(Description, batch.BatchSize, batch.Steps, outputs.Length, nameof(outputs));
                }

                global::RnnGen.BatchChecks.States(Description, batch.BatchSize, finalStates.Length, nameof(finalStates));
                global::RnnGen.BatchChecks.NoOverlap(outputs, finalStates, nameof(outputs), nameof(finalStates));
                Begin(batch, initialStates);
                {{Names.WorkerTeam}}.Run(this, ForwardPhase, _parts);
                _forwardVersion = _w.Weights.Version;
                if (!outputs.IsEmpty)
                {
                    _w.CopyOutputs(outputs, batch.BatchSize, _layout, 0);
                }

                if (!finalStates.IsEmpty)
                {
                    _w.CopyFinalStates(finalStates, 0);
                }
            }

            private void BackwardFlat(
                {{Names.ReadOnlySpan}} outputGradients,
                {{Names.ReadOnlySpan}} finalStateGradients,
                {{Names.Span}} inputGradients,
                {{Names.Span}} initialStateGradients)
            {
                if ((_model.Parameters.Version & 1) != 0)
                {
                    throw new global::System.InvalidOperationException("The parameters are being edited or trained; end the edit before a backward pass.");
                }

                if (_forwardVersion != _model.Parameters.Version)
                {
                    throw new global::System.InvalidOperationException(_forwardVersion < 0
                        ? "There is no forward pass to go back through."
                        : "The parameters changed after the forward pass; run it again.");
                }

                if (!outputGradients.IsEmpty)
                {
                    global::RnnGen.BatchChecks.Outputs(Description, _w.Rows, _w.Steps, outputGradients.Length, nameof(outputGradients));
                }

                global::RnnGen.BatchChecks.States(Description, _w.Rows, finalStateGradients.Length, nameof(finalStateGradients));
                global::RnnGen.BatchChecks.States(Description, _w.Rows, initialStateGradients.Length, nameof(initialStateGradients));
                if (!inputGradients.IsEmpty)
                {
                    long count = (long)_w.Rows * _w.Steps * InputSize;
                    global::RnnGen.BatchChecks.Count(inputGradients.Length, count, "input gradients", "the shape of the inputs", nameof(inputGradients));
                }

                global::RnnGen.BatchChecks.NoOverlap(inputGradients, initialStateGradients, nameof(inputGradients), nameof(initialStateGradients));
                _w.WantsInputGradients = !inputGradients.IsEmpty;
                _w.WantsStateGradients = !initialStateGradients.IsEmpty;
                _w.ShapeGradients(_parts);
                _w.SetOutputGradients(outputGradients, _layout);
                _w.SetFinalStateGradients(finalStateGradients);
                Backpropagate();
                if (!inputGradients.IsEmpty)
                {
                    _w.CopyInputGradients(inputGradients, _layout);
                }

                if (!initialStateGradients.IsEmpty)
                {
                    _w.CopyInitialStateGradients(initialStateGradients);
                }
            }

            """);
        if (plan.Loss is SoftmaxPlan)
        {
            w.Lines($$"""
                private float LossAndGradients()
                {
                    {{Names.WorkerTeam}}.Run(this, ForwardPhase, _parts);
                    {{Names.WorkerTeam}}.Run(this, LossPhase, _parts);
                    _w.SetFinalStateGradients(default);
                    Backpropagate();
                    double sum = 0;
                    for (int row = 0; row < _w.Rows; row++)
                    {
                        sum += _w.LossTerms[0, row];
                    }

                    return (float)(sum / _w.Rows);
                }

                """);
        }

        w.Lines($$"""
            private static Workspace NewWorkspace()
            {
                Workspace w = new() { Weights = new(), VectorBits = {{Names.SimdSupport}}.VectorBits };
                w.Weights.AllocateTransposed();
                return w;
            }

            /// <summary>Packs the parameters when they have changed, and takes the batch.</summary>
            private void Begin(scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} initialStates)
            {
                _forwardVersion = -1;
                _layout = batch.Layout;
                int bits = {{Names.SimdSupport}}.VectorBits;
                if (_w.VectorBits != bits)
                {
                    // Panels and padding of another width would be left behind in the buffers.
                    _w = NewWorkspace();
                }

                _w.WantsInputGradients = false;
                _w.WantsStateGradients = false;
                _w.Begin(batch, 0, batch.BatchSize, initialStates, history: true);
                long work = batch.BatchSize * (((long)_w.MaxLength * MultiplyAddsPerStep) + MultiplyAddsPerSequence);
                _parts = {{Names.Partition}}.Parts(_threads, batch.BatchSize, work);
                _w.ShapeGradients(_parts);

                // Within an edit the version stands still while values change.
                long version = _model.Parameters.Version;
                if (_w.Weights.Version != version || (version & 1) != 0)
                {
                    _w.Weights.Version = -1;
                    {{Names.WorkerTeam}}.Run(this, PackPhase, _parts);
                    global::System.Threading.Interlocked.MemoryBarrier();
                    if (_model.Parameters.Version != version)
                    {
                        throw new global::System.InvalidOperationException("The parameters changed while a pass began.");
                    }

                    _w.Weights.Version = version;
                }
            }

            /// <summary>From the top layer down: its steps last to first, rows shared; then its weight gradients, columns shared.</summary>
            private void Backpropagate()
            {
            """);
        w.Shift(1);
        foreach (PhasePlan phase in plan.Phases.Where(phase => phase.Kind is not (PhaseKind.Pack or PhaseKind.Forward or PhaseKind.Loss)))
        {
            w.Line($"{Names.WorkerTeam}.Run(this, {phase.Name}Phase, _parts);");
        }

        w.Shift(-1);
        w.Line("}");
        w.Line();
    }

    private static void Run(CodeWriter w, ModelPlan plan)
    {
        using (w.Block($"void {Names.PartitionedWork}.Run(int phase, int part, int parts)"))
        {
            WorkspaceEmitter.DispatchWidth(w, "_w.VectorBits", vector => $"Run<{vector}>(phase, part, parts);");
        }

        w.Line();
        using (w.Block($"private void Run<V>(int phase, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Line($"{Names.Partition}.Rows(_w.Rows, part, parts, out int first, out int rows);");
            using (w.Block("switch (phase)"))
            {
                foreach (PhasePlan phase in plan.Phases)
                {
                    w.Line($"case {phase.Name}Phase:");
                    w.Shift(1);
                    Phase(w, plan, phase);
                    w.Line("break;");
                    w.Shift(-1);
                }
            }
        }
    }

    private static void Phase(CodeWriter w, ModelPlan plan, PhasePlan phase)
    {
        switch (phase.Kind)
        {
            case PhaseKind.Pack:
                w.Line("_w.Weights.Pack(_model.Parameters.Values, V.Width, part, parts);");
                w.Line("_w.Weights.PackTransposed(_model.Parameters.Values, V.Width, part, parts);");
                break;
            case PhaseKind.Forward:
                w.Line("Schedule.Forward<V, global::RnnGen.Numerics.HistoryPass>(_w, first, rows);");
                break;
            case PhaseKind.Loss:
                w.Line($"Stages.{plan.Loss!.Method}<V>(_w, first, rows);");
                break;
            case PhaseKind.Head:
                w.Line("Schedule.HeadBackward<V>(_w, first, rows);");
                break;
            case PhaseKind.HeadWeights:
                foreach (StagePlan.Matrix dense in plan.Dense)
                {
                    w.Line($"Stages.{dense.Method}Weights<V>(_w, part, parts);");
                }

                break;
            case PhaseKind.Layer:
                w.Line($"Schedule.{phase.Layer!.Name}Backward<V>(_w, first, rows);");
                break;
            case PhaseKind.LayerWeights:
                foreach (StagePlan.Matrix stage in phase.Layer!.Stages.OfType<StagePlan.Matrix>())
                {
                    w.Line($"Stages.{stage.Method}Weights<V>(_w, part, parts);");
                }

                break;
        }
    }
}
