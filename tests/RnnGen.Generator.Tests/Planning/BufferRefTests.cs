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
        Assert.Equal("Lstm0IValue", value.Name);
        Assert.Equal("Lstm0IValueGradient", value.Gradient.Name);
        Assert.Equal("iRow", new Access(value, Slot.Step).RowName("Lstm0"));
        Assert.Equal("iGradientRow", new Access(value.Gradient, Slot.Single).RowName("Lstm0"));
        Assert.Equal("lstm0IRow", new Access(value, Slot.Step).RowName("Lstm1"));
    }

    [Fact]
    public void AStateAfterTheStepHasANameOfItsOwn() =>
        Assert.Equal("cNextRow", new Access(new BufferRef("Lstm0", "C", Units.Padded), Slot.Next).RowName("Lstm0"));

    [Fact]
    public void ALayerWhoseNameBeginsWithThatOfAnotherIsNoPartOfIt() =>
        Assert.Equal("gru1_0HRow", new Access(new BufferRef("Gru1_0", "H", Units.Padded), Slot.Step).RowName("Gru1"));

    [Fact]
    public void SizesAreConstants()
    {
        Assert.Equal("LayerSizes.Lstm0Units", Units.Text);
        Assert.Equal("LayerSizes.Lstm0Stride", Units.Padded.Text);
        Assert.Equal("InputSize", SizeRef.Input.Text);
        Assert.Equal("LayerSizes.InputStride", SizeRef.Input.Padded.Text);
    }
}
