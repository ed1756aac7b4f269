using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using RnnGen.Interchange.Tests.Fixtures;
using Xunit;

namespace RnnGen.Interchange.Tests.Keras;

public sealed class KerasReaderTests
{
    [Fact]
    public void LayersAreThoseOfTheFile()
    {
        Assert.Equal(
            [
                "RnnModel(InputSize = 3, Training = false)", "Lstm(4, ForgetBias = 0)", "Lstm(5, ForgetBias = 0)", "Dense(3)",
                "SoftmaxCrossEntropy",
            ],
            NetworkSource.Attributes(KerasFileTests.Read("classifier.keras").Network));
        Assert.Equal(
            [
                "RnnModel(Training = false)", "Input(\"sound\", 3)", "Input(\"knobs\", 2, PerSequence = true)",
                "Lstm(4, ForgetBias = 0, Name = \"a\", From = [\"sound\"])",
                "Dense(4, Activation = Activation.Relu, EveryStep = true, Name = \"b\", From = [\"sound\"])",
                "Sum(Name = \"c\", From = [\"a\", \"b\"])",
                "Product(Name = \"d\", From = [\"c\", \"b\"])", "Pooling(Pooling.Mean, Name = \"f\", From = [\"d\", \"sound\"])",
                "Pooling(Pooling.Max, Name = \"g\", From = [\"d\"])", "Head(\"i\", From = [\"f\", \"g\", \"knobs\"])",
                "Dense(3, Activation = Activation.Elu)",
                "Head(\"j\", From = [\"d\"])", "Dense(2, EveryStep = true)",
            ],
            NetworkSource.Attributes(KerasFileTests.Read("graph.keras").Network));
    }

    [Fact]
    public void NotesSayWhatIsLeftOut()
    {
        Assert.Equal(["Layers that act in training alone are left out: b, d."], KerasFileTests.Read("text.keras").Notes);
        Assert.Equal([SoftmaxOutput.Note], KerasFileTests.Read("classifier.keras").Notes);
    }

    [Fact]
    public void WhatCannotBeExpressedIsNamedAllAtOnce()
    {
        NotSupportedException failure = Refused<NotSupportedException>("without_bias.keras", layers =>
        {
            layers[1]!["config"]!["recurrent_activation"] = "hard_sigmoid";
            layers[1]!["config"]!["activation"] = "gelu";
            layers[2]!["config"]!["time_major"] = true;
            layers[3]!["class_name"] = "ConvLSTM1D";
            layers[5]!["config"]!["activation"] = "hard_sigmoid";
        });
        Assert.EndsWith(
            "layer 'a' (LSTM): activation is 'gelu'; layer 'a' (LSTM): recurrent_activation is 'hard_sigmoid', sigmoid is supported; "
            + "layer 'b' (GRU): time_major is not supported; layer 'c' (ConvLSTM1D): the class is not supported; "
            + "layer 'e' (Dense): activation hard_sigmoid is 0.2·x + 0.5 here and in Keras 2, x/6 + 0.5 in Keras 3; "
            + "this file is of Keras 3.5.0.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "backwards_pooled.keras", 2, "class_name", "\"Activation\"",
        "go_backwards with return_sequences, which gives its steps in reversed order")]
    [InlineData("directions_ave.keras", 1, "config/merge_mode", "null", "merge_mode 'none' is not supported")]
    [InlineData("directions_ave.keras", 1, "config/layer/config/go_backwards", "true", "its two layers must differ in go_backwards alone")]
    [InlineData(
        "directions_ave.keras", 1, "config/backward_layer/config/activation", "\"relu\"",
        "its two layers must differ in go_backwards alone")]
    [InlineData(
        "text.keras", 1, "config/mask_zero", "true",
        "layer 'a' (Embedding): mask_zero is not supported; the class takes Lengths instead")]
    [InlineData("autoencoder.keras", 2, "config/n", "5", "RepeatVector gives 5 steps whatever the input")]
    [InlineData("autoencoder.keras", 0, "config/batch_shape", "[null, null, 3]", "RepeatVector gives 6 steps whatever the input")]
    [InlineData("classifier.keras", 0, "config/batch_shape", "[null, null, null]", "input 'x' is [batch, any, any]")]
    [InlineData("classifier.keras", 0, "config/batch_shape", "null", "the shape of its input is not in the file")]
    [InlineData("directions_ave_normalized.keras", 2, "config/axis", "2", "the axis of the features is supported")]
    [InlineData("directions_ave_normalized.keras", 2, "config/rms_scaling", "true", "rms_scaling is not supported")]
    [InlineData("graph.keras", 6, "config/axis", "1", "layer 'e': the axis of the features is supported")]
    [InlineData(
        "graph.keras", 4, "inbound_nodes", "[[[\"a\",0,0],[\"sound\",0,0]]]",
        "layer 'c' (Add): tensors of equal shapes are supported, found [batch, steps, 4], [batch, steps, 3]")]
    [InlineData(
        "graph.keras", 2, "inbound_nodes", "[[[\"sound\",0,0,{\"initial_state\":[\"knobs\",0,0]}]]]",
        "it is given tensors by name")]
    [InlineData("graph.keras", 2, "inbound_nodes", "[[[\"sound\",0,0]],[[\"b\",0,0]]]", "it is used 2 times with the same weights")]
    [InlineData("graph.keras", 4, "inbound_nodes", "[[[\"a\",0,1],[\"b\",0,0]]]", "it reads states that another layer returns")]
    [InlineData("functions.keras", 2, "class_name", "\"Masking\"", "masks are not supported; the class takes Lengths instead")]
    [InlineData("functions.keras", 2, "config/activation", "\"softmax\"", "it reads a softmax; one at the end is supported")]
    public void EachIsRefusedWithItsReason(string file, int layer, string setting, string value, string message) => Assert.Contains(
        message, Refused<NotSupportedException>(file, layers => Set(layers[layer]!, setting, value)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "classifier.keras", 1, "config/units", "5",
        "layer 'a' (LSTM) must have weights [3, 20], [5, 20], [20], found [3, 16], [4, 16], [16]")]
    [InlineData("classifier.keras", 1, "config/units", "1000000000", "layer 'a' (LSTM) must have weights")]
    [InlineData("classifier.keras", 1, "config/units", "0", "units of layer 'a' must be a whole number of 1 or more, found Number")]
    [InlineData("classifier.keras", 1, "config/use_bias", "false", "must have weights [3, 16], [4, 16], found [3, 16], [4, 16], [16]")]
    [InlineData("classifier.keras", 1, "config/use_bias", "\"no\"", "use_bias of layer 'a' must be true or false, found String")]
    [InlineData("classifier.keras", 3, "config/activation", "[1]", "activation of layer 'c' must be the name of a function, found Array")]
    [InlineData("classifier.keras", 2, "config/name", "\"a\"", "every layer's name must occur once, found 'a' twice")]
    [InlineData("classifier.keras", 2, "config", "3", "the configuration must have a config (Object) in each model and layer")]
    [InlineData("text.keras", 1, "config/input_dim", "1000000000", "layer 'a' (Embedding) must have weights [1000000000, 3], found [7, 3]")]
    [InlineData("graph.keras", 4, "inbound_nodes", "[[[\"a\",0,0],[\"nobody\",0,0]]]", "found a circle or a layer that is not there")]
    [InlineData("graph.keras", 4, "inbound_nodes", "[[[\"a\",0,0],[\"d\",0,0]]]", "found a circle or a layer that is not there")]
    [InlineData("graph.keras", 4, "inbound_nodes", "[[[\"a\",0,0]]]", "layer 'c' (Add) must read two tensors or more, found 1")]
    [InlineData("graph.keras", 4, "inbound_nodes", "[]", "layer 'c' must read a layer, found none")]
    public void AContradictionIsRefused(string file, int layer, string setting, string value, string message) => Assert.Contains(
        message, Refused<InvalidDataException>(file, layers => Set(layers[layer]!, setting, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void ModelsOfTheirOwnClassesAreRefused()
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, "classifier.keras", ("config.json", bytes => Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(bytes).Replace("\"Sequential\"", "\"MyModel\"", StringComparison.Ordinal))));
        Assert.Contains(
            "a model of class 'MyModel' is code",
            Assert.Throws<NotSupportedException>(() => KerasReader.Read(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsAloneNeedTheConfiguration() => Assert.Contains(
        "holds weights alone, and not the layers that they belong to",
        Assert.Throws<NotSupportedException>(
            () => KerasReader.Read(Path.Combine(KerasFileTests.Folder, "weights_alone.weights.h5"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AnArchiveWithoutAPartIsRefused()
    {
        using TemporaryFolder folder = new();
        foreach (string missing in new[] { "config.json", "model.weights.h5" })
        {
            string path = Archive(folder, "classifier.keras", (missing, _ => null));
            Damaged(path, $"the archive must have {missing}, found none");
        }
    }

    [Fact]
    public void AZipBombIsRefused()
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, "classifier.keras", ("model.weights.h5", _ => new byte[200_000_000]));
        Damaged(path, "found 200000000");
    }

    [Fact]
    public void ANestingBombIsRefused()
    {
        using TemporaryFolder folder = new();
        byte[] bomb = Encoding.ASCII.GetBytes("{\"config\":" + new string('[', 900_000));
        Damaged(Archive(folder, "classifier.keras", ("config.json", _ => bomb)), "depth");
    }

    [Fact]
    public void ADatasetThatClaimsMoreThanTheFileIsRefused()
    {
        // The extents 3 and 16 of the first kernel, as they stand in its dataspace.
        byte[] dimensions = new byte[16], claim = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(dimensions, 3);
        BinaryPrimitives.WriteInt64LittleEndian(dimensions.AsSpan(8), 16);
        BinaryPrimitives.WriteInt64LittleEndian(claim, 1_000_000_000);
        BinaryPrimitives.WriteInt64LittleEndian(claim.AsSpan(8), 16);
        byte[] bytes = File.ReadAllBytes(Path.Combine(KerasFileTests.Folder, "double_precision.h5"));
        claim.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(dimensions)));
        using TemporaryFolder folder = new();
        string path = folder.Write("claim.h5", bytes);
        Damaged(path, "[1000000000, 16] of 8 bytes an element must");
    }

    [Theory]
    [InlineData("not a file of Keras", "found another beginning")]
    [InlineData("", "found an empty file")]
    [InlineData("PK\u0003\u0004 and no more", "must be a zip archive")]
    public void OtherFilesAreRefused(string text, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.keras", Encoding.Latin1.GetBytes(text));
        Damaged(path, message);
    }

    [Fact]
    public void AMissingFileIsReportedAsItIs() => Assert.Throws<FileNotFoundException>(() => KerasReader.Read("/no-such-file.keras"));

    private static void Damaged(string path, string message)
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => KerasReader.Read(path));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static T Refused<T>(string file, Action<JsonArray> edit)
        where T : Exception
    {
        using TemporaryFolder folder = new();
        string path = Archive(folder, file, ("config.json", bytes =>
        {
            JsonNode root = JsonNode.Parse(bytes)!;
            edit(root["config"]!["layers"]!.AsArray());
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        ));
        T failure = Assert.Throws<T>(() => KerasReader.Read(path));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private static void Set(JsonNode node, string setting, string value)
    {
        string[] parts = setting.Split('/');
        foreach (string part in parts[..^1])
        {
            node = node[part]!;
        }

        node[parts[^1]] = JsonNode.Parse(value);
    }

    /// <summary>An archive of the folder of files with one entry edited, or left out where the edit gives nothing.</summary>
    private static string Archive(TemporaryFolder folder, string file, (string Name, Func<byte[], byte[]?> Edit) edit)
    {
        using ZipArchive original = ZipFile.OpenRead(Path.Combine(KerasFileTests.Folder, file));
        File.Delete(folder[file]);
        using ZipArchive copy = ZipFile.Open(folder[file], ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in original.Entries)
        {
            using MemoryStream bytes = new();
            using (Stream content = entry.Open())
            {
                content.CopyTo(bytes);
            }

            if ((entry.FullName == edit.Name ? edit.Edit(bytes.ToArray()) : bytes.ToArray()) is byte[] edited)
            {
                using Stream target = copy.CreateEntry(entry.FullName).Open();
                target.Write(edited);
            }
        }

        return folder[file];
    }
}
