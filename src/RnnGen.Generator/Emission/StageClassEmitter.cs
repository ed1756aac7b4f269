using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission;

/// <summary>The class that holds every stage once; the schedules call them.</summary>
internal static class StageClassEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of each layer. All schedules share them, so static and dynamic results are equal to the bit.</summary>\n" +
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

            FunctionsEmitter.Emit(w, ForwardFunctions(plan));
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

                foreach (VectorPlan initial in WeightsEmitter.Initials(layer))
                {
                    VectorGradientEmitter.EmitInitial(w, initial);
                }
            }

            foreach (SequencePlan stage in plan.Sequence.Reverse())
            {
                BetweenEmitter.Backward(w, stage);
            }

            if (plan.Embedding is EmbeddingPlan embedding)
            {
                EmbeddingEmitter.EmitBackward(w, embedding);
            }

            foreach (HeadPlan head in plan.Heads)
            {
                Backward(w, head);
            }

            // Those of the forward pass are there already.
            IEnumerable<Function> called = FunctionsEmitter.Called(Pointwise(plan).SelectMany(stage => stage.Backward.Statements));
            FunctionsEmitter.Emit(
                w,
                called.Concat(plan.Losses.SelectMany(LossEmitter.Functions))
                    .Concat(FunctionsEmitter.Stored(Pointwise(plan).Any(stage => stage.Backward.Carries) || MultipliesDirections(plan)))
                    .Distinct()
                    .Except(ForwardFunctions(plan))
                    .OrderBy(function => function));
        }
    }

    private static void Backward(CodeWriter w, HeadPlan head)
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
            LossEmitter.Emit(w, loss);
        }
    }

    private static IEnumerable<Function> ForwardFunctions(ModelPlan plan) =>
        FunctionsEmitter.Called(Pointwise(plan).SelectMany(stage => stage.Forward.Statements))
            .Concat(plan.Heads.All(head => head.Reduction?.Attention is null) ? [] : AttentionEmitter.Functions)
            .Concat(FunctionsEmitter.Stored(Pointwise(plan).Any(stage => stage.Forward.Carries) || MultipliesDirections(plan)))
            .Distinct()
            .OrderBy(function => function);

    // A product of two small numbers is much smaller than what it is made of.
    private static bool MultipliesDirections(ModelPlan plan) => plan.Sequence.OfType<SequencePlan.Merge>().Any(merge => merge.Mode == LayerMerge.Product)
        || plan.Heads.Any(head => head.Reduction?.Merge == LayerMerge.Product);

    private static IEnumerable<StagePlan.Pointwise> Pointwise(ModelPlan plan) =>
        plan.Layers.SelectMany(layer => layer.Stages).Concat(plan.Heads.SelectMany(head => head.AllStages)).OfType<StagePlan.Pointwise>();
}
