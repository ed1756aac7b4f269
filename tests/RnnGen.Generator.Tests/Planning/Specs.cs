using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>Specifications in a line: <c>Specs.Of(3, "lstm 4", "gru 5", "dense 2", "loss")</c>.</summary>
internal static class Specs
{
    public static ModelSpec Of(int inputSize, params string[] layers)
    {
        string[][] words = [.. layers.Select(layer => layer.Split(' '))];
        return new ModelSpec(
            new TypeName("Samples", new EquatableArray<string>([]), "Net"),
            inputSize,
            Steps: null,
            Training: true,
            words.Where(word => word[0] is "rnn" or "lstm" or "gru").Select(Layer).ToEquatable(),
            words.Where(word => word[0] == "dense").Select(word => int.Parse(word[1])).ToEquatable(),
            layers.Contains("loss"));
    }

    private static LayerSpec Layer(string[] words)
    {
        string kind = words[0] == "rnn" ? "Rnn" : words[0] == "lstm" ? "Lstm" : "Gru";
        LayerArgument[] bias = words.Length > 2 ? [new LayerArgument("ForgetBias", double.Parse(words[2]))] : [];
        return new LayerSpec(kind, int.Parse(words[1]), bias.ToEquatable());
    }
}
