using System.Linq;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

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

    private static bool TakesLogits(HeadPlan head) =>
        head.Loss?.Spec.Kind is LossKind.SoftmaxCrossEntropy or LossKind.BinaryCrossEntropy;

    /// <summary>The check of a head's outputs, or of their gradients.</summary>
    public static string OutputCheck(HeadPlan head, int index, string noun, string rows = "batch.BatchSize", string steps = "batch.Steps")
    {
        string name = OutputNames.Of(head, noun);
        return $"global::RnnGen.BatchChecks.Outputs(Description{(head.Name is null ? "" : $".Heads[{index}]")}, {rows}, {steps}, {name}.Length, \"{name}\");";
    }

    /// <summary>The check that two spans share no memory.</summary>
    public static string NoOverlap(string first, string second, string? name = null) =>
        $"global::RnnGen.BatchChecks.NoOverlap({first}, {second}, {name ?? $"\"{first}\""}, \"{second}\");";

    /// <summary>Lines in a body, each behind its margin.</summary>
    public static string Lines(System.Collections.Generic.IEnumerable<string> lines, string margin = "    ") =>
        string.Join("\n", lines.Select(line => line.Length == 0 ? "" : margin + line));

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string outputs = string.Join("\n", plan.Heads.Select(head => $"/// <param name=\"{OutputNames.Of(head, "outputs")}\">{About(plan, head)}</param>"));
        int floatsPerStep = plan.Buffers.Where(buffer => buffer.Role is BufferRole.Input or BufferRole.OutputState or BufferRole.Output).Sum(buffer => buffer.Stride);
        string embed = plan.Embedding is null ? "" : "\n                w.Embed(batch, first, Parameters, weights.Version);";
        w.Lines($$"""
            /// <summary>Runs the network over a batch. Safe from any number of threads; a row's result does not depend on the others.</summary>
            /// <param name="batch">{{InputEmitter.Inputs(plan, plan.Spec.Steps is null ? "steps" : "Steps")}}</param>
            {{outputs}}
            /// <param name="initialStates">States before the first step, [batch]; empty for {{InitialStateEmitter.Start(plan)}}.</param>
            /// <param name="finalStates">Receives the states after each row's last valid step, [batch]; empty when not wanted.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length than the sizes say, or a length is outside 0..steps.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            {{InputEmitter.Exception(plan)}}{{Names.NotCompliant}}
            public void Predict(
                scoped in {{InputEmitter.Batch(plan)}} batch,
                {{OutputNames.Parameters(plan.Heads, Names.Span, "outputs")}},
                global::System.ReadOnlySpan<State> initialStates = default,
                global::System.Span<State> finalStates = default) =>
                PredictFlat(
                    {{InputEmitter.Argument(plan)}},
                    {{OutputNames.Arguments(plan.Heads, "outputs")}},
                    {{Names.MemoryMarshal}}.Cast<State, float>(initialStates),
                    {{Names.MemoryMarshal}}.Cast<State, float>(finalStates));

            void {{InputEmitter.Model(plan)}}.Predict(
                scoped in {{InputEmitter.Batch(plan)}} batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates){{InterfaceBody(plan)}}

            """);
        if (!plan.HasNamedHeads && plan.Head.Loss is { Spec.Kind: LossKind.SoftmaxCrossEntropy })
        {
            w.Lines($$"""
                /// <summary>Turns logits into class probabilities, [batch, {{plan.OutputSize}}]: softmax of each row.</summary>
                /// <exception cref="global::System.ArgumentException">The lengths differ or are no multiple of {{plan.OutputSize}}.</exception>
                public static void Probabilities({{Names.ReadOnlySpan}} logits, {{Names.Span}} probabilities) =>
                    global::RnnGen.Numerics.Softmax.Rows(logits, OutputSize, probabilities);

                """);
        }

        if (!plan.HasNamedHeads && plan.Head.Loss is { Spec.Kind: LossKind.BinaryCrossEntropy })
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
            {{Names.NotCompliant}}
            public global::RnnGen.ModelTrace Trace(scoped in {{InputEmitter.Batch(plan)}} batch, global::System.ReadOnlySpan<State> initialStates = default) =>
                TraceFlat({{InputEmitter.Argument(plan)}}, {{Names.MemoryMarshal}}.Cast<State, float>(initialStates));

            global::RnnGen.ModelTrace {{InputEmitter.Model(plan)}}.Trace(scoped in {{InputEmitter.Batch(plan)}} batch, {{Names.ReadOnlySpan}} initialStates) =>
                TraceFlat({{InputEmitter.Argument(plan)}}, initialStates);

            private void PredictFlat(
                scoped in global::RnnGen.SequenceBatch given,
                {{OutputNames.Parameters(plan.Heads, Names.Span, "outputs")}},
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates)
            {
                Workspace w = _workspaces.Rent();
                try
                {
                    global::RnnGen.SequenceBatch batch = CheckBatch(w, given, initialStates);
            {{Lines(plan.Heads.Select((head, index) => OutputCheck(head, index, "outputs")), "        ")}}
                    global::RnnGen.BatchChecks.States(Description, batch.BatchSize, finalStates.Length, "finalStates");
            {{Lines(plan.Heads.Select(head => NoOverlap("batch.Values", OutputNames.Of(head, "outputs"), "\"inputs\"")), "        ")}}
                    global::RnnGen.BatchChecks.NoOverlap(batch.Values, finalStates, "inputs", "finalStates");
            {{Lines(plan.Heads.Select(head => NoOverlap("initialStates", OutputNames.Of(head, "outputs"))), "        ")}}
            {{Lines(plan.Heads.Select(head => NoOverlap(OutputNames.Of(head, "outputs"), "finalStates"))
                .Concat(OutputNames.Pairs(plan.Heads).Select(pair => NoOverlap(OutputNames.Of(pair.First, "outputs"), OutputNames.Of(pair.Second, "outputs")))), "        ")}}
                    global::RnnGen.BatchChecks.NoShiftedOverlap(initialStates, finalStates, "initialStates", "finalStates");
                    Weights weights = _weights.Current(Parameters);
            {{(plan.Row is null ? "" : RowWeights)}}
                    w.Weights = weights;
                    w.VectorBits = weights.ForBits;
            {{(plan.Row is null ? "" : "        w.RowWeights = rowWeights;")}}

                    // Rows in groups, so that the scratch of long sequences stays small; none where nothing of them is wanted.
                    int group = {{Names.Partition}}.RowsAtOnce(batch.BatchSize, batch.Steps, {{floatsPerStep}});
                    int end = {{string.Join(" && ", plan.Heads.Select(head => $"{OutputNames.Of(head, "outputs")}.IsEmpty"))}} && finalStates.IsEmpty ? 0 : batch.BatchSize;
                    for (int first = 0, rows; first < end; first += rows)
                    {
                        rows = {{Names.Math}}.Min(group, end - first);
                        w.Begin(batch, first, rows, initialStates, history: false);{{embed}}
                        long work = rows * (((long)w.MaxLength * MultiplyAddsPerStep) + MultiplyAddsPerSequence);
                        {{Names.WorkerTeam}}.Run(w, 0, {{Names.Partition}}.Parts(Threads, rows, work));
            {{Lines(plan.Heads.Select(head => $"w.Copy{head.Stem}Outputs({OutputNames.Of(head, "outputs")}, batch.BatchSize, batch.Layout, first);"), "            ")}}
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

            private global::RnnGen.ModelTrace TraceFlat(scoped in global::RnnGen.SequenceBatch given, {{Names.ReadOnlySpan}} initialStates)
            {
                Workspace w = new();
                global::RnnGen.SequenceBatch batch = CheckBatch(w, given, initialStates);
                Weights weights = _weights.Current(Parameters);
                w.Weights = weights;
                w.VectorBits = weights.ForBits;
                w.Begin(batch, 0, batch.BatchSize, initialStates, history: true);
            """);
        using (new ModelEmitter.Indent(w))
        {
            EmbeddingEmitter.EmitCall(w, plan, "w", "0", "Parameters", "weights.Version");
            WorkspaceEmitter.DispatchWidth(w, "w.VectorBits", vector => $"Schedule.Forward<{vector}, global::RnnGen.Numerics.HistoryPass>(w, 0, w.Rows);");
            w.Line();
            w.Line("return w.Trace();");
        }

        w.Lines($$"""
            }

            /// <summary>Checks a batch, with copies of what decides addresses in place of the caller's.</summary>
            private static global::RnnGen.SequenceBatch CheckBatch(Workspace w, scoped in global::RnnGen.SequenceBatch given, scoped {{Names.ReadOnlySpan}} initialStates)
            {
                global::RnnGen.SequenceBatch batch = w.Take(Description, given);
                global::RnnGen.BatchChecks.States(Description, batch.BatchSize, initialStates.Length, "initialStates");
                return batch;
            }

            """);
    }

    private static string About(ModelPlan plan, HeadPlan head)
    {
        string of = head.Name is null ? "" : $" of head {head.Name}";
        return !head.IsEveryStep
            ? $"Receives the {(TakesLogits(head) ? "logits" : "outputs")}{of}, [batch, {head.Output.Units}]."
            : $"Receives every step's {(TakesLogits(head) ? "logits" : "output")}{of}, [batch, steps, {head.Output.Units}] in the batch's layout; zero past a row's length.";
    }

    /// <summary>Through the interface the outputs of all heads are one span.</summary>
    private static string InterfaceBody(ModelPlan plan) => !plan.HasNamedHeads
        ? $" =>\n    PredictFlat({InputEmitter.Argument(plan)}, outputs, initialStates, finalStates);"
        : $$"""

            {
                global::RnnGen.BatchChecks.Sizes(Description, {{InputEmitter.Argument(plan)}});
                global::RnnGen.BatchChecks.Outputs(Description, batch.BatchSize, batch.Steps, outputs.Length, "outputs");
                PredictFlat({{InputEmitter.Argument(plan)}}, {{OutputNames.Slices(plan, "outputs", "batch.BatchSize", "batch.Steps")}}, initialStates, finalStates);
            }
            """;
}
