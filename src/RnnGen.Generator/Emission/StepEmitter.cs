using System.Globalization;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Streaming as the user calls it: one step of one sequence, in place in the caller's state.</summary>
internal static class StepEmitter
{
    public static void EmitApi(CodeWriter w, ModelPlan plan)
    {
        if (Obstacle(plan) is string reason)
        {
            NoStep(w, reason);
            return;
        }

        w.Lines($$"""
            /// <summary>Runs one time step of one sequence. Allocates nothing; safe from any number of threads, each with its own state.</summary>
            /// <param name="input">One frame, [<see cref="InputSize"/>].</param>
            /// <param name="state">The sequence's state: <see langword="default"/> before the first step, replaced by the state after this one.</param>
            /// <param name="output">Receives the output of this step, [<see cref="OutputSize"/>].</param>
            /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            /// <exception cref="global::System.InvalidOperationException">The parameters are being edited or trained.</exception>
            public void Step({{Names.ReadOnlySpan}} input, ref State state, {{Names.Span}} output) =>
                StepFlat(input, {{Names.MemoryMarshal}}.Cast<State, float>({{Names.MemoryMarshal}}.CreateSpan(ref state, 1)), output);

            void global::RnnGen.IRnnModel.Step({{Names.ReadOnlySpan}} input, {{Names.Span}} state, {{Names.Span}} output) => StepFlat(input, state, output);

            private void StepFlat({{Names.ReadOnlySpan}} input, {{Names.Span}} state, {{Names.Span}} output)
            {
                global::RnnGen.BatchChecks.Step(input.Length, InputSize, state.Length, StateSize, output.Length, OutputSize);
                global::RnnGen.BatchChecks.NoOverlap(state, output, nameof(state), nameof(output));
                if (global::System.MemoryExtensions.Overlaps(input, state) || global::System.MemoryExtensions.Overlaps(input, output))
                {
                    StepOnCopy(input, state, output);
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
                ref float y = ref {{Names.MemoryMarshal}}.GetReference(output);
                """);
            WorkspaceEmitter.DispatchWidth(w, "weights.VectorBits", vector => $"Schedule.Step<{vector}>(weights, ref x, ref s, ref y{scratch});");
            if (plan.Row!.ScratchFloats > 0 && !plan.Row!.IsOnStack)
            {
                w.Line();
                w.Line("_stepMemory.Return(memory);");
            }
        }

        w.Line("}");
        w.Line();
        w.Line("/// <summary>An input that would change while it is read is copied first.</summary>");
        using (w.Block($"private void StepOnCopy({Names.ReadOnlySpan} input, {Names.Span} state, {Names.Span} output)"))
        {
            if (plan.Row!.IsOnStack)
            {
                w.Line($"{Names.Span} copy = stackalloc float[InputSize];");
                w.Line("input.CopyTo(copy);");
                w.Line("StepFlat(copy, state, output);");
            }
            else
            {
                w.Line("StepMemory memory = _stepMemory.Rent();");
                using (w.Block("try"))
                {
                    w.Line($"{Names.Span} copy = memory.Values.Span[StepScratch..];");
                    w.Line("input.CopyTo(copy);");
                    w.Line("StepFlat(copy, state, output);");
                }

                using (w.Block("finally"))
                {
                    w.Line("_stepMemory.Return(memory);");
                }
            }
        }

        w.Line();
        if (!plan.Row!.IsOnStack)
        {
            w.Lines($$"""
                /// <summary>Scratch of a step, then a copy of its input, where they are too large for the stack.</summary>
                private sealed class StepMemory
                {
                    public readonly {{Names.AlignedBuffer}} Values = {{Names.AlignedBuffer}}.Allocate(StepScratch + InputSize);
                }

                """);
        }
    }

    /// <summary>Why no step can be given before all are there, or null where it can.</summary>
    private static string? Obstacle(ModelPlan plan) =>
        plan.Row is null ? "a layer reads its steps from the last to the first"
        : plan.Head.Streams ? null
        : $"its outputs are the {Name(plan.Head.Reduction!.Kind)} over all steps of a sequence";

    private static string Name(SequenceReduction reduction) => reduction switch
    {
        SequenceReduction.Mean => "mean",
        SequenceReduction.Max => "maximum",
        _ => "mean weighted by attention",
    };

    /// <summary>What a network says that needs all steps before it has an output: the compiler to callers of the class, an exception to those of the interface.</summary>
    private static void NoStep(CodeWriter w, string reason)
    {
        string text = string.Format(CultureInfo.InvariantCulture, Descriptors.CannotStream.MessageFormat.ToString(CultureInfo.InvariantCulture), reason);
        string exception = text.Replace("This network", "{Description.Name}");
        w.Lines($$"""
            /// <summary>{{text}}</summary>
            /// <exception cref="global::System.NotSupportedException">Always.</exception>
            [global::System.Obsolete("{{text}}", error: true, DiagnosticId = "{{Descriptors.CannotStream.Id}}")]
            public void Step({{Names.ReadOnlySpan}} input, ref State state, {{Names.Span}} output) =>
                throw new global::System.NotSupportedException($"{{exception}}");

            void global::RnnGen.IRnnModel.Step({{Names.ReadOnlySpan}} input, {{Names.Span}} state, {{Names.Span}} output) =>
                throw new global::System.NotSupportedException($"{{exception}}");

            """);
    }

    /// <summary>The fields of the class that streaming needs.</summary>
    public static void EmitFields(CodeWriter w, ModelPlan plan)
    {
        if (plan.Row is null)
        {
            w.Line();
            return;
        }

        w.Line($"private readonly {Names.PackedCache}<RowWeights> _rowWeights = new(static () => new RowWeights());");
        if (!plan.Head.Streams)
        {
            w.Line();
            return;
        }

        if (!plan.Row!.IsOnStack)
        {
            w.Line("private readonly global::RnnGen.ScratchPool<StepMemory> _stepMemory = new();");
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
                /// <summary>Floats that a step needs beside the state.</summary>
                private const int StepScratch = {{plan.Row!.ScratchFloats}};

                """);
        }
    }
}
