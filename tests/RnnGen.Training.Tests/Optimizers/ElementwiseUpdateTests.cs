using System;
using RnnGen.Generated;
using Xunit;

namespace RnnGen.Training.Tests.Optimizers;

public sealed class ElementwiseUpdateTests
{
    /// <summary>Two threads that share an optimizer may meet slots of another model: nothing is written outside them.</summary>
    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void ShorterSlotsAreRefusedBeforeAnyUpdate(int vectorBits)
    {
        float[] parameters = new float[1000], gradients = new float[1000];
        float[][] slots = [new float[1000], new float[10]];
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElementwiseUpdate(parameters, gradients, slots, vectorBits).Run(new Count()));
        Assert.All(parameters, parameter => Assert.Equal(0, parameter));
    }

    private readonly struct Count : IUpdateRule
    {
        public static int Slots => 2;

        public void Element<V>(ref V w, V g, ref V a, ref V b, ref V c)
            where V : struct, ISimd<V> => w += V.Create(1);
    }
}
