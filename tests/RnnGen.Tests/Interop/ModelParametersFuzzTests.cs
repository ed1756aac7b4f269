using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using RnnGen.Tests.Models;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class ModelParametersFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MutatedFilesLoadWholeOrAreRefused(int seed)
    {
        ModelParameters source = new(SmallModel.Describe(), seed: 7);
        source.Save(_folder["whole"]);
        byte[] whole = File.ReadAllBytes(_folder["whole"]);
        Random random = new(seed);
        int loads = 0, damaged = 0, mismatched = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] mutated = Mutate(whole, random);
            string path = _folder.Add("mutated", mutated);
            ModelParameters target = new(SmallModel.Describe(), seed: 1);
            uint[] before = Bits(target);
            try
            {
                target.Load(path);
                loads++;

                // Names and shapes can only have survived in their own order, so the values are the file's tail.
                Assert.Equal(mutated.AsSpan(mutated.Length - 52), MemoryMarshal.AsBytes(target.Values));
                Assert.Equal(2, target.Version);
                continue;
            }
            catch (InvalidDataException)
            {
                damaged++;
            }
            catch (ParameterMismatchException)
            {
                mismatched++;
            }

            Assert.Equal(before, Bits(target));
            Assert.Equal(0, target.Version);
        }

        // The mutations must have reached all three ends, or the test would have tested nothing.
        Assert.True(loads > 20 && damaged > 200 && mismatched > 20, $"{loads} loaded, {damaged} damaged, {mismatched} mismatched");
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        // Half of the bytes come from what headers are made of: random ones alone would hardly get past the JSON reader.
        ReadOnlySpan<byte> alphabet = "{}[]\",:0123456789-abekF_ \\u"u8;
        List<byte> bytes = [.. whole];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            byte value = random.Next(2) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            switch (random.Next(8))
            {
                case 0:
                    bytes.Insert(at, value);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes[random.Next(8)] = value;
                    break;
                default:
                    bytes[at] = value;
                    break;
            }
        }

        return [.. bytes];
    }

    private static uint[] Bits(ModelParameters parameters) => MemoryMarshal.Cast<float, uint>(parameters.Values).ToArray();
}
