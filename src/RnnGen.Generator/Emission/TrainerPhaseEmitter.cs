using System.Linq;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>The phases of a training step: their numbers, their order, and which share of each a thread does.</summary>
internal static class TrainerPhaseEmitter
{
    /// <summary>The numbers of the phases.</summary>
    public static void EmitConstants(CodeWriter w, ModelPlan plan)
    {
        int index = 0;
        foreach (PhasePlan phase in plan.Phases)
        {
            w.Line($"private const int {phase.Name}Phase = {index};");
            index++;
        }

        w.Line();
    }

    /// <summary>The methods that run them.</summary>
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        Backpropagate(w, plan);
        Run(w, plan);
    }

    private static void Backpropagate(CodeWriter w, ModelPlan plan)
    {
        w.Lines("""
            /// <summary>From the top layer down: its steps last to first, rows shared; then its weight gradients, columns shared.</summary>
            private void Backpropagate()
            {
            """);
        w.Shift(1);
        foreach (PhasePlan phase in plan.Phases.Where(phase => phase.Kind is not (PhaseKind.Pack or PhaseKind.Forward or PhaseKind.Loss)))
        {
            w.Line($"{Names.WorkerTeam}.Run(_work, {phase.Name}Phase, _parts);");
        }

        if (plan.Embedding is not null)
        {
            w.Line("_w.KeepTouched();");
        }

        w.Shift(-1);
        w.Line("}");
        w.Line();
    }

    private static void Run(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private void Run(int phase, int part, int parts)"))
        {
            WorkspaceEmitter.DispatchWidth(w, "_w.VectorBits", vector => $"Run<{vector}>(phase, part, parts);");
        }

        w.Line();
        using (w.Block($"private void Run<V>(int phase, int part, int parts)\n    {Names.WhereV}"))
        {
            w.Line($"{Names.Partition}.Rows(_w.Rows, part, parts, out int first, out int rows);");
            using (w.Block("switch (phase)"))
            {
                foreach (PhasePlan phase in plan.Phases)
                {
                    w.Line($"case {phase.Name}Phase:");
                    w.Shift(1);
                    Phase(w, plan, phase);
                    w.Line("break;");
                    w.Shift(-1);
                }
            }
        }
    }

    private static void Phase(CodeWriter w, ModelPlan plan, PhasePlan phase)
    {
        switch (phase.Kind)
        {
            case PhaseKind.Pack:
                w.Line("_w.Weights.Pack(_model.Parameters.Values, V.Width, part, parts);");
                w.Line("_w.Weights.PackTransposed(_model.Parameters.Values, V.Width, part, parts);");
                break;
            case PhaseKind.Forward:
                if (plan.Masks.Any())
                {
                    w.Line("_w.DrawMasks(first, rows);");
                }

                w.Line($"Schedule.Forward<V, global::RnnGen.Numerics.{(plan.Masks.Any() ? "TrainingPass" : "HistoryPass")}>(_w, first, rows);");
                break;
            case PhaseKind.Loss:
                foreach (LossPlan loss in plan.Losses)
                {
                    w.Line($"Stages.{loss.Method}<V>(_w, first, rows);");
                }

                break;
            case PhaseKind.Head:
                foreach (HeadPlan head in plan.Heads.Where(head => head.HasBackward))
                {
                    w.Line($"Schedule.{head.Stem}HeadBackward<V>(_w, first, rows);");
                }

                break;
            case PhaseKind.HeadWeights:
                foreach (StagePlan.Matrix product in plan.Heads.SelectMany(head => head.Products))
                {
                    w.Line($"Stages.{product.Method}Weights<V>(_w, part, parts);");
                }

                break;
            case PhaseKind.Layer:
                w.Line($"Schedule.{phase.Layer!.Name}Backward<V>(_w, first, rows);");
                break;
            case PhaseKind.LayerWeights:
                foreach (StagePlan.Matrix stage in phase.Layer!.Stages.OfType<StagePlan.Matrix>())
                {
                    w.Line($"Stages.{stage.Method}Weights<V>(_w, part, parts);");
                }

                foreach (VectorPlan vector in phase.Layer.Vectors.Concat(WeightsEmitter.Initials(phase.Layer)))
                {
                    w.Line($"Stages.{vector.Field}Weights<V>(_w, part, parts);");
                }

                break;
            case PhaseKind.Embedding:
                w.Line("Stages.EmbeddingWeights<V>(_w, part, parts);");
                break;
            case PhaseKind.Between:
                w.Line($"Stages.{phase.Sequence!.Method}Backward<V>(_w, first, rows);");
                break;
        }
    }
}
