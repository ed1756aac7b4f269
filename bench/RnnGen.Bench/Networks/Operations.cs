namespace RnnGen.Bench.Networks;

/// <summary>Floating-point operations of the matrix products: two for each multiply-add.</summary>
internal static class Operations
{
    /// <summary>Operations of a forward pass.</summary>
    /// <param name="model">The network.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="steps">Steps of each row.</param>
    public static double Forward(ModelDescription model, int rows, int steps) =>
        2.0 * rows * ((model.MultiplyAddsPerStep * steps) + model.MultiplyAddsPerSequence);

    /// <summary>
    /// Operations of a training step: backward has two products for each of the forward pass, one for the operand's gradient and one
    /// for the weights', save that nobody asks for the gradient of the network's inputs, unless they are learned as an embedding.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="steps">Steps of each row.</param>
    public static double Training(ModelDescription model, int rows, int steps)
    {
        LayerShape first = NetworkShape.Of(model).Layers[0];
        double inputs = first.Kind == LayerKind.Embedding ? 0 : 2.0 * rows * steps * first.Inputs * first.Gates * first.Units;
        return (3 * Forward(model, rows, steps)) - inputs;
    }
}
