using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>The class that holds activations and their gradients, and the work of prediction on several threads.</summary>
internal static class WorkspaceEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>Activations of one batch: [slots, rows, padded units] each, a slot a time step.</summary>\n" +
            $"private sealed partial class Workspace : global::RnnGen.{(plan.Embedding is null ? "Sequence" : "Token")}Workspace, {Names.PartitionedWork}"))
        {
            foreach (BufferPlan buffer in plan.Buffers.Where(buffer => !WorkspaceBufferEmitter.IsGradient(buffer)))
            {
                WorkspaceBufferEmitter.Field(w, buffer);
            }

            w.Line("/// <summary>The packed parameters that this pass reads.</summary>");
            w.Line("public Weights Weights = null!;");
            w.Line();
            if (plan.Row is not null)
            {
                w.Line("/// <summary>The parameters for rows that run alone, or null when the rows fill a register tile.</summary>");
                w.Line("public RowWeights? RowWeights;");
                w.Line();
                RowScheduleEmitter.EmitProjections(w, plan);
            }

            w.Line("/// <summary>The vector width of this pass.</summary>");
            w.Line("public int VectorBits;");
            w.Line();
            w.Lines($$"""
                /// <summary>Takes rows of a batch and their initial states.</summary>
                """);
            using (w.Block($"public void Begin(scoped in global::RnnGen.SequenceBatch batch, int firstRow, int rows, {Names.ReadOnlySpan} initialStates, bool history)"))
            {
                w.Line("SetBatch(batch, firstRow, rows, InputSize, initialStates.IsEmpty);");
                w.Line("Shape(history);");
                if (plan.Embedding is null)
                {
                    w.Line($"CopyIn(batch.Values, batch.BatchSize, batch.Layout, firstRow, InputSize, Inputs);");
                }

                foreach (StatePlan state in States(plan))
                {
                    w.Line($"CopyStatesIn(initialStates, StateSize, {state.Offset}, firstRow, {state.Units}, {state.Field}, 0);");
                }
            }

            w.Line();
            EmbeddingEmitter.EmitWorkspace(w, plan);
            InitialStateEmitter.EmitWorkspace(w, plan);
            foreach (HeadPlan head in plan.Heads)
            {
                w.Line($"/// <summary>Copies the outputs{OfHead(head)} of the rows to the caller's batch.</summary>");
                using (w.Block($"public void Copy{head.Stem}Outputs({Names.Span} outputs, int batchSize, global::RnnGen.SequenceLayout layout, int firstRow)"))
                {
                    Access output = head.Output.Place;
                    string size = OutputNames.Size(head);
                    w.Line(head.IsEveryStep
                        ? $"CopyOut({output.Field}, {(output.Slot == Slot.Next ? 1 : 0)}, outputs, batchSize, layout, firstRow, {size});"
                        : $"CopyStatesOut({output.Field}, 0, outputs, {size}, 0, firstRow, {size});");
                }

                w.Line();
            }

            w.Line("/// <summary>Copies the states after each row's last valid step.</summary>");
            using (w.Block($"public void CopyFinalStates({Names.Span} states, int firstRow)"))
            {
                foreach (StatePlan state in States(plan))
                {
                    w.Line($"CopyStatesOut({state.Field}, MaxLength, states, StateSize, {state.Offset}, firstRow, {state.Units});");
                }
            }

            w.Line();
            Trace(w, plan);
            w.Line();
            w.Line("/// <summary>Predicts a share of the rows.</summary>");
            using (w.Block($"void {Names.PartitionedWork}.Run(int phase, int part, int parts)"))
            {
                w.Line($"{Names.Partition}.Rows(Rows, part, parts, out int first, out int rows);");
                if (plan.Row is not null)
                {
                    using (w.Block("if (RowWeights is not null)"))
                    {
                        DispatchWidth(w, "RowWeights.VectorBits", vector => $"Schedule.Rows<{vector}>(this, RowWeights, first, rows);");
                        w.Line();
                        w.Line("return;");
                    }

                    w.Line();
                }

                DispatchWidth(w, "VectorBits", vector => $"Schedule.Forward<{vector}, global::RnnGen.Numerics.PredictionPass>(this, first, rows);");
            }

            w.Line();
            WorkspaceBufferEmitter.ShapeForward(w, plan);
        }
    }

    public static void EmitBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private sealed partial class Workspace"))
        {
            foreach (BufferPlan buffer in plan.Buffers.Where(WorkspaceBufferEmitter.IsGradient))
            {
                WorkspaceBufferEmitter.Field(w, buffer);
            }

            foreach (LossPlan loss in plan.Losses)
            {
                LossEmitter.Fields(w, loss);
            }

            DropoutEmitter.EmitWorkspace(w, plan);
            w.Line("/// <summary>Whether gradients of the inputs are wanted.</summary>");
            w.Line("public bool WantsInputGradients;");
            w.Line();
            w.Line("/// <summary>Whether gradients of the initial states are wanted.</summary>");
            w.Line("public bool WantsStateGradients;");
            w.Line();
            w.Line("/// <summary>Gradients in the layout of the parameters.</summary>");
            w.Line($"public readonly {Names.AlignedBuffer} Gradients = {Names.AlignedBuffer}.Allocate(ParameterCount);");
            w.Line();
            w.Line("/// <summary>Interleaved copies of the weight gradients' operands, one buffer a part.</summary>");
            w.Line($"public {Names.AlignedBuffer}[] Scratch = [];");
            w.Line();
            foreach (StagePlan.Matrix stage in WeightsEmitter.Matrices(plan))
            {
                MatrixStageEmitter.WeightField(w, stage);
            }

            foreach (VectorPlan vector in WeightsEmitter.Vectors(plan).Concat(WeightsEmitter.Initials(plan)))
            {
                w.Line($"/// <summary>Gradient of {vector.Parameter.Name}, padded.</summary>");
                w.Line($"public readonly {Names.AlignedBuffer} {vector.GradientField}Sum = {Names.AlignedBuffer}.Allocate({Sizes.Padded(vector.Units)});");
                w.Line();
            }

            w.Line("/// <summary>Shapes the buffers of the backward pass for the current batch.</summary>");
            using (w.Block("public void ShapeGradients(int parts)"))
            {
                w.Line("Shape();");
                using (w.Block("while (Scratch.Length < parts)"))
                {
                    int floats = WeightsEmitter.Matrices(plan).Select(MatrixStageEmitter.ScratchFloats).DefaultIfEmpty(16).Max();
                    w.Line($"Scratch = [.. Scratch, {Names.AlignedBuffer}.Allocate({floats})];");
                }
            }

            w.Line();
            w.Line("/// <summary>Sets the gradients of the final states, zero when there are none.</summary>");
            using (w.Block($"public void SetFinalStateGradients({Names.ReadOnlySpan} gradients)"))
            {
                foreach (StatePlan state in States(plan))
                {
                    w.Line($"CopyStatesIn(gradients, StateSize, {state.Offset}, 0, {state.Units}, {state.GradientField}, MaxLength);");
                }
            }

            w.Line();
            w.Line("/// <summary>Gives the gradients of the initial states.</summary>");
            using (w.Block($"public void CopyInitialStateGradients({Names.Span} gradients)"))
            {
                foreach (StatePlan state in States(plan))
                {
                    w.Line($"CopyStatesOut({state.GradientField}, 0, gradients, StateSize, {state.Offset}, 0, {state.Units});");
                }
            }

            w.Line();
            foreach (HeadPlan head in plan.Heads)
            {
                SetOutputGradients(w, head);
            }

            w.Line("/// <summary>Gives the gradients of the inputs.</summary>");
            using (w.Block($"public void CopyInputGradients({Names.Span} gradients, global::RnnGen.SequenceLayout layout)"))
            {
                w.Line("CopyOut(InputGradients, 0, gradients, Rows, layout, 0, InputSize);");
            }

            w.Line();
            WorkspaceBufferEmitter.ShapeBackward(w, plan);
            w.Line();
            w.Line("/// <summary>Bytes held for activations and their gradients.</summary>");
            w.Line("public long Bytes =>");
            w.Lines($"    {string.Join(" +\n    ", plan.Buffers.Select(buffer => $"{buffer.Field}.Bytes"))};");
        }
    }

    /// <summary>Calls one of three compilations by the vector width.</summary>
    public static void DispatchWidth(CodeWriter w, string bits, System.Func<string, string> call)
    {
        using (w.Block($"switch ({bits})"))
        {
            foreach (int width in new[] { 512, 256, 0 })
            {
                w.Line(width == 0 ? "default:" : $"case {width}:");
                w.Line($"    {call($"global::RnnGen.Numerics.Simd{(width == 0 ? 128 : width)}")}");
                w.Line("    break;");
            }
        }
    }

    /// <summary>All states, in layer order.</summary>
    public static IEnumerable<StatePlan> States(ModelPlan plan) => plan.Layers.SelectMany(layer => layer.States);

    private static void SetOutputGradients(CodeWriter w, HeadPlan head)
    {
        string target = head.Output.GradientField, size = OutputNames.Size(head);
        w.Line($"/// <summary>Sets the gradients of the outputs{OfHead(head)}, zero when there are none.</summary>");
        using (w.Block($"public void Set{head.Stem}OutputGradients({Names.ReadOnlySpan} gradients, global::RnnGen.SequenceLayout layout)"))
        {
            if (!head.IsEveryStep)
            {
                w.Line($"CopyStatesIn(gradients, {size}, 0, 0, {size}, {target}, 0);");
            }
            else
            {
                using (w.Block("if (!gradients.IsEmpty)"))
                {
                    w.Line($"CopyIn(gradients, Rows, layout, 0, {size}, {target});");
                    w.Line("return;");
                }

                w.Line();
                using (w.Block("for (int step = 0; step < Steps && Rows > 0; step++)"))
                {
                    w.Line($"{target}.Clear(step);");
                }
            }
        }

        w.Line();
    }

    private static string OfHead(HeadPlan head) => head.Name is null ? "" : $" of head {head.Name}";

    private static void Trace(CodeWriter w, ModelPlan plan)
    {
        w.Line("/// <summary>A view of every step's values.</summary>");
        w.Line("public global::RnnGen.ModelTrace Trace() => new(");
        w.Line("[");
        foreach (BufferPlan buffer in plan.Buffers.Where(buffer => buffer.Trace is not null))
        {
            if (buffer.Role == BufferRole.Scratch)
            {
                w.Line($"    new(\"{buffer.Trace}\", {buffer.Field}, {buffer.Units}, steps: 1, Rows, firstSlot: 0, lengths: null, isState: false),");
                continue;
            }

            bool isState = buffer.Role is BufferRole.State or BufferRole.OutputState;
            w.Line($"    new(\"{buffer.Trace}\", {buffer.Field}, {buffer.Units}, Steps, Rows, firstSlot: {(isState ? 1 : 0)}, Lengths, isState: {(isState ? "true" : "false")}),");
        }

        w.Line("]);");
    }
}
