using System;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Schedules;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>What a block of steps does between the caller's spans and the schedule.</summary>
internal static class BlockBodyEmitter
{
    // Floats of frames that are put together at a time, and the most frames.
    private const int ChunkFloats = 4096, ChunkSteps = 64;

    /// <summary>What all ways in have in common: checks, weights, and where frames are put together chunks of steps.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        Checked(w, plan);
        Dispatch(w, plan);
    }

    private static void Checked(CodeWriter w, ModelPlan plan)
    {
        string inputs = plan.Spec.Inputs.Count == 0
            ? BlockStepEmitter.Plain(plan)
            : string.Join(
                ", ",
                InputNames.EveryStep(plan).Select(input => $"{BlockStepEmitter.Span(input)}, int {InputNames.Of(input)}Stride")
                    .Concat(plan.Embedding is null ? [] : [BlockStepEmitter.Tokens])
                    .Concat(InputNames.PerSequence(plan).Select(BlockStepEmitter.Span))
                    .Concat(["int steps"]));
        using (w.Block($"private void StepFlat(\n    {inputs}, {Names.Span} state,\n    {BlockStepEmitter.Outputs(plan)})"))
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
                string size = OutputNames.Size(head);
                w.Line($"{Names.BatchChecks}.BlockCount({name}.Length, steps, {size}, \"{what}\", \"units\", \"{name}\");");
                w.Line(PredictEmitter.NoOverlap("state", name));
            }

            foreach ((HeadPlan first, HeadPlan second) in OutputNames.Pairs(plan.Streaming))
            {
                w.Line(PredictEmitter.NoOverlap(OutputNames.Of(first, "outputs"), OutputNames.Of(second, "outputs")));
            }

            if (!BlockStepEmitter.Gathers(plan))
            {
                BlockStepEmitter.InPlace(w, plan, "inputs", "InputSize", "state");
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
        string scratch = HasOwnScratch(plan) ? ", ref scratch" : "";
        if (!BlockStepEmitter.Gathers(plan))
        {
            string places = $"ref {First("inputs")}, ref {First("state")}, {Firsts(plan)}{scratch}";
            string direct = $"StepBlock({Weights(plan, "steps", "0")}, {places});";
            if (!BlockStepEmitter.NeedsMemory(plan))
            {
                w.Line(direct);
                return;
            }

            if (plan.Row!.IsOnStack)
            {
                using (w.Block($"if (!{string.Join(" && !", plan.Streaming.Select(BlockStepEmitter.InPlaceName))})"))
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
        bool copies = BlockStepEmitter.Gathers(plan) || BlockStepEmitter.MayBeInPlace(plan);
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
            w.Line($"StepBlock({Weights(plan, "steps", "0")}, ref {First("inputs")}, ref {First("state")}, {Firsts(plan)}{scratch});");
            return;
        }

        w.Line($"{Names.Span} frames = floats.Slice({Names.Number(frames)}, {Names.Number(chunk)} * {frame});");
        string state = "state";
        if (plan.Embedding is not null)
        {
            w.Line("// Rows of the table are read as the steps come to them. If the parameters change meanwhile, the state stays.");
            w.Line($"{Names.Span} next = floats[^StateSize..];");
            w.Line("state.CopyTo(next);");
            state = "next";
        }

        w.Line("int count;");
        using (w.Block("for (int start = 0; start < steps; start += count)"))
        {
            w.Line($"count = {Names.Math}.Min({Names.Number(chunk)}, steps - start);");
            if (!BlockStepEmitter.Gathers(plan))
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
                string name = InputNames.Of(input), from = $"{name}[(start * {name}Stride)..], {name}Stride";
                w.Line(
                    $"{Names.Generated}.BlockMemory.Gather(\n    {from}, {Names.Number(input.Size)}, "
                    + $"frames[{Names.Number(input.FirstColumn)}..], {frame}, count);");
            }

            string sequence = sequenceSize > 0 ? $"ref {First("sequence")}, " : "";
            w.Line(
                $"StepBlock({Weights(plan, "count", "start")}, ref {First("frames")}, {sequence}ref {First(state)}, "
                + $"{Firsts(plan, "start")}{scratch});");
        }

        if (plan.Embedding is not null)
        {
            w.Line();
            w.Line("next.CopyTo(state);");
        }
    }

    private static string Weights(ModelPlan plan, string steps, string before) =>
        $"weights, {steps}{WatchEmitter.BeforeArgument(plan, before)}";

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
        int scratch = plan.Row!.ScratchFloats + plan.Row!.SumsFloats;
        bool isOnStack = plan.Row!.IsOnStack, hasSequence = plan.Spec.SequenceInputSize > 0;
        string outputs = OutputNames.References(plan.Streaming);
        using (w.Block(
            $"private static void StepBlock(\n    RowWeights weights, int steps{WatchEmitter.BeforeParameter(plan)}, ref float x, "
            + $"{(hasSequence ? "ref float sequence, " : "")}ref float s, {outputs}{(HasOwnScratch(plan) ? ", ref float scratch" : "")})"))
        {
            if (isOnStack && scratch > 0)
            {
                w.Line($"{Names.Span} memory = stackalloc float[{Names.Number(scratch)}];");
                w.Line($"ref float scratch = ref {First("memory")};");
            }

            WorkspaceEmitter.DispatchWidth(
                w, "weights.VectorBits",
                vector => $"Schedule.Steps<{vector}>({Weights(plan, "steps", "before")}, ref x, "
                    + $"{(hasSequence ? "ref sequence, " : "")}ref s, {StepEmitter.Outputs(plan)}{(scratch > 0 ? ", ref scratch" : "")});");
        }

        w.Line();
    }

    /// <summary>Whether scratch comes from the model's memory.</summary>
    private static bool HasOwnScratch(ModelPlan plan) => !plan.Row!.IsOnStack && plan.Row!.ScratchFloats > 0;

    private static int ChunkOf(ModelPlan plan) => Math.Max(1, Math.Min(ChunkSteps, ChunkFloats / plan.Spec.InputSize));
}
