using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Cells;

/// <summary>Options that several cells have in common.</summary>
internal static class CellOptions
{
    public static readonly LayerOption LayerNorm = new("LayerNorm", 0);

    public static readonly LayerOption Bias = new("Bias", 1)
    {
        Rival = new LayerOptionRival(LayerNorm, "the layer normalisation of {0} shifts instead"),
    };

    public static readonly LayerOption Activation =
        new("Activation", (double)Specification.Activation.Tanh) { Members = typeof(Specification.Activation) };

    /// <summary>What the equations add to the forget gate; any number makes sense.</summary>
    public static readonly LayerOption ForgetBias = new("ForgetBias", 1) { Range = LayerOptionRange.Any };

    /// <summary>
    /// What is added to a variance within cells: with less, a zero input at the zero state would scale gradients by up to a million a step.
    /// </summary>
    public static readonly LayerOption LayerNormEpsilon =
        new("LayerNormEpsilon", 1e-3) { Range = LayerOptionRange.AboveZero, IsHashedAtDefault = true, Needs = LayerNorm };
}
