using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace RnnGen.Tests.Models;

public sealed class ModelParametersTests
{
    [Fact]
    public void EditRaisesTheVersionAtItsStartAndAtItsEnd()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        Assert.Equal(0, parameters.Version);
        ParameterEdit edit = parameters.Edit();
        Assert.Equal(1, parameters.Version);
        edit["a/bias"][2] = 9;
        edit.Dispose();
        Assert.Equal(2, parameters.Version);
        Assert.Equal(9, parameters.Values[8]);

        // A second Dispose must not count as another edit.
        edit.Dispose();
        Assert.Equal(2, parameters.Version);
    }

    [Fact]
    public void CopiesOfAnEditEndItOnce()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        ParameterEdit edit = parameters.Edit();
        ParameterEdit copy = edit;
        edit.Dispose();
        copy.Dispose();
        Assert.Equal(2, parameters.Version);
        parameters.Edit().Dispose();
        copy = default;
        copy.Dispose();
        Assert.Equal(4, parameters.Version);
    }

    [Fact]
    public void ClosedEditCannotWrite()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        Assert.Throws<ObjectDisposedException>(() =>
        {
            ParameterEdit edit = parameters.Edit();
            edit.Dispose();
            edit.Values.Clear();
        });
        Assert.Equal(SmallModel.BiasValue, parameters["a/bias"][0]);
    }

    [Fact]
    public void SecondEditThrowsAndTheFirstStaysOpen()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        using (ParameterEdit edit = parameters.Edit())
        {
            InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => parameters.Edit().Dispose());
            Assert.Contains("Small", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(1, parameters.Version);
            edit.Values[0] = 5;
        }

        Assert.Equal(2, parameters.Version);
        Assert.Equal(5, parameters.Values[0]);
    }

    [Fact]
    public void ReadingIsRefusedWhileEditing()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        Assert.Equal(0, parameters.VersionForReading());
        using (parameters.Edit())
        {
            Assert.Throws<InvalidOperationException>(() => parameters.VersionForReading());
        }

        Assert.Equal(2, parameters.VersionForReading());
    }

    [Fact]
    public void CopyTakesAllValuesOfTheSameLayers()
    {
        ModelParameters source = new(SmallModel.Describe("Static"), seed: 1), target = new(SmallModel.Describe("Dynamic"), seed: 2);
        Assert.NotEqual(Bits(source), Bits(target));
        target.CopyFrom(source);
        Assert.Equal(Bits(source), Bits(target));
        Assert.Equal(2, target.Version);
        Assert.Equal(0, source.Version);
    }

    [Fact]
    public void CopyFromOtherLayersIsRefused()
    {
        ModelParameters source = new(SmallModel.Describe("Source", "hash-2"), seed: 1);
        ModelParameters target = new(SmallModel.Describe("Target"), seed: 2);
        float[] before = target.Values.ToArray();
        ArgumentException refusal = Assert.Throws<ArgumentException>("other", () => target.CopyFrom(source));
        Assert.All(["Source", "Target", "hash-1", "hash-2"], part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.Equal(before, target.Values);
        Assert.Equal(0, target.Version);
    }

    [Fact]
    public void TensorsAreSlicesOfTheFlatBuffer()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        Assert.Equal(13, parameters.Values.Length);
        Assert.True(parameters.Values[..6] == parameters["a/kernel"]);
        Assert.True(parameters.Values[6..9] == parameters["a/bias"]);
        Assert.True(parameters.Values[9..12] == parameters["b/kernel"]);
        Assert.True(parameters.Values[12..] == parameters["b/scale"]);
    }

    [Fact]
    public void UnknownNameListsThoseThereAre()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        const string Expected = "Small has no parameter 'a/Kernel'; it has a/kernel, a/bias, b/kernel, b/scale.";
        Assert.Equal(Expected, Assert.Throws<KeyNotFoundException>(() => parameters["a/Kernel"].Length).Message);
        Assert.Equal(Expected, Assert.Throws<KeyNotFoundException>(() =>
        {
            using ParameterEdit edit = parameters.Edit();
            edit["a/Kernel"].Clear();
        }).Message);
        Assert.Equal(2, parameters.Version);
    }

    [Fact]
    public void SameNameTwiceIsRefused() => Assert.Throws<ArgumentException>(() => new ModelParameters(
        SmallModel.Describe("Twice", "h", ("x", [1], default), ("x", [2], default)), seed: 1));

    [Fact]
    public void InitialValuesFollowFromTheSeedAlone()
    {
        uint[] first = Bits(new ModelParameters(SmallModel.Describe(), seed: 5));
        Assert.Equal(first, Bits(new ModelParameters(SmallModel.Describe("Renamed", "other"), seed: 5)));
        uint[] second = Bits(new ModelParameters(SmallModel.Describe(), seed: 6));
        Assert.All(Enumerable.Range(0, 6).Concat(Enumerable.Range(9, 3)), i => Assert.NotEqual(first[i], second[i]));
        Assert.Equal(first[6..9], second[6..9]);

        // Two tensors of one model draw from different streams.
        Assert.NotEqual(first[..3], first[9..12]);
    }

    [Fact]
    public void InitialValuesAreThoseOfThePublishedGenerator()
    {
        // Philox4x32-10 of counter 0 and key 0 (Random123, kat_vectors); the upper 24 bits of each word make a number.
        uint[] words = [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8];
        float[] expected = Array.ConvertAll(words, word => SmallModel.KernelLimit * (float)(((word >> 8) / 8388608.0) - 1));
        Assert.Equal(expected, new ModelParameters(SmallModel.Describe(), seed: 0).Values[..4]);
    }

    [Fact]
    public void UniformValuesFillTheirRangeAndStayInIt()
    {
        const float Limit = 0.25f;
        const int Count = 20000;
        ModelParameters parameters = new(SmallModel.Describe("Wide", "w", ("x", [100, 200], ParameterInitializer.Uniform(Limit))), seed: 3);
        float[] values = parameters["x"].ToArray();
        Assert.All(values, value => Assert.InRange(value, -Limit, Limit));

        // Each tenth of the range expects 2000 of them with a standard deviation of 42; six of those are never exceeded by chance.
        int[] tenths = new int[10];
        foreach (float value in values)
        {
            tenths[Math.Min((int)((value + Limit) / (2 * Limit) * 10), 9)]++;
        }

        Assert.All(tenths, tenth => Assert.InRange(tenth, (Count / 10) - 255, (Count / 10) + 255));
    }

    [Fact]
    public void ConstantsFillTheirTensorAndNoOther()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        Assert.Equal([SmallModel.BiasValue, SmallModel.BiasValue, SmallModel.BiasValue], parameters["a/bias"]);
        Assert.Equal([-2], parameters["b/scale"]);
        Assert.DoesNotContain(SmallModel.BiasValue, parameters["a/kernel"].ToArray());
        Assert.DoesNotContain(-2, parameters["b/kernel"].ToArray());
    }

    private static uint[] Bits(ModelParameters parameters) => MemoryMarshal.Cast<float, uint>(parameters.Values).ToArray();
}
