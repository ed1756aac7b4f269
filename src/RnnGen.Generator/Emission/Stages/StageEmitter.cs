using RnnGen.Generator.Emission.Heads;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Stages;

/// <summary>The methods of one stage, whatever its kind.</summary>
internal static class StageEmitter
{
    public static void Forward(CodeWriter w, StagePlan stage)
    {
        switch (stage)
        {
            case StagePlan.Matrix matrix:
                MatrixStageEmitter.Forward(w, matrix);
                break;
            case StagePlan.Normalize normalize:
                NormalizeEmitter.Forward(w, normalize);
                break;
            case StagePlan.Pointwise pointwise:
                PointwiseStageEmitter.Forward(w, pointwise);
                break;
        }
    }

    public static void Backward(CodeWriter w, StagePlan stage)
    {
        switch (stage)
        {
            case StagePlan.Matrix matrix:
                MatrixStageEmitter.Backward(w, matrix);
                MatrixStageEmitter.Weights(w, matrix);
                break;
            case StagePlan.Normalize normalize:
                NormalizeEmitter.Backward(w, normalize);
                break;
            case StagePlan.Pointwise pointwise:
                PointwiseStageEmitter.Backward(w, pointwise);
                break;
        }
    }

    public static void Forward(CodeWriter w, ReductionPlan reduction)
    {
        switch (reduction.Kind)
        {
            case SequenceReduction.Last:
                LastStepEmitter.Forward(w, reduction);
                break;
            case SequenceReduction.Attention:
                AttentionEmitter.Forward(w, reduction);
                break;
            default:
                PoolingEmitter.Forward(w, reduction);
                break;
        }
    }

    public static void Backward(CodeWriter w, ReductionPlan reduction)
    {
        switch (reduction.Kind)
        {
            case SequenceReduction.Last:
                LastStepEmitter.Backward(w, reduction);
                break;
            case SequenceReduction.Attention:
                AttentionEmitter.Backward(w, reduction);
                break;
            default:
                PoolingEmitter.Backward(w, reduction);
                break;
        }
    }
}
