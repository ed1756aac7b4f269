using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Tool.Compilation;
using Xunit;

namespace RnnGen.Interchange.Tests.Onnx;

/// <summary>Attributes of recurrent operators that no reference file has, against the standard's equations in double precision.</summary>
public sealed class AttributeTests
{
    private const int Steps = 5, Rows = 2, Inputs = 3, Units = 4;

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string op in new[] { "LSTM", "GRU", "RNN" })
            {
                cases.Add(op, "clip=0.3");
                cases.Add(op, "clip=0.2 direction=bidirectional");
                cases.Add(op, "f=HardSigmoid:0.3:0.4 g=ScaledTanh:1.5:0.7 h=Softsign");
                cases.Add(op, "f=Sigmoid g=Relu h=Tanh");
                cases.Add(op, "f=HardSigmoid:0.2:0.5 g=Elu:0.7 h=LeakyRelu:0.2 clip=0.5 direction=reverse");
                cases.Add(op, "f=Affine:0.3:0.5 g=Softplus h=Relu");
                cases.Add(op, "f=Sigmoid g=HardSigmoid h=HardSigmoid");
                cases.Add(op, "f=Tanh g=Sigmoid h=Affine nobias=1");
            }

            cases.Add("GRU", "linear_before_reset=1 clip=0.3");
            cases.Add("GRU", "linear_before_reset=1 f=HardSigmoid:0.3:0.4 g=Relu direction=bidirectional");
            cases.Add("GRU", "linear_before_reset=1 f=HardSigmoid:0.3:0.4 nobias=1");
            cases.Add("LSTM", "input_forget=1");
            cases.Add("LSTM", "input_forget=1 clip=0.4 peepholes=1");
            cases.Add("LSTM", "input_forget=1 peepholes=1");
            cases.Add("LSTM", "peepholes=1 clip=0.4 direction=bidirectional");
            cases.Add("LSTM", "peepholes=1 g=Softsign direction=reverse");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EquationsAreTheStandards(string op, string attributes)
    {
        Dictionary<string, string> options = Options(attributes);
        OnnxCell cell = new(op, options, Units, Inputs, Rows, Steps);
        ImportedNetwork network = OnnxReader.Read(cell.Model().ToByteArray(), "cell");
        Dictionary<string, SourceValue> inputs = new() { ["X"] = new([Steps, Rows, Inputs], cell.X) };
        IReadOnlyDictionary<string, SourceValue> outputs = ImportedNetworkRunner.Run(
            network, ClassCompiler.Create(network.Network), inputs);

        float[] expected = cell.Reference();
        Assert.True(expected.Max() > 0.05);
        Agreement.Of(outputs["Y"].Values, expected, $"{op} {attributes}");
    }

    [Theory]
    [InlineData("f=ThresholdedRelu", "ThresholdedRelu")]
    [InlineData("f=Cosine", "Cosine")]
    public void FunctionsThatCannotBeWrittenAreNamed(string attributes, string named)
    {
        Dictionary<string, string> options = Options(attributes);
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => OnnxReader.Read(new OnnxCell("RNN", options, Units, Inputs, Rows, Steps).Model().ToByteArray(), "cell.onnx"));
        Assert.StartsWith("cell.onnx: node 'cell' (RNN): ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Options(string attributes) =>
        attributes.Split(' ').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
}
