using System;

namespace RnnGen.Bench.Networks;

/// <summary>Weights under which a comparison says something.</summary>
internal static class TestWeights
{
    private const int Seed = 20;

    /// <summary>Gives random values to the biases, which are constants in a new model: a peer could mix them up unseen.</summary>
    /// <param name="model">A new model.</param>
    public static void FillBiases(IRnnModel model)
    {
        Random random = new(Seed);
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            if (parameter.Shape.Count == 1)
            {
                foreach (ref float value in edit[parameter.Name])
                {
                    value = Uniform(random);
                }
            }
        }
    }

    /// <summary>
    /// Makes the candidates' recurrent matrices D diagonal. This project's GRU (TensorFlow's) resets before the product, tanh(x·V +
    /// (r∘h)·D), and PyTorch's fused one after it, tanh(x·V + r∘(h·D)): two networks at the same cost. Where D is diagonal both
    /// are the same number, so there a comparison proves layout, order of gates and signs of everything. The first gradients are the
    /// same there as well, save those of D itself: dD[i,j] is r[i]·h[i]·g[j] in one and h[i]·r[j]·g[j] in the other.
    /// </summary>
    /// <param name="model">The model to change.</param>
    public static void MakeCandidatesDiagonal(IRnnModel model)
    {
        Random random = new(Seed);
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (LayerShape layer in NetworkShape.Of(model.Description).Layers)
        {
            if (layer.Kind == LayerKind.Gru)
            {
                Span<float> recurrent = edit[$"{layer.Prefix}/candidate/kernel"][(layer.Inputs * layer.Units)..];
                recurrent.Clear();
                for (int unit = 0; unit < layer.Units; unit++)
                {
                    recurrent[unit * (layer.Units + 1)] = Uniform(random);
                }
            }
        }
    }

    /// <summary>Random inputs in [-1, 1).</summary>
    /// <param name="count">How many.</param>
    public static float[] Inputs(int count)
    {
        Random random = new(Seed);
        float[] inputs = new float[count];
        foreach (ref float value in inputs.AsSpan())
        {
            value = Uniform(random);
        }

        return inputs;
    }

    /// <summary>Random classes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="classes">Classes to choose from.</param>
    public static int[] Labels(int count, int classes)
    {
        Random random = new(Seed);
        int[] labels = new int[count];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.Next(classes);
        }

        return labels;
    }

    private static float Uniform(Random random) => (2 * random.NextSingle()) - 1;
}
