using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>Prediction and the trace as the user calls them.</summary>
internal static class PredictEmitter
{
    /// <summary>The check that two spans share no memory.</summary>
    public static string NoOverlap(string first, string second) =>
        $"{Names.BatchChecks}.NoOverlap({first}, {second}, \"{first}\", \"{second}\");";

    /// <summary>Lines in a body, each behind its margin.</summary>
    public static string Lines(IEnumerable<string> lines, string margin = "    ") =>
        string.Join("\n", lines.Select(line => line.Length == 0 ? "" : margin + line));

    /// <summary>What is checked of the outputs of named heads: the length of each, then that no two overlap.</summary>
    public static IEnumerable<string> Checks(ModelPlan plan) => plan.Heads
        .Select((head, index) => (Name: OutputNames.Of(head, "outputs"), Index: index))
        .Select(outputs => $"pass.Check({outputs.Index}, {outputs.Name}, \"{outputs.Name}\");")
        .Concat(OutputNames.Pairs(plan.Heads)
            .Select(pair => NoOverlap(OutputNames.Of(pair.First, "outputs"), OutputNames.Of(pair.Second, "outputs"))));

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string outputs = string.Join(
            "\n", plan.Heads.Select(head => $"/// <param name=\"{OutputNames.Of(head, "outputs")}\">{About(head)}</param>"));
        w.Lines($$"""
            /// <summary>
            /// Runs the network over a batch. Safe to call from any number of threads; a row's result does not depend on the other rows.
            /// </summary>
            /// <param name="batch">{{InputEmitter.Inputs(plan, plan.Spec.Steps is null ? "steps" : "Steps")}}</param>
            {{outputs}}
            /// <param name="initialStates">States before the first step, [batch]; empty for {{InitialStateEmitter.Start(plan)}}.</param>
            /// <param name="finalStates">Receives the states after each row's last valid step, [batch]; empty when not wanted.</param>
            /// <exception cref="global::System.ArgumentException">
            /// The length of a span does not match the sizes, or a row's length is outside 0..steps.
            /// </exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            {{InputEmitter.Exception(plan)}}{{Names.NotCompliant}}
            public void Predict(
                scoped in {{InputEmitter.Batch(plan)}} batch,
                {{OutputNames.Parameters(plan.Heads, Names.Span, "outputs")}},
                {{Names.States}} initialStates = default,
                {{Names.StatesOut}} finalStates = default){{Body(plan)}}

            void global::RnnGen.IRnnModel.Predict(
                scoped in global::RnnGen.SequenceBatch batch,
                {{Names.Span}} outputs,
                {{Names.ReadOnlySpan}} initialStates,
                {{Names.Span}} finalStates) =>
                _predictor.Predict(Threads, batch, outputs, initialStates, finalStates);

            """);
        if (!plan.HasNamedHeads && plan.Head.Loss is { Spec.TakesClassLogits: true } loss)
        {
            string about = loss.Spec.IsOfSequences
                ? $"probabilities of labels and the blank, [batch, steps, {plan.OutputSize}]: softmax of each step"
                : $"class probabilities, [batch, {plan.OutputSize}]: softmax of each row";
            w.Lines($$"""
                /// <summary>Turns logits into {{about}}.</summary>
                /// <exception cref="global::System.ArgumentException">
                /// The lengths differ or are not a multiple of {{plan.OutputSize}}.
                /// </exception>
                public static void Probabilities({{Names.ReadOnlySpan}} logits, {{Names.Span}} probabilities) =>
                    global::RnnGen.Numerics.Softmax.Rows(logits, OutputSize, probabilities);

                """);
        }

        if (!plan.HasNamedHeads && plan.Head.Loss is { Spec.Kind: LossKind.BinaryCrossEntropy })
        {
            string shape = plan.Head.IsEveryStep ? $"[batch, steps, {plan.OutputSize}]" : $"[batch, {plan.OutputSize}]";
            w.Lines($$"""
                /// <summary>Turns logits into probabilities, {{shape}}: the logistic function of each.</summary>
                /// <exception cref="global::System.ArgumentException">The lengths differ.</exception>
                public static void Probabilities({{Names.ReadOnlySpan}} logits, {{Names.Span}} probabilities) =>
                    global::RnnGen.Numerics.Logistic.Of(logits, probabilities);

                """);
        }

        w.Lines($$"""
            /// <summary>Runs the network over a batch and keeps every intermediate value of every step for reading.</summary>
            {{Names.NotCompliant}}
            public global::RnnGen.ModelTrace Trace(
                scoped in {{InputEmitter.Batch(plan)}} batch, {{Names.States}} initialStates = default) =>
                _predictor.Trace({{InputEmitter.Argument(plan)}}, FlatStates(initialStates));

            global::RnnGen.ModelTrace global::RnnGen.IRnnModel.Trace(
                scoped in global::RnnGen.SequenceBatch batch, {{Names.ReadOnlySpan}} initialStates) =>
                _predictor.Trace(batch, initialStates);

            private static {{Names.ReadOnlySpan}} FlatStates({{Names.States}} states) => {{Names.MemoryMarshal}}.Cast<State, float>(states);

            private static {{Names.Span}} FlatStates({{Names.StatesOut}} states) => {{Names.MemoryMarshal}}.Cast<State, float>(states);

            """);
    }

    private static string About(HeadPlan head)
    {
        string of = head.Name is null ? "" : $" of head {head.Name}";
        bool isLogits = head.Loss is { Spec: { TakesClassLogits: true } or { Kind: LossKind.BinaryCrossEntropy } };
        return !head.IsEveryStep
            ? $"Receives the {(isLogits ? "logits" : "outputs")}{of}, [batch, {head.Output.Units}]."
            : $"Receives every step's {(isLogits ? "logits" : "output")}{of}, [batch, steps, {head.Output.Units}] in the batch's layout; "
                + "zero past a row's length.";
    }

    /// <summary>Outputs of named heads are checked and given head by head: each has a span of its own.</summary>
    private static string Body(ModelPlan plan) => !plan.HasNamedHeads
        ? $" =>\n    _predictor.Predict(Threads, {InputEmitter.Argument(plan)}, outputs, FlatStates(initialStates), "
            + "FlatStates(finalStates));"
        : $$"""

            {
                using {{Names.Generated}}.Prediction pass = _predictor.Begin(
                    Threads, {{InputEmitter.Argument(plan)}}, FlatStates(initialStates), FlatStates(finalStates));
            {{Lines(Checks(plan))}}
                while (pass.MoveNext())
                {
            {{Lines(plan.Heads.Select((head, index) => $"pass.Copy({index}, {OutputNames.Of(head, "outputs")});"), "        ")}}
                }
            }
            """;
}
