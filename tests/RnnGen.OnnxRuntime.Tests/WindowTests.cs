using System;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Interchange;
using RnnGen.OnnxRuntime.Tests.Fixtures;
using RnnGen.OnnxRuntime.Tests.Models;
using Xunit;

namespace RnnGen.OnnxRuntime.Tests;

/// <summary>Convolutions and pooling over time give in ONNX Runtime what the models give.</summary>
public sealed class WindowTests
{
    public static TheoryData<string> Names => [.. WindowModels.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs(string name)
    {
        AgreementTests.Check(Create(name), new OnnxWriterOptions(), lengths: null);
        AgreementTests.Check(Create(name), new OnnxWriterOptions { Layout = SequenceLayout.TimeMajor }, lengths: null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RowsOfManyLengths(string name) => AgreementTests.Check(
        Create(name), new OnnxWriterOptions { Lengths = true }, [7, 3, 0, 1]);

    [Theory]
    [InlineData(nameof(CausalConvolution))]
    [InlineData(nameof(TwoConvolutions))]
    [InlineData(nameof(SameConvolution))]
    public void StatesInAndOut(string name) => AgreementTests.Check(Create(name), new OnnxWriterOptions { States = true }, lengths: null);

    [Theory]
    [MemberData(nameof(Names))]
    public void FiftySteps(string name)
    {
        if (name != nameof(CausalPools))
        {
            StreamingTests.Check(Create(name));
        }
    }

    [Theory]
    [InlineData(nameof(CausalPools), false, "layer 'maxpool1d0' counts the steps that there were, which no operator does")]
    [InlineData(nameof(CausalConvolution), true, "layer 'conv1d0' hands on the last inputs of each row, which differ with its length")]
    public void StatesThatNoFileHas(string name, bool lengths, string reason)
    {
        OnnxWriterOptions options = new() { States = true, Lengths = lengths };
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => new OnnxFile(ModelNetwork.Of(Create(name)), options, GraphOptimizationLevel.ORT_ENABLE_ALL));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static IRnnModel Create(string name) => Samples.Randomized(WindowModels.All[name]());
}
