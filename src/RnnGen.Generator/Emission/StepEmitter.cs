using System.Linq;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Streaming: one step of one sequence, in place in the caller's state.</summary>
internal static class StepEmitter
{
    // Scratch up to here lives on the stack: 16 KB.
    private const int MaxStackFloats = 4096;

    /// <summary>What the user calls.</summary>
    public static void EmitApi(CodeWriter w, ModelPlan plan)
    {
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
                RowWeights weights = CurrentRowWeights();
            """);
        using (new ModelEmitter.Indent(w))
        {
            if (IsOnStack(plan))
            {
                w.Line($"{Names.Span} scratch = stackalloc float[StepScratch + InputSize];");
            }
            else
            {
                w.Line("StepMemory memory = _stepMemory.Rent();");
                w.Line($"{Names.Span} scratch = memory.Values.Span;");
            }

            w.Lines($$"""
                // An input that changes while it is read is copied first.
                bool shares = global::System.MemoryExtensions.Overlaps(input, state) || global::System.MemoryExtensions.Overlaps(input, output);
                if (shares)
                {
                    input.CopyTo(scratch[StepScratch..]);
                }

                ref float x = ref (shares ? ref scratch[StepScratch] : ref {{Names.MemoryMarshal}}.GetReference(input));
                ref float s = ref {{Names.MemoryMarshal}}.GetReference(state);
                ref float y = ref {{Names.MemoryMarshal}}.GetReference(output);
                ref float t = ref {{Names.MemoryMarshal}}.GetReference(scratch);
                """);
            WorkspaceEmitter.DispatchWidth(w, "weights.VectorBits", vector => $"Schedule.Step<{vector}>(weights, ref x, ref s, ref y, ref t);");
            if (!IsOnStack(plan))
            {
                w.Line();
                w.Line("_stepMemory.Return(memory);");
            }
        }

        w.Line("}");
        w.Line();
        w.Lines($$"""
            /// <summary>The parameters packed for single rows, packed again when they have changed.</summary>
            private RowWeights CurrentRowWeights()
            {
                RowWeights? weights = global::System.Threading.Volatile.Read(ref _rowWeights);
                return weights is not null && weights.Version == Parameters.Version && weights.ForBits == {{Names.SimdSupport}}.VectorBits ? weights : PackRowWeights();
            }

            private RowWeights PackRowWeights()
            {
                lock (_packing)
                {
                    long version = Parameters.VersionForReading();
                    int bits = {{Names.SimdSupport}}.VectorBits;
                    if (_rowWeights is RowWeights current && current.Version == version && current.ForBits == bits)
                    {
                        return current;
                    }

                    RowWeights weights = new() { Version = version, ForBits = bits, VectorBits = {{Names.Math}}.Min(bits, {{plan.Row.MaxVectorBits}}) };
                    weights.Pack(Parameters.Values, weights.VectorBits / 32);
                    global::System.Threading.Interlocked.MemoryBarrier();
                    if (Parameters.VersionForReading() != version)
                    {
                        throw new global::System.InvalidOperationException("The parameters changed while a prediction began.");
                    }

                    global::System.Threading.Volatile.Write(ref _rowWeights, weights);
                    return weights;
                }
            }

            """);
        if (!IsOnStack(plan))
        {
            w.Lines($$"""
                /// <summary>Scratch of a step that is too large for the stack.</summary>
                private sealed class StepMemory
                {
                    public readonly {{Names.AlignedBuffer}} Values = {{Names.AlignedBuffer}}.Allocate(StepScratch + InputSize);
                }

                """);
        }
    }

    private static bool IsOnStack(ModelPlan plan) => plan.Row.ScratchFloats + plan.Spec.InputSize <= MaxStackFloats;

    /// <summary>The fields of the class that streaming needs.</summary>
    public static void EmitFields(CodeWriter w, ModelPlan plan)
    {
        w.Line("private RowWeights? _rowWeights;");
        if (!IsOnStack(plan))
        {
            w.Line("private readonly global::RnnGen.ScratchPool<StepMemory> _stepMemory = new();");
        }

        if (RowStageEmitter.Stages(plan).Any(stage => stage.Sweeps))
        {
            w.Lines("""

                // Which way the last step of this thread went through the weights that the first-level cache cannot hold.
                [global::System.ThreadStatic]
                private static bool t_back;
                """);
        }

        w.Lines($$"""

            /// <summary>Floats that a step needs beside the state.</summary>
            private const int StepScratch = {{plan.Row.ScratchFloats}};

            """);
    }

    /// <summary>One step through all layers.</summary>
    public static void EmitSchedule(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private static partial class Schedule"))
        {
            w.Line("/// <summary>One step of one row through all layers, in place in its flat state.</summary>");
            using (w.Block($"public static void Step<V>(RowWeights w, ref float x, ref float state, ref float y, ref float scratch)\n    {Names.WhereV}"))
            {
                bool sweeps = RowStageEmitter.Stages(plan).Any(stage => stage.Sweeps);
                if (sweeps)
                {
                    w.Line("bool back = t_back;");
                    w.Line("t_back = !back;");
                    w.Line();
                }

                string input = "x";
                foreach (RowLayerPlan layer in plan.Row.Layers)
                {
                    w.Line($"// {layer.Layer.Title}");
                    input = Layer(w, layer, input, isTop: layer.Layer.Name == plan.Layers[plan.Layers.Count - 1].Name);
                    w.Line();
                }

                if (plan.Dense.Count > 0)
                {
                    Head(w, plan, input);
                }
                else
                {
                    LayerPlan top = plan.Layers[plan.Layers.Count - 1];
                    w.Lines($"{Names.MemoryMarshal}.CreateReadOnlySpan(ref {input}, LayerSizes.{top.Name}Units).CopyTo(\n    {Names.MemoryMarshal}.CreateSpan(ref y, LayerSizes.{top.Name}Units));");
                }
            }
        }
    }

    /// <summary>
    /// Writes a layer's step; returns where its output is: in the state, since the next layer uses the same scratch; of the top layer
    /// in scratch if it is there, padded.
    /// </summary>
    private static string Layer(CodeWriter w, RowLayerPlan layer, string input, bool isTop)
    {
        foreach (RowPlacePlan place in layer.Places)
        {
            string name = Names.Camel(place.Field);
            if (place.StateOffset < 0)
            {
                w.Line($"ref float {name} = ref {At("scratch", place.ScratchOffset)};");
                continue;
            }

            if (place.ScratchOffset < 0)
            {
                w.Line($"ref float {name} = ref {At("state", place.StateOffset)};");
            }
            else
            {
                w.Line($"ref float {name} = ref {At("scratch", place.ScratchOffset)};");
                w.Line(Copy(At("state", place.StateOffset), name, layer));
                w.Line($"{Names.MemoryMarshal}.CreateSpan(ref {At(name, place.Units)}, {Sizes.Padded(place.Units) - place.Units}).Clear();");
            }

            if (place.BeforeOffset >= 0)
            {
                w.Line($"ref float {name}Before = ref {name};");
                string copy = $"{name}Before = ref {At("scratch", place.BeforeOffset)};";
                if (place.ChangedByTiles == 0)
                {
                    w.Line(copy);
                    w.Line(Copy(name, $"{name}Before", layer));
                }
                else
                {
                    w.Line("// More than one tile: the later ones need the state as it was.");
                    using (w.Block($"if (LayerSizes.{layer.Layer.Name}Units > {(place.ChangedByTiles == 1 ? "V.Width" : $"{place.ChangedByTiles} * V.Width")})"))
                    {
                        w.Line(copy);
                        w.Line(Copy(name, $"{name}Before", layer));
                    }
                }
            }
        }

        w.Line();
        foreach (RowStagePlan stage in layer.Stages)
        {
            w.Line($"StepStages.{stage.Method}<V>({string.Join(", ", Arguments(layer, stage, input))});");
        }

        foreach (RowPlacePlan place in layer.Places.Where(place => place.StateOffset >= 0 && place.ScratchOffset >= 0))
        {
            w.Line(Copy(Names.Camel(place.Field), At("state", place.StateOffset), layer));
        }

        RowPlacePlan output = layer.Places.First(place => place.Field == layer.Layer.OutputField);
        return isTop || output.ScratchOffset < 0 ? Names.Camel(output.Field) : At("state", output.StateOffset);
    }

    private static System.Collections.Generic.IEnumerable<string> Arguments(RowLayerPlan layer, RowStagePlan stage, string input)
    {
        if (stage.Matrix is StagePlan.Matrix matrix)
        {
            yield return $"ref w.{stage.Method}.At(0)";
            foreach (OperandPlan operand in matrix.Operands)
            {
                yield return $"ref {(operand.KernelRow == 0 && operand.Name == Cells.CellBuilder.InputName ? input : Place(layer, operand.Source))}";
            }
        }

        foreach (Access access in RowStageEmitter.Places(stage))
        {
            yield return $"ref {Place(layer, access)}";
        }

        if (stage.Sweeps)
        {
            yield return "back";
        }
    }

    private static string Place(RowLayerPlan layer, Access access)
    {
        RowPlacePlan place = layer.Places.First(place => place.Field == access.Field);
        return Names.Camel(access.Field) + (place.BeforeOffset >= 0 && access.Slot == Slot.Step ? "Before" : "");
    }

    private static void Head(CodeWriter w, ModelPlan plan, string input)
    {
        w.Line("// The output");
        int offset = plan.Row.ScratchFloats - plan.Row.Head.Sum(stage => Sizes.Padded(stage.Units));
        foreach (RowStagePlan stage in plan.Row.Head)
        {
            string output = Names.Camel(stage.Method);
            w.Line($"ref float {output} = ref {At("scratch", offset)};");
            w.Line($"StepStages.{stage.Method}<V>(ref w.{stage.Method}.At(0), ref {input}, ref {output});");
            offset += Sizes.Padded(stage.Units);
            input = output;
        }

        if (plan.OutputSize == 1)
        {
            w.Line($"y = {input};");
        }
        else
        {
            w.Line($"{Names.MemoryMarshal}.CreateReadOnlySpan(ref {input}, OutputSize).CopyTo({Names.MemoryMarshal}.CreateSpan(ref y, OutputSize));");
        }
    }

    private static string Copy(string from, string to, RowLayerPlan layer) =>
        $"{Names.MemoryMarshal}.CreateReadOnlySpan(ref {from}, LayerSizes.{layer.Layer.Name}Units).CopyTo({Names.MemoryMarshal}.CreateSpan(ref {to}, LayerSizes.{layer.Layer.Name}Units));";

    private static string At(string origin, int offset) => offset == 0 ? origin : $"Kernels.At(ref {origin}, {offset})";
}
