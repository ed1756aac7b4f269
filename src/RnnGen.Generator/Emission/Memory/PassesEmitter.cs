using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Memory;

/// <summary>The phases of a training step that depend on the network, and which share of each a thread does.</summary>
internal static class PassesEmitter
{
    public static void Emit(CodeWriter w, ModelPlan plan)
    {
        if (plan.Losses.Any())
        {
            w.Line("/// <summary>The loss of each row, and the gradients of the outputs.</summary>");
            using (w.Block("protected override void Loss<V>(int first, int rows)"))
            {
                foreach (LossPlan loss in plan.Losses)
                {
                    w.Line($"Stages.{loss.Method}<V>(this, first, rows);");
                }
            }

            w.Line();
        }

        PhasePlan[] phases = [.. plan.Phases.Where(phase => phase.Kind is not (PhaseKind.Pack or PhaseKind.Forward or PhaseKind.Loss))];
        w.Line("/// <summary>How many phases the way back has; all threads end one before the next begins.</summary>");
        w.Line($"protected override int BackwardPhases => {phases.Length};");
        w.Line();
        w.Line(
            "/// <summary>From the top layer down: its steps last to first, rows shared; then its weight gradients, "
            + "columns shared.</summary>");
        using (w.Block("protected override void Backward<V>(int phase, int first, int rows, int part, int parts)"))
        using (w.Block("switch (phase)"))
        {
            for (int i = 0; i < phases.Length; i++)
            {
                w.Line(i + 1 < phases.Length ? $"case {i}:" : "default:");
                w.Shift(1);
                Phase(w, plan, phases[i]);
                w.Line("break;");
                w.Shift(-1);
            }
        }

        w.Line();
    }

    private static void Phase(CodeWriter w, ModelPlan plan, PhasePlan phase)
    {
        switch (phase.Kind)
        {
            case PhaseKind.Head:
                foreach (HeadPlan head in plan.Heads.Where(head => head.HasBackward))
                {
                    w.Line($"Schedule.{head.Stem}HeadBackward<V>(this, first, rows);");
                }

                break;
            case PhaseKind.HeadWeights:
                foreach (StagePlan.Matrix product in plan.Heads.SelectMany(head => head.Products))
                {
                    w.Line($"Stages.{product.Method}Weights<V>(this, part, parts);");
                }

                break;
            case PhaseKind.Layer:
                w.Line($"Schedule.{phase.Layer!.Name}Backward<V>(this, first, rows);");
                break;
            case PhaseKind.LayerWeights:
                foreach (StagePlan.Matrix stage in phase.Layer!.Stages.OfType<StagePlan.Matrix>())
                {
                    w.Line($"Stages.{stage.Method}Weights<V>(this, part, parts);");
                }

                foreach (VectorPlan vector in phase.Layer.Vectors.Concat(phase.Layer.Initials))
                {
                    w.Line($"Stages.{Names.Of(vector.Buffer)}Weights<V>(this, part, parts);");
                }

                break;
            case PhaseKind.Embedding:
                w.Line("AddTableGradients<V>(part, parts);");
                break;
            default:
                w.Line($"Stages.{phase.Sequence!.Method}Backward<V>(this, first, rows);");
                break;
        }
    }
}
