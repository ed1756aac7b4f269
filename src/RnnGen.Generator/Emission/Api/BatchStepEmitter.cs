using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>One step of many sequences as the user calls it: of some, by their row numbers, or of all.</summary>
internal static class BatchStepEmitter
{
    private const string Rows = "global::System.ReadOnlySpan<int> rows, ";
    private const string Batch = "global::RnnGen.SequenceBatch";

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        if (plan.Obstacle is not null)
        {
            return;
        }

        foreach (string rows in new[] { Rows, "" })
        {
            About(w, plan, rows.Length > 0);
            w.Line($"public void StepBatch({Inputs(plan)}{Names.StatesOut} states, {rows}{Outputs(plan)}) =>");
            w.Line($"    {Call(plan, rows.Length > 0)};");
            w.Line();
        }

        w.Lines($"{Interface}\n    _predictor.StepBatch(Threads, batch, states, rows, outputs);");
        w.Line();
        if (HasPass(plan))
        {
            Pass(w, plan);
        }
    }

    /// <summary>Public members that do not compile where they are called.</summary>
    /// <param name="w">Receives them.</param>
    /// <param name="plan">The network.</param>
    /// <param name="inputs">The inputs as parameters.</param>
    /// <param name="text">Why.</param>
    /// <param name="exception">What an exception says.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    public static void Refuse(CodeWriter w, ModelPlan plan, string inputs, string text, string exception, DiagnosticDescriptor diagnostic)
    {
        string outputs = string.Join(", ", plan.Heads.Select(head => $"{Names.Span} {OutputNames.Of(head, "outputs")}"));
        foreach (string rows in new[] { Rows, "" })
        {
            w.Lines($$"""
                /// <summary>{{text}}</summary>
                /// <exception cref="global::System.NotSupportedException">Always.</exception>
                {{Names.Refused(diagnostic, text)}}
                public void StepBatch({{inputs}}, {{Names.StatesOut}} states, {{rows}}{{outputs}}) =>
                    throw new global::System.NotSupportedException($"{{exception}}");

                """);
        }
    }

    /// <summary>What a network says that needs all steps before it has an output.</summary>
    public static void NoStep(CodeWriter w, ModelPlan plan, string text, string exception)
    {
        string inputs = plan.Embedding is null ? $"{Names.ReadOnlySpan} inputs" : "global::System.ReadOnlySpan<int> tokens";
        Refuse(w, plan, inputs, text, exception, Descriptors.CannotStream);
        w.Lines($"{Interface}\n    throw new global::System.NotSupportedException($\"{exception}\");");
        w.Line();
    }

    private static string Interface =>
        $"void global::RnnGen.IRnnModel.StepBatch(\n    scoped in {Batch} batch, {Names.Span} states, {Rows}{Names.Span} outputs) =>";

    private static void About(CodeWriter w, ModelPlan plan, bool some)
    {
        string which = some ? "rows that step" : "states";
        string states = some ? "The states of all sequences; those of the rows that step are" : "The states of all sequences, each";
        w.Lines($$"""
            /// <summary>
            /// Runs one time step of {{(some ? "some of many" : "many")}} sequences, each with a state of its own, and gives what
            /// {{InputEmitter.See(plan, "Predict")}} gives of one step, to the bit, however many step. Allocates nothing once it has run
            /// with as many; safe from any number of threads, each with states of its own.
            /// </summary>
            {{string.Join("\n", AboutInputs(plan, which))}}
            /// <param name="states">{{states}} replaced by {{(some ? "those" : "that")}} after this step.</param>
            """);
        if (some)
        {
            w.Line("/// <param name=\"rows\">Which of the states step, as the inputs stand: numbers in any order, none twice.</param>");
        }

        foreach (HeadPlan head in plan.Streaming)
        {
            string of = head.Name is null ? "" : $" of head {head.Name}";
            w.Line(
                $"/// <param name=\"{OutputNames.Of(head, "outputs")}\">Receives the outputs{of} of this step, [{which}, "
                + $"<see cref=\"{OutputNames.Size(head)}\"/>].</param>");
        }

        w.Lines($$"""
            /// <exception cref="global::System.ArgumentException">
            /// A span has the wrong length{{(some ? ", a row stands there twice" : "")}}, or spans share memory; no state has changed.
            /// </exception>
            """);
        if (some || plan.Embedding is not null)
        {
            string what = (some, plan.Embedding is not null) switch
            {
                (true, true) => "A row is none of the states, or a token is not in the vocabulary",
                (true, false) => "A row is none of the states",
                _ => "A token is not in the vocabulary",
            };
            w.Line($"/// <exception cref=\"global::System.ArgumentOutOfRangeException\">{what}; no state has changed.</exception>");
        }

        w.Line("/// <exception cref=\"global::System.InvalidOperationException\">The parameters are being edited or trained.</exception>");
    }

    private static IEnumerable<string> AboutInputs(ModelPlan plan, string which)
    {
        string tokens = $"/// <param name=\"tokens\">A token of each, [{which}], 0 to <see cref=\"Vocabulary\"/> - 1.</param>";
        return plan.Spec.Inputs.Count == 0
            ? [plan.Embedding is null ? $"/// <param name=\"inputs\">Their frames, [{which}, <see cref=\"InputSize\"/>].</param>" : tokens]
            : InputNames.EveryStep(plan).Select(input => About(input, which, "of this step"))
                .Concat(plan.Embedding is null ? [] : [tokens])
                .Concat(InputNames.PerSequence(plan).Select(input => About(input, which, "of the sequences")));
    }

    private static string About(InputSpec input, string which, string of) =>
        $"/// <param name=\"{NameOf(input)}\">The input {input.Name} {of}, [{which}, {Names.Number(input.Size)}].</param>";

    private static string NameOf(InputSpec input) => InputNames.Of(input) + "s";

    private static IEnumerable<(string Type, string Name)> InputList(ModelPlan plan)
    {
        IEnumerable<(string Type, string Name)> tokens = plan.Embedding is null ? [] : [("global::System.ReadOnlySpan<int>", "tokens")];
        return plan.Spec.Inputs.Count == 0
            ? plan.Embedding is null ? [(Names.ReadOnlySpan, "inputs")] : tokens
            : InputNames.EveryStep(plan).Select(input => (Names.ReadOnlySpan, NameOf(input)))
                .Concat(tokens)
                .Concat(InputNames.PerSequence(plan).Select(input => (Names.ReadOnlySpan, NameOf(input))));
    }

    private static string Inputs(ModelPlan plan) => string.Concat(InputList(plan).Select(input => $"{input.Type} {input.Name}, "));

    private static string Outputs(ModelPlan plan) =>
        string.Join(", ", plan.Streaming.Select(head => $"{Names.Span} {OutputNames.Of(head, "outputs")}"));

    /// <summary>Whether inputs or outputs have names: they are given one by one, since no list can hold spans.</summary>
    private static bool HasPass(ModelPlan plan) => plan.HasNamedHeads || plan.Spec.Inputs.Count > 0;

    private static string Call(ModelPlan plan, bool some)
    {
        string count = some ? "rows.Length" : "states.Length", rows = some ? "rows" : "default";
        return HasPass(plan)
            ? $"StepRows({string.Concat(InputList(plan).Select(input => $"{input.Name}, "))}states, {rows}, {count}, "
                + $"{OutputNames.Arguments(plan.Streaming, "outputs")})"
            : $"_predictor.StepBatch(Threads, {BatchOf(plan, count)}, FlatStates(states), {rows}, outputs)";
    }

    private static string BatchOf(ModelPlan plan, string count) => plan.Embedding is null
        ? $"new {Batch}(inputs, {count}, 1)"
        : $"new global::RnnGen.TokenBatch(tokens, {count}, 1)";

    private static void Pass(CodeWriter w, ModelPlan plan)
    {
        using (w.Block($"private void StepRows({Inputs(plan)}{Names.StatesOut} states, {Rows}int count, {Outputs(plan)})"))
        {
            string begin = plan.Spec.Inputs.Count == 0
                ? $"{BatchOf(plan, "count")}, FlatStates(states), rows"
                : $"{(plan.Embedding is null ? "default" : "tokens")}, FlatStates(states), rows, count";
            w.Line($"using {Names.Generated}.BatchStep pass = _predictor.BeginStep(Threads, {begin});");
            int first = plan.Embedding is null ? 0 : 1;
            for (int index = 0; index < plan.Spec.Inputs.Count; index++)
            {
                string name = NameOf(plan.Spec.Inputs[index]);
                w.Line($"pass.Join({Names.Number(index + first)}, {name}, \"{name}\");");
            }

            (HeadPlan Head, int Index)[] heads = [.. plan.Heads.Select((head, index) => (head, index)).Where(pair => pair.head.Streams)];
            foreach ((HeadPlan head, int index) in heads)
            {
                string name = OutputNames.Of(head, "outputs");
                w.Line($"pass.Check({Names.Number(index)}, {name}, \"{name}\");");
            }

            foreach ((HeadPlan one, HeadPlan other) in OutputNames.Pairs(plan.Streaming))
            {
                w.Line(PredictEmitter.NoOverlap(OutputNames.Of(one, "outputs"), OutputNames.Of(other, "outputs")));
            }

            using (w.Block("while (pass.MoveNext())"))
            {
                foreach ((HeadPlan head, int index) in heads)
                {
                    w.Line($"pass.Copy({Names.Number(index)}, {OutputNames.Of(head, "outputs")});");
                }
            }
        }

        w.Line();
    }
}
