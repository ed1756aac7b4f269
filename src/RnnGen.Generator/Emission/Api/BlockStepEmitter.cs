using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>Streaming by blocks: many steps of one sequence in a call, with the checks, the weights and the width looked at once.</summary>
internal static class BlockStepEmitter
{
    /// <summary>Whether a block needs more than the caller's spans and the stack.</summary>
    public static bool NeedsMemory(ModelPlan plan) => !plan.Row!.IsOnStack || Gathers(plan) || MayBeInPlace(plan);

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        string first = NeedsMemory(plan) ? " after the first call" : "";
        string range = plan.Embedding is null
            ? "The number of steps is negative."
            : "A token is not in the vocabulary; nothing has been computed.";
        w.Lines($$"""
            /// <summary>
            /// Runs a block of time steps of one sequence: what a loop around the single <c>Step</c> gives, to the bit. Allocates
            /// nothing{{first}}; safe to call from any number of threads, each with its own state.
            /// </summary>
            /// <remarks>All steps are computed with the parameters that were there at the first.</remarks>
            {{About(plan)}}
            /// <param name="state">{{InitialStateEmitter.About(plan).Replace("this one", "the last one")}}</param>
            {{AboutOutputs(plan)}}
            /// <exception cref="global::System.ArgumentOutOfRangeException">
            /// {{range}}
            /// </exception>
            /// <exception cref="global::System.ArgumentException">A span has the wrong length, or spans overlap in memory.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public void Step({{Parameters(plan)}}, ref State state, {{Outputs(plan)}})
            """);
        string state = $"FlatStates({Names.MemoryMarshal}.CreateSpan(ref state, 1))", outputs = OutputArguments(plan);
        if (plan.Spec.Inputs.Count == 0)
        {
            string inputs = plan.Embedding is null ? "inputs, steps" : "tokens";
            using (w.Block())
            {
                w.Line($"StepFlat({inputs}, {state}, {outputs});");
            }
        }
        else
        {
            using (w.Block())
            {
                Named(w, plan, state, outputs);
            }
        }

        w.Line();
        Interface(w, plan);
        BlockBodyEmitter.Emit(w, plan);
    }

    /// <summary>The inputs as parameters of the public member.</summary>
    public static string Parameters(ModelPlan plan)
    {
        if (plan.Spec.Inputs.Count == 0)
        {
            return Plain(plan);
        }

        return string.Join(
            ", ",
            InputNames.EveryStep(plan).Select(Span)
                .Concat(plan.Embedding is null ? [] : [Tokens])
                .Concat(InputNames.PerSequence(plan).Select(Span))
                .Concat(plan.Embedding is null ? ["int steps"] : []));
    }

    /// <summary>The same of a model whose inputs have no names, or whose blocks are refused.</summary>
    public static string Plain(ModelPlan plan) => plan.Embedding is null ? $"{Names.ReadOnlySpan} inputs, int steps" : Tokens;

    /// <summary>The member of the interface.</summary>
    public static string InterfaceMember =>
        $"void global::RnnGen.IRnnModel.Step(\n    {Names.ReadOnlySpan} inputs, {Tokens}, {Names.ReadOnlySpan} sequenceInput, int steps,\n"
        + $"    {Names.Span} state, {Names.Span} outputs)";

    public static string Tokens => "global::System.ReadOnlySpan<int> tokens";

    public static string Span(InputSpec input) => $"{Names.ReadOnlySpan} {InputNames.Of(input)}";

    /// <summary>Whether frames are put together: of rows of a table, of inputs with names.</summary>
    public static bool Gathers(ModelPlan plan) => plan.Embedding is not null || plan.Spec.Inputs.Count > 0;

    /// <summary>Whether inputs may lie where outputs do.</summary>
    public static bool MayBeInPlace(ModelPlan plan) =>
        !Gathers(plan) && plan.Streaming.Any(head => head.Output.Units == plan.Spec.InputSize);

    public static string Outputs(ModelPlan plan) =>
        string.Join(", ", plan.Streaming.Select(head => $"{Names.Span} {OutputNames.Of(head, "outputs")}"));

    private static string OutputArguments(ModelPlan plan) => OutputNames.Arguments(plan.Streaming, "outputs");

    private static string About(ModelPlan plan)
    {
        const string Steps = "/// <param name=\"steps\">Number of steps; with 0 nothing happens.</param>";
        const string OfTokens = "/// <param name=\"tokens\">The tokens, [steps], each 0 to <see cref=\"Vocabulary\"/> - 1.</param>";
        if (plan.Spec.Inputs.Count == 0)
        {
            return plan.Embedding is not null
                ? OfTokens
                : $"/// <param name=\"inputs\">The frames, [steps, <see cref=\"InputSize\"/>].</param>\n{Steps}";
        }

        return string.Join(
            "\n",
            InputNames.EveryStep(plan).Select(input => Of(input, "of the steps, [steps, "))
                .Concat(plan.Embedding is null ? [] : [OfTokens])
                .Concat(InputNames.PerSequence(plan).Select(input => Of(input, "of the sequence, [")))
                .Concat(plan.Embedding is null ? [Steps] : []));

        static string Of(InputSpec input, string shape) =>
            $"/// <param name=\"{InputNames.Of(input)}\">The input {input.Name} {shape}{Names.Number(input.Size)}].</param>";
    }

    private static string AboutOutputs(ModelPlan plan) => string.Join("\n", plan.Streaming.Select(head =>
    {
        InputSpec[] equal = [.. InputNames.EveryStep(plan).Where(input => input.Size == head.Output.Units)];
        string inPlace = (MayBeInPlace(plan) && head.Output.Units == plan.Spec.InputSize) || equal.Length > 0
            ? "; may be the same memory as "
                + (equal.Length > 0 ? string.Join(" or ", equal.Select(input => $"those of {input.Name}")) : "the inputs")
            : "";
        string of = head.Name is null ? "" : $" of head {head.Name}";
        string size = $"<see cref=\"{OutputNames.Size(head)}\"/>", name = OutputNames.Of(head, "outputs");
        return $"/// <param name=\"{name}\">Receives the outputs{of}, [steps, {size}]{inPlace}.</param>";
    }));

    /// <summary>Checks of inputs that have a span each, before they are taken with their distances from step to step.</summary>
    private static void Named(CodeWriter w, ModelPlan plan, string state, string outputs)
    {
        w.Line(plan.Embedding is null ? $"{Names.BatchChecks}.BlockSteps(steps);" : "int steps = tokens.Length;");
        foreach (InputSpec input in InputNames.EveryStep(plan))
        {
            string name = InputNames.Of(input), size = Names.Number(input.Size);
            w.Line($"{Names.BatchChecks}.BlockCount({name}.Length, steps, {size}, \"{name}\", \"features\", \"{name}\");");
        }

        foreach (InputSpec input in InputNames.PerSequence(plan))
        {
            string name = InputNames.Of(input), size = Names.Number(input.Size);
            w.Line($"{Names.BatchChecks}.Count({name}.Length, {size}, \"{name}\", \"one row\", \"{name}\");");
        }

        w.Line($"{Names.Span} flat = {state};");
        foreach (InputSpec input in InputNames.EveryStep(plan))
        {
            InPlace(w, plan, InputNames.Of(input), Names.Number(input.Size), "flat");
        }

        w.Line($"StepFlat({Arguments(plan, input => (InputNames.Of(input), input.Size), InputNames.Of)}, flat, {outputs});");
    }

    /// <summary>Refuses inputs that share memory with what the steps write, unless they lie just where outputs do.</summary>
    public static void InPlace(CodeWriter w, ModelPlan plan, string inputs, string size, string state)
    {
        w.Line($"{Names.BatchChecks}.NoOverlap({inputs}, {state}, \"{inputs}\", \"state\");");
        bool decides = MayBeInPlace(plan) && plan.Row!.IsOnStack;
        foreach (HeadPlan head in plan.Streaming)
        {
            string outputs = OutputNames.Of(head, "outputs");
            w.Line(
                $"{(decides ? $"bool {InPlaceName(head)} = " : "")}{Names.BatchChecks}.BlockInPlace({inputs}, {size}, {outputs}, "
                + $"{OutputNames.Size(head)}, \"{inputs}\", \"{outputs}\");");
        }
    }

    public static string InPlaceName(HeadPlan head) => OutputNames.Of(head, "isInPlace");

    /// <summary>Inputs with names, each with its floats from step to step, then what is there once.</summary>
    private static string Arguments(ModelPlan plan, Func<InputSpec, (string Name, int Stride)> step, Func<InputSpec, string> sequence) =>
        string.Join(
            ", ",
            InputNames.EveryStep(plan).Select(step).Select(input => $"{input.Name}, {Names.Number(input.Stride)}")
                .Concat(plan.Embedding is null ? [] : ["tokens"])
                .Concat(InputNames.PerSequence(plan).Select(sequence))
                .Concat(["steps"]));

    /// <summary>The member of the interface takes all inputs of a kind in one span; the outputs are one head after the other.</summary>
    private static void Interface(CodeWriter w, ModelPlan plan)
    {
        int start = 0;
        List<string> slices = [];
        foreach (HeadPlan head in plan.Streaming)
        {
            int end = start + head.Output.Units;
            slices.Add(plan.HasNamedHeads ? $"outputs[(steps * {Names.Number(start)})..(steps * {Names.Number(end)})]" : "outputs");
            start = end;
        }

        using (w.Block(InterfaceMember))
        {
            w.Line(
                $"{Names.BatchChecks}.Block(\n    Description, inputs.Length, tokens.Length, sequenceInput.Length, steps, state.Length, "
                + "outputs.Length);");
            string outputs = string.Join(", ", slices);
            if (plan.Spec.Inputs.Count == 0)
            {
                w.Line($"StepFlat({(plan.Embedding is null ? "inputs, steps" : "tokens")}, state, {outputs});");
            }
            else
            {
                int all = InputNames.StepSize(plan);
                w.Line($"{Names.BatchChecks}.NoOverlap(inputs, state, \"inputs\", \"state\");");
                string sizes = $"inputs, {Names.Number(all)}, outputs, {Names.Number(start)}";
                w.Line($"{Names.BatchChecks}.BlockInPlace({sizes}, \"inputs\", \"outputs\");");
                string arguments = Arguments(
                    plan,
                    input => (InputNames.Column(plan, input) is int column and > 0 ? $"inputs[{Names.Number(column)}..]" : "inputs", all),
                    input => $"sequenceInput.Slice({Names.Number(InputNames.Column(plan, input))}, {Names.Number(input.Size)})");
                using (w.Block("if (steps > 0)"))
                {
                    w.Line($"StepFlat({arguments}, state, {outputs});");
                }
            }
        }

        w.Line();
    }
}
