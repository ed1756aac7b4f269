using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Memory;
using RnnGen.Generator.Emission.Schedules;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Api;

/// <summary>Streaming as the user calls it: one step of one sequence, in place in the caller's state.</summary>
internal static class StepEmitter
{
    public static void EmitApi(CodeWriter w, ModelPlan plan)
    {
        if (plan.Obstacle is StreamObstacle obstacle)
        {
            NoStepEmitter.Emit(w, plan, obstacle);
            return;
        }

        if (plan.Spec.Inputs.Count > 0)
        {
            InputStepEmitter.Emit(w, plan);
            BlockStepEmitter.Emit(w, plan);
            Memory(w, plan);
            return;
        }

        if (plan.Embedding is not null)
        {
            TokenStepEmitter.Emit(w, plan);
            BlockStepEmitter.Emit(w, plan);
            Memory(w, plan);
            return;
        }

        string overlaps = string.Join(
            "\n        || ",
            plan.Streaming.Select(head => OutputNames.Of(head, "output")).Prepend("state")
                .Select(other => $"global::System.MemoryExtensions.Overlaps(input, {other})"));
        w.Lines($$"""
            /// <summary>
            /// Runs one time step of one sequence. Allocates nothing; safe to call from any number of threads, each with its own state.
            /// </summary>
            /// <param name="input">One frame, [<see cref="InputSize"/>].</param>
            /// <param name="state">{{InitialStateEmitter.About(plan)}}</param>
            {{About(plan)}}
            /// <exception cref="global::System.ArgumentException">A span has the wrong length.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public void Step({{Names.ReadOnlySpan}} input, ref State state, {{Parameters(plan)}}) =>
                StepFlat(input, FlatStates({{Names.MemoryMarshal}}.CreateSpan(ref state, 1)), {{Arguments(plan)}});

            void global::RnnGen.IRnnModel.Step(
                {{Names.ReadOnlySpan}} input, {{Names.Span}} state, {{Names.Span}} output){{InterfaceBody(plan)}}

            private void StepFlat({{Names.ReadOnlySpan}} input, {{Names.Span}} state, {{Parameters(plan)}})
            {
            {{PredictEmitter.Lines(Checks(plan))}}
                if ({{overlaps}})
                {
                    StepOnCopy(input, state, {{Arguments(plan)}});
                    return;
                }

                RowWeights weights = _rowWeights.Current(Parameters);
            """);
        using (new ModelEmitter.Indent(w))
        {
            string scratch = "";
            if (plan.Row!.ScratchFloats > 0)
            {
                w.Lines(plan.Row!.IsOnStack
                    ? $"{Names.Span} scratch = stackalloc float[StepScratch];"
                    : $"StepMemory memory = _stepMemory.Rent();\n{Names.Span} scratch = memory.Values.Span;");
                scratch = $", ref {Names.MemoryMarshal}.GetReference(scratch)";
            }

            w.Lines($$"""
                ref float x = ref {{Names.MemoryMarshal}}.GetReference(input);
                ref float s = ref {{Names.MemoryMarshal}}.GetReference(state);
                {{References(plan)}}
                """);
            WorkspaceEmitter.DispatchWidth(
                w, "weights.VectorBits", vector => $"Schedule.Step<{vector}>(weights, ref x, ref s, {Outputs(plan)}{scratch});");
            WatchEmitter.State(w, plan, "0", "s");
            if (plan.Row!.ScratchFloats > 0 && !plan.Row!.IsOnStack)
            {
                w.Line();
                w.Line("_stepMemory.Return(memory);");
            }
        }

        w.Line("}");
        w.Line();
        w.Line("/// <summary>Copies the input first, where it shares memory with what the step writes.</summary>");
        using (w.Block($"private void StepOnCopy({Names.ReadOnlySpan} input, {Names.Span} state, {Parameters(plan)})"))
        {
            if (plan.Row!.IsOnStack)
            {
                w.Line($"{Names.Span} copy = stackalloc float[InputSize];");
                w.Line("input.CopyTo(copy);");
                w.Line($"StepFlat(copy, state, {Arguments(plan)});");
            }
            else
            {
                w.Line("StepMemory memory = _stepMemory.Rent();");
                using (w.Block("try"))
                {
                    w.Line($"{Names.Span} copy = memory.Values.Span[StepScratch..];");
                    w.Line("input.CopyTo(copy);");
                    w.Line($"StepFlat(copy, state, {Arguments(plan)});");
                }

                using (w.Block("finally"))
                {
                    w.Line("_stepMemory.Return(memory);");
                }
            }
        }

        w.Line();
        BlockStepEmitter.Emit(w, plan);
        Memory(w, plan);
    }

    private static void Memory(CodeWriter w, ModelPlan plan)
    {
        if (!plan.Row!.IsOnStack)
        {
            string sizes = plan.Spec.SequenceInputSize > 0 ? "InputSize + SequenceInputSize" : "InputSize";
            w.Lines($$"""
                /// <summary>Scratch of a step, then a copy of its input, where they are too large for the stack.</summary>
                private sealed class StepMemory
                {
                    public readonly {{Names.AlignedBuffer}} Values = {{Names.AlignedBuffer}}.Allocate(StepScratch + {{sizes}});
                }

                """);
        }
    }

    /// <summary>The outputs as references.</summary>
    public static string References(ModelPlan plan) => string.Join(
        "\n",
        plan.Streaming.Select(
            head => $"ref float {OutputNames.Of(head, "y")} = ref {Names.MemoryMarshal}.GetReference({OutputNames.Of(head, "output")});"));

    /// <summary>These as arguments.</summary>
    public static string Outputs(ModelPlan plan) => string.Join(", ", plan.Streaming.Select(head => $"ref {OutputNames.Of(head, "y")}"));

    /// <summary>The outputs as parameters.</summary>
    public static string Parameters(ModelPlan plan) =>
        string.Join(", ", plan.Streaming.Select(head => $"{Names.Span} {OutputNames.Of(head, "output")}"));

    /// <summary>The outputs as arguments.</summary>
    public static string Arguments(ModelPlan plan) => OutputNames.Arguments(plan.Streaming, "output");

    /// <summary>The outputs in documentation.</summary>
    public static string About(ModelPlan plan) => string.Join("\n", plan.Streaming.Select(head =>
        $"/// <param name=\"{OutputNames.Of(head, "output")}\">Receives the output{(head.Name is null ? "" : $" of head {head.Name}")} of "
            + $"this step, [<see cref=\"{OutputNames.Size(head)}\"/>].</param>"));

    /// <summary>Through the interface the outputs of all heads that stream are one span.</summary>
    public static string InterfaceBody(ModelPlan plan)
    {
        if (!plan.HasNamedHeads)
        {
            return $" => StepFlat({Input(plan)}, state, output);";
        }

        IReadOnlyList<string> slices = OutputSlices(plan, out int size);
        return $$"""

            {
                {{Check(plan, "output", Names.Number(size))}}
                StepFlat({{Input(plan)}}, state, {{string.Join(", ", slices)}});
            }
            """;
    }

    /// <summary>The outputs of the heads that stream as parts of one span; the span itself without named heads.</summary>
    public static IReadOnlyList<string> OutputSlices(ModelPlan plan, out int size)
    {
        size = plan.Streaming.Sum(head => head.Output.Units);
        if (!plan.HasNamedHeads)
        {
            return ["output"];
        }

        int start = 0;
        List<string> slices = [];
        foreach (HeadPlan head in plan.Streaming)
        {
            slices.Add($"output.Slice({Names.Number(start)}, {Names.Number(head.Output.Units)})");
            start += head.Output.Units;
        }

        return slices;
    }

    /// <summary>What is checked of the state and the outputs of a step whose inputs are checked one by one.</summary>
    public static IEnumerable<string> OutputChecks(ModelPlan plan)
    {
        yield return $"{Names.BatchChecks}.Count(state.Length, StateSize, \"state\", \"one row\", \"state\");";
        if (plan.Embedding is not null)
        {
            HeadPlan first = plan.Streaming.First();
            yield return Check(plan, OutputNames.Of(first, "output"), OutputNames.Size(first));
        }

        foreach (HeadPlan head in plan.Streaming.Skip(plan.Embedding is null ? 0 : 1))
        {
            string name = OutputNames.Of(head, "output");
            yield return $"{Names.BatchChecks}.Count({name}.Length, {OutputNames.Size(head)}, \"{name}\", \"one row\", \"{name}\");";
        }

        foreach (string check in Overlaps(plan))
        {
            yield return check;
        }
    }

    /// <summary>What is checked before a step.</summary>
    public static IEnumerable<string> Checks(ModelPlan plan)
    {
        foreach (HeadPlan head in plan.Streaming)
        {
            string name = OutputNames.Of(head, "output");
            yield return head.Name == plan.Streaming.First().Name
                ? Check(plan, name, OutputNames.Size(head))
                : $"global::RnnGen.Generated.BatchChecks.Count({name}.Length, {OutputNames.Size(head)}, \"outputs of head '{head.Name}'\", "
                    + $"\"one row\", \"{name}\");";
        }

        foreach (string check in Overlaps(plan))
        {
            yield return check;
        }
    }

    private static IEnumerable<string> Overlaps(ModelPlan plan)
    {
        foreach (HeadPlan head in plan.Streaming)
        {
            yield return PredictEmitter.NoOverlap("state", OutputNames.Of(head, "output"));
        }

        foreach ((HeadPlan first, HeadPlan second) in OutputNames.Pairs(plan.Streaming))
        {
            yield return PredictEmitter.NoOverlap(OutputNames.Of(first, "output"), OutputNames.Of(second, "output"));
        }
    }

    private static string Check(ModelPlan plan, string output, string size) => plan.Embedding is null
        ? $"global::RnnGen.Generated.BatchChecks.Step(input.Length, InputSize, state.Length, StateSize, {output}.Length, {size});"
        : $"global::RnnGen.Generated.BatchChecks.TokenStep(Description, token, Vocabulary, state.Length, StateSize, {output}.Length, "
            + $"{size});";

    private static string Input(ModelPlan plan) => plan.Embedding is null ? "input" : "token";

    /// <summary>The fields of the class that streaming needs.</summary>
    public static void EmitFields(CodeWriter w, ModelPlan plan)
    {
        w.Line($"private readonly {Names.Generated}.Predictor _predictor;");
        if (plan.Row is null)
        {
            w.Line();
            return;
        }

        w.Line($"private readonly {Names.PackedCache}<RowWeights> _rowWeights = new(static () => new RowWeights());");
        if (!plan.Streams)
        {
            w.Line();
            return;
        }

        if (!plan.Row!.IsOnStack)
        {
            w.Line("private readonly global::RnnGen.Generated.ScratchPool<StepMemory> _stepMemory = new(static () => new StepMemory());");
        }

        if (BlockStepEmitter.NeedsMemory(plan))
        {
            const string Type = Names.Generated + ".ScratchPool<" + Names.Generated + ".BlockMemory>";
            w.Line($"private readonly {Type} _blockMemory = new(static () => new());");
        }

        if (plan.Row!.Sweeps)
        {
            w.Lines("""

                // Which way the last step of this thread went through the weights that the first-level cache cannot hold.
                [global::System.ThreadStatic]
                private static bool t_back;
                """);
        }

        w.Line();
        if (plan.Row!.ScratchFloats > 0 || !plan.Row!.IsOnStack)
        {
            w.Lines($$"""
                /// <summary>Floats that a step needs besides the state.</summary>
                private const int StepScratch = {{plan.Row!.ScratchFloats}};

                """);
        }
    }
}
