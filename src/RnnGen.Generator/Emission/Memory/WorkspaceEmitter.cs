using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Emission.Heads;
using RnnGen.Generator.Emission.Stages;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The class that holds activations and their gradients, and runs the network's passes over them.</summary>
internal static class WorkspaceEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The values of a batch, [slots, rows, padded units] each: a slot for each step, or one for all.</summary>\n"
            + $"private sealed partial class Workspace : {Names.Generated}.{(plan.Spec.Training ? "Training" : "Network")}Workspace"))
        {
            WorkspaceBufferEmitter.Fields(w, plan.Workspace.Forward);

            w.Line("/// <summary>The packed parameters that this pass reads.</summary>");
            w.Line("public Weights Weights = null!;");
            w.Line();
            if (plan.RunsRows)
            {
                w.Line("/// <summary>The parameters for rows that run alone, or null when the rows fill a register tile.</summary>");
                w.Line("public RowWeights? RowWeights;");
                w.Line();
                RowProjectionsEmitter.Emit(w, plan);
            }

            w.Line("public Workspace()");
            w.Line($"    : base(Description, floatsPerStep: {plan.Workspace.FloatsPerStep}{EmbeddingEmitter.Table(plan)})");
            w.Line("{");
            w.Line("}");
            w.Line();
            InitialStateEmitter.EmitWorkspace(w, plan);
            Trace(w, plan);
            Places(w, plan);
            w.Line("/// <summary>Takes the parameters that the next pass reads.</summary>");
            using (w.Block($"protected override void Use({Names.Generated}.PackedPanels panels, {Names.Generated}.PackedRows? rows)"))
            {
                w.Line("Weights = (Weights)panels;");
                if (plan.RunsRows)
                {
                    w.Line("RowWeights = (RowWeights?)rows;");
                }
            }

            w.Line();
            w.Line("/// <summary>Runs the pass for some of the rows.</summary>");
            w.Line("protected override void Forward<V, M>(int first, int rows) => Schedule.Forward<V, M>(this, first, rows);");
            w.Line();
            if (plan.RunsRows)
            {
                w.Line("/// <summary>Runs it one row after the other, where there are few.</summary>");
                w.Line(
                    $"protected override void ForwardRows<V>(int first, int rows{Names.MemberParameter(plan.Row!.IsShared)}) => "
                    + $"Schedule.Rows<V>(this, RowWeights!, first, rows{Names.MemberArgument(plan.Row.IsShared)});");
                w.Line();
                if (plan.Row.IsShared)
                {
                    w.Line($"protected override int MostRowThreads => {plan.Row.MostThreads};");
                    w.Line();
                }
            }

            WorkspaceBufferEmitter.ShapeForward(w, plan);
        }
    }

    public static void EmitBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private sealed partial class Workspace"))
        {
            WorkspaceBufferEmitter.Fields(w, plan.Workspace.Backward);

            foreach (StagePlan.Matrix stage in plan.Matrices)
            {
                MatrixStageEmitter.WeightField(w, stage);
            }

            VectorPlan[] vectors = [.. plan.Vectors, .. plan.Initials];
            foreach (VectorPlan vector in vectors)
            {
                w.Line($"/// <summary>Gradient of {vector.Parameter.Name}, padded.</summary>");
                w.Line($"public {Names.AlignedBuffer} {Names.Of(vector.GradientBuffer)}Sum;");
                w.Line();
            }

            w.Line("/// <summary>A copy of the parameters for a trainer.</summary>");
            w.Line(
                $"protected override {Names.Generated}.PackedPanels CreatePanels() => "
                + $"{WeightsEmitter.Create(plan, forPrediction: false)};");
            w.Line();
            w.Line("/// <summary>Makes room for the gradients of the parameters.</summary>");
            using (w.Block("protected override void AllocateWeightGradients()"))
            {
                foreach (StagePlan.Matrix stage in plan.Matrices)
                {
                    MatrixStageEmitter.AllocateWeights(w, stage);
                }

                foreach (VectorPlan vector in vectors)
                {
                    w.Line($"{Names.Of(vector.GradientBuffer)}Sum = {Names.AlignedBuffer}.Allocate({Sizes.Padded(vector.Units)});");
                }
            }

            w.Line();
            LossEmitter.Targets(w, plan);
            DropoutEmitter.EmitWorkspace(w, plan);
            PassesEmitter.Emit(w, plan);
            w.Line("/// <summary>The gradients of a head's outputs: where the way back starts.</summary>");
            Select(
                w, $"protected override {Names.StepBuffer} OutputGradient(int head)", "head",
                plan.Heads.Select(head => Names.Of(head.Output.GradientBuffer!)));
            w.Line("/// <summary>The gradients of the states.</summary>");
            Select(
                w, $"protected override {Names.StepBuffer} StateGradient(int state)", "state",
                plan.States.Select(state => Names.Of(state.GradientBuffer)));
            WorkspaceBufferEmitter.ShapeBackward(w, plan);
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
                w.Line($"    {call($"{Names.Vector}{(width == 0 ? 128 : width)}")}");
                w.Line("    break;");
            }
        }
    }

    /// <summary>Where the runtime finds states and outputs.</summary>
    private static void Places(CodeWriter w, ModelPlan plan)
    {
        w.Line("/// <summary>The states, in the order of the layers.</summary>");
        Select(w, $"protected override {Names.StepBuffer} State(int state)", "state", plan.States.Select(state => Names.Of(state.Buffer)));
        w.Line("/// <summary>The outputs of a head, and the slot of the first step's.</summary>");
        if (plan.Heads.Count == 1)
        {
            using (w.Block($"protected override {Names.StepBuffer} Output(int head, out int firstSlot)"))
            {
                w.Line($"firstSlot = {FirstSlot(plan.Head)};");
                w.Line($"return {Names.Of(plan.Head.Output.Place.Buffer)};");
            }

            w.Line();
            return;
        }

        using (w.Block($"protected override {Names.StepBuffer} Output(int head, out int firstSlot)"))
        {
            int[] later = [.. Enumerable.Range(0, plan.Heads.Count).Where(index => FirstSlot(plan.Heads[index]) == 1)];
            w.Line($"firstSlot = {(later.Length == 0 ? "0" : $"head is {string.Join(" or ", later)} ? 1 : 0")};");
            w.Line("return head switch");
            w.Line("{");
            Cases(w, plan.Heads.Select(head => Names.Of(head.Output.Place.Buffer)));
            w.Line("};");
        }

        w.Line();
    }

    private static int FirstSlot(HeadPlan head) => head.IsEveryStep && head.Output.Place.Slot == Slot.Next ? 1 : 0;

    /// <summary>A member that gives one of several buffers.</summary>
    private static void Select(CodeWriter w, string member, string index, IEnumerable<string> fields)
    {
        string[] all = [.. fields];
        if (all.Length == 1)
        {
            w.Line($"{member} => {all[0]};");
            w.Line();
            return;
        }

        w.Line($"{member} => {index} switch");
        w.Line("{");
        Cases(w, all);
        w.Line("};");
        w.Line();
    }

    private static void Cases(CodeWriter w, IEnumerable<string> fields)
    {
        string[] all = [.. fields];
        for (int i = 0; i < all.Length; i++)
        {
            w.Line($"    {(i + 1 < all.Length ? Names.Number(i) : "_")} => {all[i]},");
        }
    }

    private static void Trace(CodeWriter w, ModelPlan plan)
    {
        w.Line("/// <summary>The values that a trace shows, by their names.</summary>");
        w.Line("public override global::RnnGen.ModelTrace Trace() => new(");
        w.Line("[");
        foreach (TracePlan trace in plan.Workspace.Traces)
        {
            (string steps, string lengths) = trace.EveryStep ? ("Steps", "Lengths") : ("steps: 1", "lengths: null");
            w.Line(
                $"    new(\"{trace.Name}\", {Names.Of(trace.Buffer.Buffer)}, {trace.Buffer.Units}, {steps}, Rows, "
                + $"firstSlot: {trace.FirstSlot}, {lengths}, isState: {(trace.IsState ? "true" : "false")}),");
        }

        w.Line("]);");
        w.Line();
    }
}
