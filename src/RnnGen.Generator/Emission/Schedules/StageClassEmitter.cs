using System.Linq;
using RnnGen.Generator.Emission.Heads;
using RnnGen.Generator.Emission.Stages;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Schedules;

/// <summary>The class that holds every stage once; the schedules call them.</summary>
internal static class StageClassEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of each layer. All schedules share them, " +
            "so static and dynamic results are equal to the bit.</summary>\n" +
            "private static partial class Stages"))
        {
            foreach (StagePlan stage in plan.Layers.SelectMany(layer => layer.Stages))
            {
                StageEmitter.Forward(w, stage);
            }

            foreach (SequencePlan stage in plan.Sequence)
            {
                BetweenEmitter.Forward(w, stage);
            }

            foreach (HeadPlan head in plan.Heads)
            {
                if (head.Reduction is ReductionPlan reduction)
                {
                    StageEmitter.Forward(w, reduction);
                }

                foreach (StagePlan stage in head.AllStages)
                {
                    StageEmitter.Forward(w, stage);
                }
            }
        }
    }

    public static void EmitBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private static partial class Stages"))
        {
            foreach (LayerPlan layer in plan.Layers.Reverse())
            {
                foreach (StagePlan stage in layer.Stages.Reverse())
                {
                    StageEmitter.Backward(w, stage);
                }

                foreach (VectorPlan vector in layer.Vectors)
                {
                    VectorGradientEmitter.Emit(w, vector);
                }

                foreach (VectorPlan initial in layer.Initials)
                {
                    VectorGradientEmitter.EmitInitial(w, initial);
                }
            }

            foreach (SequencePlan stage in plan.Sequence.Reverse())
            {
                BetweenEmitter.Backward(w, stage);
            }

            for (int head = 0; head < plan.Heads.Count; head++)
            {
                Backward(w, plan.Heads[head], head);
            }
        }
    }

    private static void Backward(CodeWriter w, HeadPlan head, int index)
    {
        if (head.Pass is PassPlan pass)
        {
            PassEmitter.Backward(w, pass);
        }

        if (head.Reduction is ReductionPlan reduction)
        {
            StageEmitter.Backward(w, reduction);
        }

        foreach (StagePlan stage in head.AllStages)
        {
            StageEmitter.Backward(w, stage);
        }

        if (head.Loss is LossPlan loss)
        {
            LossEmitter.Emit(w, loss, index);
        }
    }
}
