using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using RnnGen.Interchange.Tests.Keras;
using RnnGen.Interchange.Tests.RtNeural;
using Xunit;

namespace RnnGen.Interchange.Tests.Files;

/// <summary>
/// Files of every format, cut and with bytes changed: they are read, or refused with a documented exception of one line that names the file.
/// <c>RNNGEN_ATTACK_SEED</c> and <c>RNNGEN_ATTACK_ROUNDS</c> try others and more.
/// </summary>
public sealed class DamagedFilesTests
{
    private static readonly int Seed = Number("RNNGEN_ATTACK_SEED", 1), Rounds = Number("RNNGEN_ATTACK_ROUNDS", 400);

    [Theory]
    [InlineData("stack.h5")]
    [InlineData("graph_of_keras_2.h5")]
    [InlineData("graph.keras")]
    [InlineData("text.keras")]
    [InlineData("half_precision.keras")]
    public void OfKeras(string file) => Attack(file, File.ReadAllBytes(Path.Combine(KerasFileTests.Folder, file)), path => KerasReader.Read(path));

    [Fact]
    public void OfWeightsOfKeras() => Attack(
        "weights_alone.weights.h5",
        File.ReadAllBytes(Path.Combine(KerasFileTests.Folder, "weights_alone.weights.h5")),
        path => KerasReader.Read(path, new KerasReaderOptions { ConfigurationPath = Path.Combine(KerasFileTests.Folder, "weights_alone.config.json") }));

    [Fact]
    public void OfConfigurationsOfKeras() => Attack(
        "weights_alone.config.json",
        File.ReadAllBytes(Path.Combine(KerasFileTests.Folder, "weights_alone.config.json")),
        path => KerasReader.Read(
            Path.Combine(KerasFileTests.Folder, "weights_alone.weights.h5"), new KerasReaderOptions { ConfigurationPath = path }),
        named: false);

    [Theory]
    [InlineData("state.json")]
    [InlineData("state.safetensors")]
    public void OfTorch(string file)
    {
        IReadOnlyList<NetworkTensor> tensors = TorchWriter.Tensors(Stacks.Of(
            true,
            StackPart.LayerNorm("norm", [1, 2, 3], [4, 5, 6], 1e-3),
            Stacks.Recurrent(3, Stacks.Lstm(1, 3, 2, projection: 1), Stacks.Lstm(5, 3, 2, projection: 1)),
            Stacks.Recurrent(2, Stacks.Gru(3, 2, 2, true)),
            Stacks.Dense(2, 2, 1)));
        using TemporaryFolder folder = new();
        NetworkWeights.Save(tensors, folder["whole"]);
        bool isJson = file.EndsWith("json", StringComparison.Ordinal);
        byte[] whole = isJson ? Encoding.UTF8.GetBytes(Numbers.Json(tensors)) : File.ReadAllBytes(folder["whole"]);
        Attack(file, whole, path => TorchReader.Read(path));
    }

    [Fact]
    public void OfRtNeural() => Attack("network.json", Encoding.UTF8.GetBytes(RtNeuralReaderTests.Text()), path => RtNeuralReader.Read(path));

    [Fact]
    public void OfNeuralAmpModeler() => Attack(
        "amp.nam",
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = "LSTM",
            ["config"] = new JsonObject { ["input_size"] = 1, ["hidden_size"] = 2, ["num_layers"] = 1 },
            ["weights"] = new JsonArray([.. Enumerable.Range(0, 39).Select(value => JsonValue.Create(value * 0.1))]),
        }.ToJsonString()),
        path => NamReader.Read(path));

    private static void Attack(string name, byte[] whole, Func<string, ImportedNetwork> read, bool named = true)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write(name, whole);
        Assert.NotNull(read(path));
        for (int round = 0; round < Rounds; round++)
        {
            Random random = new(HashCode.Combine(Seed, round));
            File.Delete(path);
            folder.Write(name, Damaged(whole, random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (Exception failure) when (failure is InvalidDataException or NotSupportedException)
            {
                Assert.DoesNotContain('\n', failure.Message);
                Assert.True(!named || failure.Message.StartsWith(path, StringComparison.Ordinal), failure.Message);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 64 << 20 || name.Contains("h5") || name.Contains(".keras"), $"{name}, seed {Seed}, round {round}: {allocated} bytes were allocated for {whole.Length}.");
        }
    }

    /// <summary>Some bytes of the file set to anything, a part of it cut, or a part of it elsewhere.</summary>
    private static byte[] Damaged(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                int from = random.Next(bytes.Length), count = random.Next(Math.Min(64, bytes.Length - from));
                bytes.AsSpan(from, count).CopyTo(bytes.AsSpan(random.Next(bytes.Length - count)));
                return bytes;
            default:
                for (int change = random.Next(1, 4); change > 0; change--)
                {
                    ReadOnlySpan<byte> strange = [0, 1, 0x7F, 0x80, 0xFF, (byte)'9', (byte)'"', (byte)'[', (byte)'}', (byte)'e', (byte)'-'];
                    bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : strange[random.Next(strange.Length)];
                }

                return bytes;
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : otherwise;
}
