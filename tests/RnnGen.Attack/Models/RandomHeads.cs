using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Attack.Models;

/// <summary>Heads with their losses, below the layers of a network.</summary>
/// <param name="random">What is chosen.</param>
/// <param name="graph">The values that heads may read; null where the layers are a stack.</param>
internal sealed class RandomHeads(AttackRandom random, RandomGraph? graph)
{
    private readonly List<string> _lines = [];

    /// <summary>The lines: one head, or several with names, of which in a graph all but the first may read what they like.</summary>
    public IReadOnlyList<string> Lines()
    {
        if (!random.OneIn(4))
        {
            AddHead();
            return _lines;
        }

        foreach (string name in new[] { "one", "two", "three" })
        {
            if (name == "three" && random.OneIn(2))
            {
                break;
            }

            string reads = graph is not null && name != "one" && random.OneIn(2) ? $", {graph.Read(out _)}" : "";
            _lines.Add($"[Head(\"{name}\"{random.Of("", ", Weight = 0.5")}{reads})]");
            AddHead();
        }

        return _lines;
    }

    private void AddHead()
    {
        bool pools = random.OneIn(3), everyStep = !pools && random.OneIn(2);
        if (pools)
        {
            string pooling = random.Of("Mean", "Max", "Last", "Attention", "Attention");
            string units = pooling == "Attention" && random.OneIn(2) ? $", AttentionUnits = {RandomSize.Of(random)}" : "";
            _lines.Add($"[Pooling(Pooling.{pooling}{units})]");
        }

        string every = everyStep ? ", EveryStep = true" : "";
        if (random.OneIn(4))
        {
            _lines.Add($"[Dense({RandomSize.Of(random)}, Activation = "
                + $"Activation.{random.Of("Relu", "Tanh", "Selu", "Swish", "Softplus", "LeakyRelu")}{every})]");
        }

        bool alignsLabels = everyStep && random.OneIn(4);
        string loss = alignsLabels ? "ConnectionistTemporalClassification" : random.Of(
            "SoftmaxCrossEntropy", "BinaryCrossEntropy", "MeanSquaredError", "MeanAbsoluteError", "Huber", "GaussianNegativeLogLikelihood");
        int outputs = loss switch
        {
            "SoftmaxCrossEntropy" or "ConnectionistTemporalClassification" => RandomSize.Of(random) + 1,
            "GaussianNegativeLogLikelihood" => 2 * random.Between(1, 9),
            _ => RandomSize.Of(random),
        };
        _lines.Add($"[Dense({outputs}{every})]");
        string reduction = alignsLabels ? random.Of("PerSequence", "Sum") : random.Of("PerSequence", "PerValidStep", "Sum");
        List<string> options = [$"Reduction = LossReduction.{reduction}"];
        if (alignsLabels)
        {
            Maybe(options, 2, $"Blank = {random.Below(outputs)}");
        }

        if (loss == "SoftmaxCrossEntropy")
        {
            Maybe(options, 4, "LabelSmoothing = 0.1");
            Maybe(options, 4, "IgnoreIndex = -1");
            Maybe(options, 4, $"ClassWeights = new double[] {{ {string.Join(", ", Enumerable.Range(1, outputs))} }}");
        }

        _lines.Add($"[{loss}({string.Join(", ", options)})]");
    }

    private void Maybe(List<string> options, int chances, string option)
    {
        if (random.OneIn(chances))
        {
            options.Add(option);
        }
    }
}
