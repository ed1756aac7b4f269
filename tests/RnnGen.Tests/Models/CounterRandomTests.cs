using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Tests.Models;

/// <summary>
/// The generator against the published known-answer vectors of Philox4x32-10 (Random123, kat_vectors). Its interface reaches the
/// counters whose upper two bits of word 1 are zero, so only the first vector directly; the others confirm a plain transcription
/// of the paper, which then stands for them.
/// </summary>
public sealed class CounterRandomTests
{
    public static TheoryData<uint[], uint[], uint[]> PublishedVectors => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8] },
        {
            [0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF], [0xFFFFFFFF, 0xFFFFFFFF],
            [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
        },
        {
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0],
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]
        },
    };

    [Theory]
    [MemberData(nameof(PublishedVectors))]
    public void TranscriptionOfThePaperGivesThePublishedVectors(uint[] counter, uint[] key, uint[] expected) =>
        Assert.Equal(expected, Philox(counter, key));

    [Fact]
    public void FirstBlockIsThePublishedVector()
    {
        CounterRandom random = new(seed: 0, stream: 0);
        Assert.Equal(
            [0x6627E8D5u, 0xE169C58Du, 0xBC57AC4Cu, 0x9B00DBD8u], [random.Bits(0), random.Bits(1), random.Bits(2), random.Bits(3)]);
    }

    [Fact]
    public void EveryWordOfSeedStreamAndIndexCounts()
    {
        Random random = new(11);
        List<ulong> values =
        [
            0,
            1,
            0xFFFFFFFF,
            0x1_00000000,
            ulong.MaxValue,
            .. Enumerable.Range(0, 5).Select(_ => (ulong)random.NextInt64() * 2),
        ];
        foreach (ulong seed in values)
        {
            foreach (ulong stream in values)
            {
                foreach (ulong index in values)
                {
                    ulong block = index / 4;
                    uint[] expected = Philox(
                        [(uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32)], [(uint)seed, (uint)(seed >> 32)]);
                    Assert.Equal(expected[index % 4], new CounterRandom(seed, stream).Bits(index));
                }
            }
        }
    }

    [Fact]
    public void UniformTakesTheUpper24BitsAndBelowTheUpperPartOfTheProduct()
    {
        CounterRandom random = new(seed: 0, stream: 0);
        Assert.Equal(0x6627E8 / 16777216.0, random.Uniform(0));
        Assert.Equal(0xE169C5 / 16777216.0, random.Uniform(1));

        // 0x6627E8D5 / 2^32 = 0.3990..., 0xE169C58D / 2^32 = 0.8805...
        Assert.Equal(399, random.Below(1000, 0));
        Assert.Equal(880, random.Below(1000, 1));
        Assert.Equal(0, random.Below(1, 1));
    }

    [Fact]
    public void ShuffleIsAPermutationThatFollowsFromSeedAndStream()
    {
        int[] first = Shuffled(seed: 1, stream: 0);
        Assert.NotEqual(Enumerable.Range(0, 100), first);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.Equal(first, Shuffled(seed: 1, stream: 0));
        Assert.NotEqual(first, Shuffled(seed: 1, stream: 1));
        Assert.NotEqual(first, Shuffled(seed: 2, stream: 0));
    }

    private static int[] Shuffled(ulong seed, ulong stream)
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        new CounterRandom(seed, stream).Shuffle<int>(items);
        return items;
    }

    /// <summary>Figure by figure from section 4.2 and 4.3 of the paper: ten rounds, the key bumped between them.</summary>
    private static uint[] Philox(uint[] counter, uint[] key)
    {
        (uint r0, uint l0, uint r1, uint l1, uint k0, uint k1) = (counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
        for (int round = 0; round < 10; round++)
        {
            UInt128 product0 = (UInt128)0xD2511F53 * r0, product1 = (UInt128)0xCD9E8D57 * r1;
            uint high0 = (uint)(product0 >> 32), low0 = (uint)(product0 & uint.MaxValue);
            uint high1 = (uint)(product1 >> 32), low1 = (uint)(product1 & uint.MaxValue);
            (r0, l0, r1, l1) = (high1 ^ l0 ^ k0, low1, high0 ^ l1 ^ k1, low0);
            k0 = unchecked(k0 + 0x9E3779B9);
            k1 = unchecked(k1 + 0xBB67AE85);
        }

        return [r0, l0, r1, l1];
    }
}
