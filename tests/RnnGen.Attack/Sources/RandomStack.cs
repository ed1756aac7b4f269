using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RnnGen.Attack.Sources;

/// <summary>Attributes of a model in an order that is most often right, with arguments that most often are.</summary>
internal static class RandomStack
{
    private const string Kernels =
        "KernelInitializer:Initializer KernelInitializerValue:double BiasInitializer:Initializer BiasInitializerValue:double ";

    private const string Layer = Kernels
        + "RecurrentInitializer:Initializer RecurrentInitializerValue:double Direction:Direction Merge:Merge Residual:bool "
        + "LearnedInitialState:bool " +
        "InputDropout:double StateDropout:double OutputDropout:double VariationalDropout:bool ";

    private static readonly string[] Recurrent =
    [
        "Rnn(int) Activation:Activation Bias:bool " + Layer,
        "Lstm(int) ForgetBias:double Peepholes:bool CellClip:double Projection:int ProjectionClip:double CoupledGates:bool LayerNorm:bool "
            +
            "LayerNormEpsilon:double Activation:Activation Bias:bool " + Layer,
        "Gru(int) ResetAfter:bool LayerNorm:bool LayerNormEpsilon:double Activation:Activation Bias:bool " + Layer,
        "Mgu(int) " + Layer,
        "Ugrnn(int) ForgetBias:double Activation:Activation " + Layer,
        "LayerNorm() Epsilon:double",
        "Own(int) " + Layer,
    ];

    private static readonly string[] Losses =
    [
        "SoftmaxCrossEntropy() Reduction:LossReduction LabelSmoothing:double ClassWeights:double[] IgnoreIndex:int",
        "BinaryCrossEntropy() Reduction:LossReduction",
        "MeanSquaredError() Reduction:LossReduction", "MeanAbsoluteError() Reduction:LossReduction",
        "Huber() Reduction:LossReduction Delta:double",
        "GaussianNegativeLogLikelihood() Reduction:LossReduction",
    ];

    private const string Embedding = "Embedding(int,int) PaddingToken:int TableInitializer:Initializer TableInitializerValue:double",
        Head = "Head(string) Weight:double",
        Pool = "Pooling(Pooling) AttentionUnits:int " + Kernels, Dense = "Dense(int) Activation:Activation EveryStep:bool " + Kernels;

    /// <summary>The lines, from [RnnModel] on.</summary>
    public static string Lines(AttackRandom random)
    {
        List<string> attributes = [];
        if (random.OneIn(6))
        {
            attributes.Add(Embedding);
        }

        attributes.AddRange(Enumerable.Range(0, random.Between(random.OneIn(10) ? 0 : 1, 3)).Select(_ => random.Of(Recurrent)));
        for (int heads = random.OneIn(4) ? random.Between(1, 4) : 0, head = 0; head <= heads; head++)
        {
            attributes.AddRange(heads > 0 ? [Head] : []);
            attributes.AddRange(random.OneIn(3) ? [Pool] : []);
            attributes.AddRange(Enumerable.Repeat(Dense, random.Below(3)));
            attributes.AddRange(random.OneIn(5) ? [] : [random.Of(Losses)]);
        }

        if (random.OneIn(6))
        {
            int from = random.Below(attributes.Count + 1), to = random.Below(attributes.Count + 1);
            attributes.Insert(to, from < attributes.Count ? attributes[from] : random.Of(Recurrent));
        }

        StringBuilder text = new();
        string options =
            $"InputSize:int{(random.OneIn(3) ? " Steps:int" : "")}{(random.OneIn(4) ? " Training:bool" : "")} "
            + "Initialization:Initialization";
        text.Append(Attribute($"RnnModel() {options}", random, all: true));
        foreach (string attribute in attributes)
        {
            text.Append(Attribute(attribute, random, all: false));
        }

        return text.ToString();
    }

    /// <param name="signature">Name, types of the positional arguments, names and types of the others.</param>
    /// <param name="random">What is taken of it.</param>
    /// <param name="all">Whether no option is left out.</param>
    private static string Attribute(string signature, AttackRandom random, bool all)
    {
        string[] words = signature.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string name = words[0][..words[0].IndexOf('(', StringComparison.Ordinal)];
        string[] types = words[0][(name.Length + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        List<string> arguments = [.. types.Select(type => RandomValues.Of(type, random))];
        if (random.OneIn(30))
        {
            arguments.Add(RandomValues.Any(random));
        }

        foreach (string option in words.Skip(1))
        {
            if (all || random.OneIn(words.Length + 2))
            {
                string[] parts = option.Split(':');
                arguments.Add($"{parts[0]} = {RandomValues.Of(parts[1], random)}");
            }
        }

        string list = arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "";
        return $"[{random.Of("", "", "", "", "RnnGen.", "global::RnnGen.")}{name}{random.Of("", "", "", "Attribute")}{list}]\n";
    }
}
