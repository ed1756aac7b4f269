using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RnnGen.Attack.Sources;

/// <summary>Attributes of a model in an order that is most often right, with arguments that most often are.</summary>
internal static class RandomStack
{
    private const string Wires = "Name:string From:string[] ";

    private const string Kernels =
        Wires + "KernelInitializer:Initializer KernelInitializerValue:double BiasInitializer:Initializer BiasInitializerValue:double ";

    private const string Layer = Kernels
        + "RecurrentInitializer:Initializer RecurrentInitializerValue:double Direction:Direction Merge:Merge Residual:bool "
        + "LearnedInitialState:bool InitialState:string " +
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
        "MinGru(int) Activation:Activation " + Layer,
        "MinLstm(int) Activation:Activation ForgetBias:double " + Layer,
        "IndRnn(int) Activation:Activation " + Layer,
        "Sru(int) Projected:bool ForgetBias:double " + Layer,
        "Qrnn(int) Previous:bool ForgetBias:double " + Layer,
        "FastGrnn(int) " + Layer,
        "Lru(int) States:int " + Layer,
        "SLstm(int) Heads:int ExponentialForget:bool ForgetBias:double " + Layer,
        "Cfc(int) Elapsed:string BackboneUnits:int " + Layer,
        "LayerNorm() Epsilon:double " + Wires,
        "Conv1D(int,int) Dilation:int Padding:TimePadding Activation:Activation Bias:bool " + Kernels,
        "MaxPool1D(int) Padding:TimePadding " + Wires,
        "AveragePool1D(int) Padding:TimePadding " + Wires,
        "Own(int) " + Layer,
    ];

    private static readonly string[] Others =
    [
        "Sum() " + Wires, "Product() " + Wires, "Concatenate() " + Wires, "Repeat() " + Wires, "Activation(Activation) " + Wires,
        "Dropout(double) Variational:bool " + Wires, Pool, Dense, "Input(string,int) PerSequence:bool",
    ];

    private static readonly string[] Losses =
    [
        "SoftmaxCrossEntropy() Reduction:LossReduction LabelSmoothing:double ClassWeights:double[] IgnoreIndex:int",
        "BinaryCrossEntropy() Reduction:LossReduction",
        "MeanSquaredError() Reduction:LossReduction", "MeanAbsoluteError() Reduction:LossReduction",
        "Huber() Reduction:LossReduction Delta:double",
        "GaussianNegativeLogLikelihood() Reduction:LossReduction",
        "ConnectionistTemporalClassification() Reduction:LossReduction Blank:int",
    ];

    private const string
        Embedding = "Embedding(int,int) Name:string PaddingToken:int TableInitializer:Initializer TableInitializerValue:double",
        Head = "Head(string) From:string[] Weight:double",
        Pool = "Pooling(Pooling) AttentionUnits:int " + Kernels,
        Dense = "Dense(int) Activation:Activation Bias:bool EveryStep:bool " + Kernels;

    /// <summary>The lines, from [RnnModel] on.</summary>
    public static string Lines(AttackRandom random)
    {
        List<string> attributes = [];
        if (random.OneIn(6))
        {
            attributes.Add(Embedding);
        }

        attributes.AddRange(Enumerable.Range(0, random.Between(random.OneIn(10) ? 0 : 1, 3)).Select(_ => random.Of(Recurrent)));
        for (int others = random.OneIn(2) ? random.Between(1, 4) : 0; others > 0; others--)
        {
            attributes.Insert(random.Below(attributes.Count + 1), random.Of(Others));
        }

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
            bool isWire = option.StartsWith("Name:", StringComparison.Ordinal) || option.StartsWith("From:", StringComparison.Ordinal);
            if (all || random.OneIn(isWire ? 4 : words.Length + 2))
            {
                string[] parts = option.Split(':');
                arguments.Add($"{parts[0]} = {RandomValues.Of(parts[1], random)}");
            }
        }

        string list = arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "";
        return $"[{random.Of("", "", "", "", "RnnGen.", "global::RnnGen.")}{name}{random.Of("", "", "", "Attribute")}{list}]\n";
    }
}
