using RnnGen.Generator.Parsing;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The stages after the recurrent layers.</summary>
internal static class HeadStagesEmitter
{
    public static void Forward(CodeWriter w, ModelPlan plan)
    {
        switch (plan.Head.Reduction)
        {
            case { Kind: SequenceReduction.Last } last:
                LastStepEmitter.Forward(w, last);
                break;
            case ReductionPlan pooling:
                PoolingEmitter.Forward(w, pooling);
                break;
        }

        foreach (StagePlan stage in plan.Head.Stages)
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

    public static void Backward(CodeWriter w, ModelPlan plan)
    {
        switch (plan.Head.Reduction)
        {
            case { Kind: SequenceReduction.Last } last:
                LastStepEmitter.Backward(w, last);
                break;
            case ReductionPlan pooling:
                PoolingEmitter.Backward(w, pooling);
                break;
        }

        foreach (StagePlan stage in plan.Head.Stages)
        {
            switch (stage)
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
    }
}
