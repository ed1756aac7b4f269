using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Networks that end with a softmax: here they give logits, and the loss turns them into probabilities.</summary>
internal static class SoftmaxOutput
{
    /// <summary>What a reader says about it.</summary>
    public const string Note =
        "The softmax at the end is left out: the class gives logits, and its Probabilities turns them into probabilities.";

    /// <summary>The network with the loss that has <c>Probabilities</c>; it changes nothing in prediction.</summary>
    /// <param name="network">A network with one head.</param>
    public static Network Of(Network network) => network with { Heads = [network.Heads.Single() with { Loss = "SoftmaxCrossEntropy" }] };
}
