using System.Linq;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prediction and the trace as the user calls them.</summary>
internal static class PredictEmitter
{
    private static readonly string RowWeights = $$"""
                RowWeights? rowWeights = batch.BatchSize <= {{RowPlan.MaxRows}} ? _rowWeights.Current(Parameters) : null;
                if (rowWeights is not null && rowWeights.Version != weights.Version)
                {
                    throw new global::System.InvalidOperationException("The parameters changed while a prediction began.");
                }

            """;

    private static bool TakesLogits(ModelPlan plan) =>
        plan.Head.Loss?.Spec.Kind is LossKind.SoftmaxCrossEntropy or LossKind.BinaryCrossEntropy;

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string outputs = !plan.Head.IsEveryStep
            ? $"Receives the {(TakesLogits(plan) ? "logits" : "outputs")}, [batch, {plan.OutputSize}]."
            : $"Receives every step's {(TakesLogits(plan) ? "logits" : "output")}, [batch, steps, {plan.OutputSize}] in the batch's layout; zero past a row's length.";
        int floatsPerStep = plan.Buffers.Where(buffer => buffer.Role is BufferRole.Input or BufferRole.OutputState or BufferRole.Output).Sum(buffer => buffer.Stride);
        w.Lines($$"""
            /// <summary>Runs the network over a batch. Safe from any number of threads; a row's result does not depend on the others.</summary>
            /// <param name="batch">The inputs, [batch, {{(plan.Spec.Steps is null ? "steps" : "Steps")}}, {{plan.Spec.InputSize}}] (or time-major).</param>
            /// <param name="outputs">{{outputs}}</param>
            /// <param name="initialStates">States before the first step, [batch]; empty for zero.</param>
            /// <param name="finalStates">Receives the states after each row's last valid step, [batch]; empty when not wanted.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length than the sizes say, or a length is outside 0..steps.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public void Predict(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                global::System.ReadOnlySpan<State> initialStates = default,
                global::System.Span<State> finalStates = default) =>
                PredictFlat(
                    batch,
                    outputs,
                    {{Names.MemoryMarshal}}.Cast<State, float>(initialStates),
                    {{Names.MemoryMarshal}}.Cast<State, float>(finalStates));

            void global::RnnGen.IRnnModel.Predict(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates) =>
                PredictFlat(batch, outputs, initialStates, finalStates);

            """);
        if (plan.Head.Loss is { Spec.Kind: LossKind.SoftmaxCrossEntropy })
        {
            w.Lines($$"""
                /// <summary>Turns logits into class probabilities, [batch, {{plan.OutputSize}}]: softmax of each row.</summary>
                /// <exception cref="global::System.ArgumentException">The lengths differ or are no multiple of {{plan.OutputSize}}.</exception>
                public static void Probabilities({{Names.ReadOnlySpan}} logits, {{Names.Span}} probabilities) =>
                    global::RnnGen.Numerics.Softmax.Rows(logits, OutputSize, probabilities);

                """);
        }

        if (plan.Head.Loss is { Spec.Kind: LossKind.BinaryCrossEntropy })
        {
            w.Lines($$"""
                /// <summary>Turns logits into probabilities, {{(plan.Head.IsEveryStep ? "[batch, steps, " : "[batch, ")}}{{plan.OutputSize}}]: the logistic function of each.</summary>
                /// <exception cref="global::System.ArgumentException">The lengths differ.</exception>
                public static void Probabilities({{Names.ReadOnlySpan}} logits, {{Names.Span}} probabilities) =>
                    global::RnnGen.Numerics.Logistic.Of(logits, probabilities);

                """);
        }

        w.Lines($$"""
            /// <summary>Runs the network over a batch and keeps every intermediate value of every step for reading.</summary>
            public global::RnnGen.ModelTrace Trace(scoped in global::RnnGen.SequenceBatch batch, global::System.ReadOnlySpan<State> initialStates = default) =>
                TraceFlat(batch, {{Names.MemoryMarshal}}.Cast<State, float>(initialStates));

            global::RnnGen.ModelTrace global::RnnGen.IRnnModel.Trace(scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} initialStates) =>
                TraceFlat(batch, initialStates);

            private void PredictFlat(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates)
            {
                CheckBatch(batch, initialStates);
                global::RnnGen.BatchChecks.Outputs(Description, batch.BatchSize, batch.Steps, outputs.Length, nameof(outputs));
                global::RnnGen.BatchChecks.States(Description, batch.BatchSize, finalStates.Length, nameof(finalStates));
                global::RnnGen.BatchChecks.NoOverlap(batch.Values, outputs, "inputs", nameof(outputs));
                global::RnnGen.BatchChecks.NoOverlap(batch.Values, finalStates, "inputs", nameof(finalStates));
                global::RnnGen.BatchChecks.NoOverlap(initialStates, outputs, nameof(initialStates), nameof(outputs));
                global::RnnGen.BatchChecks.NoOverlap(outputs, finalStates, nameof(outputs), nameof(finalStates));
                global::RnnGen.BatchChecks.NoShiftedOverlap(initialStates, finalStates, nameof(initialStates), nameof(finalStates));
                Weights weights = _weights.Current(Parameters);
            {{(plan.Row is null ? "" : RowWeights)}}
                Workspace w = _workspaces.Rent();
                try
                {
                    w.Weights = weights;
                    w.VectorBits = weights.ForBits;
            {{(plan.Row is null ? "" : "        w.RowWeights = rowWeights;")}}

                    // Rows in groups, so that the scratch of long sequences stays small.
                    int group = {{Names.Partition}}.RowsAtOnce(batch.BatchSize, batch.Steps, {{floatsPerStep}});
                    for (int first = 0, rows; first < batch.BatchSize; first += rows)
                    {
                        rows = {{Names.Math}}.Min(group, batch.BatchSize - first);
                        w.Begin(batch, first, rows, initialStates, history: false);
                        long work = rows * (((long)w.MaxLength * MultiplyAddsPerStep) + MultiplyAddsPerSequence);
                        {{Names.WorkerTeam}}.Run(w, 0, {{Names.Partition}}.Parts(Threads, rows, work));
                        w.CopyOutputs(outputs, batch.BatchSize, batch.Layout, first);
                        if (!finalStates.IsEmpty)
                        {
                            w.CopyFinalStates(finalStates, first);
                        }
                    }
                }
                finally
                {
                    _workspaces.Return(w);
                }
            }

            private global::RnnGen.ModelTrace TraceFlat(scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} initialStates)
            {
                CheckBatch(batch, initialStates);
                Weights weights = _weights.Current(Parameters);
                Workspace w = new() { Weights = weights, VectorBits = weights.ForBits };
                w.Begin(batch, 0, batch.BatchSize, initialStates, history: true);
            """);
        using (new ModelEmitter.Indent(w))
        {
            WorkspaceEmitter.DispatchWidth(w, "w.VectorBits", vector => $"Schedule.Forward<{vector}, global::RnnGen.Numerics.HistoryPass>(w, 0, w.Rows);");
            w.Line();
            w.Line("return w.Trace();");
        }

        w.Lines($$"""
            }

            private static void CheckBatch(scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} initialStates)
            {
                global::RnnGen.BatchChecks.Inputs(Description, batch);
                global::RnnGen.BatchChecks.States(Description, batch.BatchSize, initialStates.Length, nameof(initialStates));
            }

            """);
    }
}
