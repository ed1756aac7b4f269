using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The class that holds every stage once; the schedules call them.</summary>
internal static class StagesEmitter
{
    public static void EmitForward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block(
            "/// <summary>The stages of each layer. All schedules share them, so static and dynamic results are equal to the bit.</summary>\n" +
            "private static partial class Stages"))
        {
            foreach (LayerPlan layer in plan.Layers)
            {
                foreach (StagePlan stage in layer.Stages)
                {
                    switch (stage)
                    {
                        case StagePlan.Matrix matrix:
                            MatrixStageEmitter.Forward(w, matrix, plan);
                            break;
                        case StagePlan.Pointwise pointwise:
                            PointwiseStageEmitter.Forward(w, pointwise);
                            break;
                    }
                }
            }

            foreach (SequencePlan stage in plan.Sequence)
            {
                BetweenEmitter.Forward(w, stage);
            }

            if (plan.LastStep is LastStepPlan last)
            {
                LastStepEmitter.Forward(w, last);
            }

            foreach (StagePlan.Matrix dense in plan.Dense)
            {
                MatrixStageEmitter.Forward(w, dense, plan);
            }

            FunctionsEmitter.Emit(w, FunctionsEmitter.Called(Pointwise(plan).SelectMany(stage => stage.Forward.Statements)));
        }
    }

    public static void EmitBackward(CodeWriter w, ModelPlan plan)
    {
        using (w.Block("private static partial class Stages"))
        {
            for (int index = plan.Layers.Count - 1; index >= 0; index--)
            {
                LayerPlan layer = plan.Layers[index];
                for (int stage = layer.Stages.Count - 1; stage >= 0; stage--)
                {
                    switch (layer.Stages[stage])
                    {
                        case StagePlan.Matrix matrix:
                            MatrixStageEmitter.Backward(w, matrix, plan);
                            MatrixStageEmitter.Weights(w, matrix, plan);
                            break;
                        case StagePlan.Pointwise pointwise:
                            PointwiseStageEmitter.Backward(w, pointwise);
                            break;
                    }
                }

                foreach (VectorPlan vector in layer.Vectors)
                {
                    VectorGradientEmitter.Emit(w, vector);
                }
            }

            foreach (SequencePlan stage in plan.Sequence.Reverse())
            {
                BetweenEmitter.Backward(w, stage);
            }

            if (plan.LastStep is LastStepPlan last)
            {
                LastStepEmitter.Backward(w, last);
            }

            foreach (StagePlan.Matrix dense in plan.Dense)
            {
                MatrixStageEmitter.Backward(w, dense, plan);
                MatrixStageEmitter.Weights(w, dense, plan);
            }

            if (plan.Loss is SoftmaxPlan loss)
            {
                SoftmaxEmitter.Emit(w, loss);
            }

            // Those of the forward pass are there already.
            IEnumerable<Function> called = FunctionsEmitter.Called(Pointwise(plan).SelectMany(stage => stage.Backward.Statements));
            FunctionsEmitter.Emit(
                w,
                called.Concat(plan.Loss is null ? [] : [Function.Exp, Function.Log])
                    .Except(FunctionsEmitter.Called(Pointwise(plan).SelectMany(stage => stage.Forward.Statements)))
                    .OrderBy(function => function));
        }
    }

    private static IEnumerable<StagePlan.Pointwise> Pointwise(ModelPlan plan) =>
        plan.Layers.SelectMany(layer => layer.Stages).OfType<StagePlan.Pointwise>();
}
