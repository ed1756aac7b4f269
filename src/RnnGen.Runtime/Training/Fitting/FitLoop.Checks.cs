using System;
using System.Linq;

namespace RnnGen.Training;

/// <content>What is refused before any work.</content>
internal sealed partial class FitLoop
{
    /// <summary>Whether the gradients of several batches can be made those of one: what they were divided by must be one number.</summary>
    private static void CheckAccumulation(ModelDescription model, FitOptions options)
    {
        LossReduction reduction = options.AccumulationReduction ?? model.Heads[0].Reduction;
        HeadInfo? other = model.Heads.FirstOrDefault(head => head.Reduction != reduction);
        if (options.AccumulationReduction is not null && other is not null)
        {
            throw new ArgumentException(
                $"{nameof(options.AccumulationReduction)} is {reduction}, but the loss of {model.Name} is divided as {other.Reduction}; "
                + "leave it out.",
                nameof(options));
        }

        if (options.AccumulateBatches > 1 && other is not null)
        {
            throw new ArgumentException(
                $"{nameof(options.AccumulateBatches)} is {options.AccumulateBatches}, "
                + $"but head '{model.Heads[0].Name}' of {model.Name} is divided as "
                + $"{reduction} and head '{other.Name}' as {other.Reduction}: their gradients have no common mean over batches.",
                nameof(options));
        }
    }
}
