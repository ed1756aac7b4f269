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
    // Floats of frames that are put together at a time, and the most frames.
    private const int ChunkFloats = 4096, ChunkSteps = 64;

    /// <summary>Whether a block needs more than the caller's spans and the stack.</summary>
    public static bool NeedsMemory(ModelPlan plan) => !plan.Row!.IsOnStack || Gathers(plan) || MayBeInPlace(plan);

    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        w.Lines($$"""
            /// <summary>
            /// Runs a block of time steps of one sequence: what a loop around the single <c>Step</c> gives, to the bit, in less time. Allocates
            /// nothing{{(NeedsMemory(plan) ? " after the first call" : "")}}; safe to call from any number of threads, each with its own state.
            /// </summary>
            /// <remarks>All steps are computed with the parameters that were there at the first.</remarks>
            {{About(plan)}}
            /// <param name="state">{{InitialStateEmitter.About(plan).Replace("this one", "the last one")}}</param>
            {{AboutOutputs(plan)}}
            /// <exception cref="global::System.ArgumentOutOfRangeException">
            /// {{(plan.Embedding is null ? "The number of steps is negative." : "A token is not in the vocabulary; nothing has been computed.")}}
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
        Checked(w, plan);
        Dispatch(w, plan);
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

    private static string Tokens => "global::System.ReadOnlySpan<int> tokens";

    private static string Span(InputSpec input) => $"{Names.ReadOnlySpan} {InputNames.Of(input)}";

    /// <summary>Whether frames are put together: of rows of a table, of inputs with names.</summary>
    private static bool Gathers(ModelPlan plan) => plan.Embedding is not null || plan.Spec.Inputs.Count > 0;

    /// <summary>Whether inputs may lie where outputs do.</summary>
    private static bool MayBeInPlace(ModelPlan plan) =>
        !Gathers(plan) && plan.Streaming.Any(head => head.Output.Units == plan.Spec.InputSize);

    private static int ChunkOf(ModelPlan plan) => Math.Max(1, Math.Min(ChunkSteps, ChunkFloats / plan.Spec.InputSize));

    private static string Outputs(ModelPlan plan) =>
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
        return $"/// <param name=\"{OutputNames.Of(head, "outputs")}\">Receives the outputs{(head.Name is null ? "" : $" of head {head.Name}")}"
            + $", [steps, <see cref=\"{OutputNames.Size(head)}\"/>]{inPlace}.</param>";
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
    private static void InPlace(CodeWriter w, ModelPlan plan, string inputs, string size, string state)
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

    private static string InPlaceName(HeadPlan head) => OutputNames.Of(head, "isInPlace");

    /// <summary>Inputs with names, each with its floats from step to step, then what is there once.</summary>
    private static string Arguments(ModelPlan plan, Func<InputSpec, (string Name, int Stride)> step, Func<InputSpec, string> sequence) =>
        string.Join(
            ", ",
            InputNames.EveryStep(plan).Select(step).Select(input => $"{input.Name}, {Names.Number(input.Stride)}")
                .Concat(plan.Embedding is null ? [] : ["tokens"])
                .Concat(InputNames.PerSequence(plan).Select(sequence))
                .Concat(["steps"]));

    /// <summary>The member of the interface takes all inputs of a kind in one span, and gives the outputs of one head after the other.</summary>
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
                w.Line(
                    $"{Names.BatchChecks}.BlockInPlace(inputs, {Names.Number(all)}, outputs, {Names.Number(start)}, \"inputs\", \"outputs\");");
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

    /// <summary>What all ways in have in common: checks, weights, and where frames are put together chunks of steps.</summary>
    private static void Checked(CodeWriter w, ModelPlan plan)
    {
        string inputs = plan.Spec.Inputs.Count == 0
            ? Plain(plan)
            : string.Join(
                ", ",
                InputNames.EveryStep(plan).Select(input => $"{Span(input)}, int {InputNames.Of(input)}Stride")
                    .Concat(plan.Embedding is null ? [] : [Tokens])
                    .Concat(InputNames.PerSequence(plan).Select(Span))
                    .Concat(["int steps"]));
        using (w.Block($"private void StepFlat(\n    {inputs}, {Names.Span} state,\n    {Outputs(plan)})"))
        {
            if (plan.Spec.Inputs.Count == 0)
            {
                w.Line(plan.Embedding is null ? $"{Names.BatchChecks}.BlockSteps(steps);" : "int steps = tokens.Length;");
                if (plan.Embedding is null)
                {
                    w.Line($"{Names.BatchChecks}.BlockCount(inputs.Length, steps, InputSize, \"inputs\", \"features\", \"inputs\");");
                }
            }

            w.Line($"{Names.BatchChecks}.Count(state.Length, StateSize, \"state\", \"one row\", \"state\");");
            foreach (HeadPlan head in plan.Streaming)
            {
                string name = OutputNames.Of(head, "outputs"), what = head.Name is null ? "outputs" : $"outputs of head '{head.Name}'";
                w.Line($"{Names.BatchChecks}.BlockCount({name}.Length, steps, {OutputNames.Size(head)}, \"{what}\", \"units\", \"{name}\");");
                w.Line(PredictEmitter.NoOverlap("state", name));
            }

            foreach ((HeadPlan first, HeadPlan second) in OutputNames.Pairs(plan.Streaming))
            {
                w.Line(PredictEmitter.NoOverlap(OutputNames.Of(first, "outputs"), OutputNames.Of(second, "outputs")));
            }

            if (!Gathers(plan))
            {
                InPlace(w, plan, "inputs", "InputSize", "state");
            }

            using (w.Block("if (steps == 0)"))
            {
                w.Line("return;");
            }

            w.Line();
            w.Line("RowWeights weights = _rowWeights.Current(Parameters);");
            Run(w, plan);
        }

        w.Line();
    }

    private static void Run(CodeWriter w, ModelPlan plan)
    {
        string scratch = plan.Row!.IsOnStack ? "" : ", ref scratch";
        if (!Gathers(plan))
        {
            string direct = $"StepBlock(weights, steps, ref {First("inputs")}, ref {First("state")}, {Firsts(plan)}{scratch});";
            if (!NeedsMemory(plan))
            {
                w.Line(direct);
                return;
            }

            if (plan.Row!.IsOnStack)
            {
                using (w.Block($"if (!{string.Join(" && !", plan.Streaming.Select(InPlaceName))})"))
                {
                    w.Line(direct);
                    w.Line("return;");
                }

                w.Line();
            }
        }

        w.Line($"{Names.Generated}.BlockMemory memory = _blockMemory.Rent();");
        using (w.Block("try"))
        {
            Chunks(w, plan, scratch);
        }

        using (w.Block("finally"))
        {
            w.Line("_blockMemory.Return(memory);");
        }
    }

    /// <summary>Frames in memory of our own, some steps at a time.</summary>
    private static void Chunks(CodeWriter w, ModelPlan plan, string scratch)
    {
        int chunk = ChunkOf(plan), scratchFloats = plan.Row!.IsOnStack ? 0 : Sizes.Padded(plan.Row!.ScratchFloats);
        int sequenceSize = plan.Spec.SequenceInputSize, frames = scratchFloats + sequenceSize;
        bool copies = Gathers(plan) || MayBeInPlace(plan);
        string frame = Names.Number(plan.Spec.InputSize);
        if (plan.Embedding is not null)
        {
            w.Line("global::System.ReadOnlySpan<int> own = memory.Tokens(Description, tokens);");
        }

        string afterFrames = $"{Names.Number(frames)} + ({Names.Number(copies ? chunk : 0)} * {frame})";
        w.Line($"{Names.Span} floats = memory.Floats({afterFrames}{(plan.Embedding is null ? "" : " + StateSize")});");
        if (scratchFloats > 0)
        {
            w.Line($"ref float scratch = ref {First("floats")};");
        }

        if (sequenceSize > 0)
        {
            w.Line($"{Names.Span} sequence = floats.Slice({Names.Number(scratchFloats)}, {Names.Number(sequenceSize)});");
            foreach (InputSpec input in InputNames.PerSequence(plan))
            {
                w.Line($"{InputNames.Of(input)}.CopyTo(sequence[{Names.Number(input.FirstColumn)}..]);");
            }
        }

        if (!copies)
        {
            w.Line($"StepBlock(weights, steps, ref {First("inputs")}, ref {First("state")}, {Firsts(plan)}{scratch});");
            return;
        }

        w.Line($"{Names.Span} frames = floats.Slice({Names.Number(frames)}, {Names.Number(chunk)} * {frame});");
        string state = "state";
        if (plan.Embedding is not null)
        {
            w.Line("// Rows of the table are read as the steps come to them: if the parameters change before the last, the state is as it was.");
            w.Line($"{Names.Span} next = floats[^StateSize..];");
            w.Line("state.CopyTo(next);");
            state = "next";
        }

        w.Line("int count;");
        using (w.Block("for (int start = 0; start < steps; start += count)"))
        {
            w.Line($"count = {Names.Math}.Min({Names.Number(chunk)}, steps - start);");
            if (!Gathers(plan))
            {
                w.Line("inputs.Slice(start * InputSize, count * InputSize).CopyTo(frames);");
            }

            if (plan.Embedding is EmbeddingPlan embedding)
            {
                w.Line(
                    $"{Names.Generated}.BlockMemory.Embed(\n    Parameters, weights.Version, {embedding.Table.Offset}, "
                    + $"{Names.Number(plan.Spec.Embedding!.Units)}, own.Slice(start, count), frames, {frame});");
            }

            foreach (InputSpec input in InputNames.EveryStep(plan))
            {
                string name = InputNames.Of(input);
                w.Line(
                    $"{Names.Generated}.BlockMemory.Gather(\n    {name}[(start * {name}Stride)..], {name}Stride, {Names.Number(input.Size)}, "
                    + $"frames[{Names.Number(input.FirstColumn)}..], {frame}, count);");
            }

            string sequence = sequenceSize > 0 ? $"ref {First("sequence")}, " : "";
            w.Line(
                $"StepBlock(weights, count, ref {First("frames")}, {sequence}ref {First(state)}, "
                + $"{Firsts(plan, "start")}{scratch});");
        }

        if (plan.Embedding is not null)
        {
            w.Line();
            w.Line("next.CopyTo(state);");
        }
    }

    private static string First(string span) => $"{Names.MemoryMarshal}.GetReference({span})";

    private static string Firsts(ModelPlan plan, string? start = null) => string.Join(
        ", ",
        plan.Streaming.Select(head =>
        {
            string outputs = OutputNames.Of(head, "outputs");
            return $"ref {First(start is null ? outputs : $"{outputs}[({start} * {OutputNames.Size(head)})..]")}";
        }));

    /// <summary>The width is chosen here.</summary>
    private static void Dispatch(CodeWriter w, ModelPlan plan)
    {
        bool hasScratch = plan.Row!.ScratchFloats > 0, isOnStack = plan.Row!.IsOnStack, hasSequence = plan.Spec.SequenceInputSize > 0;
        string outputs = string.Join(", ", plan.Streaming.Select(head => $"ref float {OutputNames.Of(head, "y")}"));
        using (w.Block(
            $"private static void StepBlock(\n    RowWeights weights, int steps, ref float x, {(hasSequence ? "ref float sequence, " : "")}"
            + $"ref float s, {outputs}{(isOnStack ? "" : ", ref float scratch")})"))
        {
            if (hasScratch && isOnStack)
            {
                w.Line($"{Names.Span} memory = stackalloc float[StepScratch];");
                w.Line($"ref float scratch = ref {First("memory")};");
            }

            WorkspaceEmitter.DispatchWidth(
                w, "weights.VectorBits",
                vector => $"Schedule.Steps<{vector}>(weights, steps, ref x, {(hasSequence ? "ref sequence, " : "")}ref s, "
                    + $"{StepEmitter.Outputs(plan)}{(hasScratch ? ", ref scratch" : "")});");
        }

        w.Line();
    }
}
