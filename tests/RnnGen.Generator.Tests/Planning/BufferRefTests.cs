using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using Xunit;

namespace RnnGen.Generator.Tests.Planning;

/// <summary>How references of a plan become names.</summary>
public sealed class BufferRefTests
{
    private static readonly SizeRef Units = new("Lstm0", SizeKind.Units);

    [Fact]
    public void AValueGoesByItsNameWithinItsLayer()
    {
        BufferRef value = new BufferRef("Lstm0", "I", Units.Padded) { IsValue = true };
        Assert.Equal("Lstm0IValue", Names.Of(value));
        Assert.Equal("Lstm0IValueGradient", Names.Of(value.Gradient));
        Assert.Equal("iRow", Names.Row(new Access(value, Slot.Step), "Lstm0"));
        Assert.Equal("iGradientRow", Names.Row(new Access(value.Gradient, Slot.Single), "Lstm0"));
        Assert.Equal("lstm0IRow", Names.Row(new Access(value, Slot.Step), "Lstm1"));
    }

    [Fact]
    public void AStateAfterTheStepHasANameOfItsOwn() =>
        Assert.Equal("cNextRow", Names.Row(new Access(new BufferRef("Lstm0", "C", Units.Padded), Slot.Next), "Lstm0"));

    [Fact]
    public void ALayerWhoseNameBeginsWithThatOfAnotherIsNoPartOfIt() =>
        Assert.Equal("gru1_0HRow", Names.Row(new Access(new BufferRef("Gru1_0", "H", Units.Padded), Slot.Step), "Gru1"));

    [Fact]
    public void SizesAreConstants()
    {
        Assert.Equal("LayerSizes.Lstm0Units", Names.Of(Units));
        Assert.Equal("LayerSizes.Lstm0Stride", Names.Of(Units.Padded));
        Assert.Equal("InputSize", Names.Of(SizeRef.Input));
        Assert.Equal("LayerSizes.InputStride", Names.Of(SizeRef.Input.Padded));
    }
}
