using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Tests.Models;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class ModelParametersFilesTests : IDisposable
{
    /// <summary>A header for <see cref="SmallModel"/> in another order and without metadata, as another program would write it.</summary>
    private const string ForeignHeader =
        """{"b/scale":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b/kernel":{"dtype":"F32","shape":[3,1],"data_offsets":[4,16]}"""
        + ""","a/bias":{"dtype":"F32","shape":[3],"data_offsets":[16,28]}"""
        + ""","a/kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[28,52]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SavedFileNamesEverything()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        parameters.Save(_folder["file"]);
        byte[] file = File.ReadAllBytes(_folder["file"]);
        Assert.Equal(
            """{"__metadata__":{"format":"rnngen","format_version":"1","model":"Small","spec_hash":"hash-1"}"""
            + ""","a/kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}"""
            + ""","a/bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}"""
            + ""","b/kernel":{"dtype":"F32","shape":[3,1],"data_offsets":[36,48]}"""
            + ""","b/scale":{"dtype":"F32","shape":[],"data_offsets":[48,52]}}""",
            SafetensorsBytes.Header(file).TrimEnd(' '));
        Assert.Equal(MemoryMarshal.AsBytes(parameters.Values), file.AsSpan(file.Length - 52));
    }

    [Fact]
    public void EveryBitComesBackAndTheVersionRisesOnce()
    {
        ModelParameters saved = new(SmallModel.Describe(), seed: 1);
        using (ParameterEdit edit = saved.Edit())
        {
            uint[] bits = [0x7FC12345, 0xFF800001, 0x80000000, 0x00000001, 0x807FFFFF, 0x7F800000];
            MemoryMarshal.Cast<uint, float>(bits).CopyTo(edit["a/kernel"]);
        }

        saved.Save(_folder["file"]);
        ModelParameters loaded = new(SmallModel.Describe("Other name, same layers"), seed: 2);
        long version = loaded.Version;
        loaded.Load(_folder["file"]);
        Assert.Equal(Bits(saved), Bits(loaded));
        Assert.Equal(version + 2, loaded.Version);
    }

    [Fact]
    public void EmptyTensorsAndEmptyModelsComeBack()
    {
        ModelDescription description = SmallModel.Describe(
            "Hollow", "h", ("none", [0, 4], default), ("one", [1], ParameterInitializer.Constant(3)), ("last", [2, 0], default));
        new ModelParameters(description, seed: 1).Save(_folder["hollow"]);
        ModelParameters loaded = new(description, seed: 1);
        using (ParameterEdit edit = loaded.Edit())
        {
            edit.Values.Clear();
        }

        loaded.Load(_folder["hollow"]);
        Assert.Equal([3], loaded.Values);

        ModelParameters empty = new(SmallModel.Describe("Empty", "e", []), seed: 1);
        empty.Save(_folder["empty"]);
        empty.Load(_folder["empty"]);
        Assert.Equal(2, empty.Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"__metadata__":{"format":"pt","format_version":"9"},""")]
    public void FileOfAnotherProgramLoads(string metadata)
    {
        float[] data = [.. Enumerable.Range(1, 13)];
        string header = metadata + (metadata.Length == 0 ? ForeignHeader : ForeignHeader[1..]);
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        parameters.Load(_folder.Add("file", SafetensorsBytes.File(header, MemoryMarshal.AsBytes(data.AsSpan()))));
        Assert.Equal([8, 9, 10, 11, 12, 13, 5, 6, 7, 2, 3, 4, 1], parameters.Values);
    }

    [Fact]
    public void OtherFloatsAreConvertedAndALossOfRangeChangesNothing()
    {
        double[] data = [.. Enumerable.Range(1, 13)];
        const string Header =
            """{"b/scale":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b/kernel":{"dtype":"F64","shape":[3,1],"data_offsets":[8,32]}"""
            + ""","a/bias":{"dtype":"F64","shape":[3],"data_offsets":[32,56]}"""
            + ""","a/kernel":{"dtype":"F64","shape":[2,3],"data_offsets":[56,104]}}""";
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        parameters.Load(_folder.Add("file", SafetensorsBytes.File(Header, MemoryMarshal.AsBytes(data.AsSpan()))));
        Assert.Equal([8, 9, 10, 11, 12, 13, 5, 6, 7, 2, 3, 4, 1], parameters.Values);

        data[^1] = 1e39;
        string message = AssertLoadChangesNothing<InvalidDataException>(_folder.Add(
            "large", SafetensorsBytes.File(Header, MemoryMarshal.AsBytes(data.AsSpan())))).Message;
        Assert.Contains("element 5 of tensor 'a/kernel' is 1E+39", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllMismatchesAreListedAtOnceAndNothingChanges()
    {
        string path = _folder.Add("file", SafetensorsBytes.File(
            """{"__metadata__":{"format":"rnngen","format_version":"1","spec_hash":"hash-2"}"""
            + ""","a/kernel":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}"""
            + ""","a/bias":{"dtype":"I16","shape":[3],"data_offsets":[24,30]}"""
            + ""","b/scale":{"dtype":"F32","shape":[],"data_offsets":[30,34]},"c/new":{"dtype":"I8","shape":[2],"data_offsets":[34,36]}}""",
            new byte[36]));
        ParameterMismatchException refusal = AssertLoadChangesNothing<ParameterMismatchException>(path);
        Assert.Equal(
            [
                "spec_hash is hash-2, expected hash-1: layers, sizes or options (a forget bias, for example) differ",
                "a/kernel has shape [3, 2], expected [2, 3]",
                "a/bias is I16, expected F32, F64, F16 or BF16",
                "b/kernel is missing, expected F32 [3, 1]",
                "c/new is not a parameter of Small",
            ],
            refusal.Mismatches);
        Assert.Equal(path, refusal.Path);
        Assert.StartsWith($"{path} does not fit Small; nothing was loaded. ", refusal.Message, StringComparison.Ordinal);
        Assert.All(refusal.Mismatches, mismatch => Assert.Contains(mismatch, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void OtherSpecHashIsRefusedThoughAllTensorsFit()
    {
        new ModelParameters(SmallModel.Describe(specHash: "hash-2"), seed: 7).Save(_folder["file"]);
        ParameterMismatchException refusal = AssertLoadChangesNothing<ParameterMismatchException>(_folder["file"]);
        string only = Assert.Single(refusal.Mismatches);
        Assert.Contains("hash-1", only, StringComparison.Ordinal);
        Assert.Contains("hash-2", only, StringComparison.Ordinal);
    }

    [Fact]
    public void NewerFormatIsRefused()
    {
        string path = _folder.Add("file", SafetensorsBytes.File(
            """{"__metadata__":{"format":"rnngen","format_version":"2"},""" + ForeignHeader[1..], new byte[52]));
        ParameterMismatchException refusal = AssertLoadChangesNothing<ParameterMismatchException>(path);
        Assert.Equal(["format_version is 2, expected 1"], refusal.Mismatches);
    }

    [Fact]
    public void EveryTruncationIsRefusedAndChangesNothing()
    {
        new ModelParameters(SmallModel.Describe(), seed: 7).Save(_folder["whole"]);
        byte[] whole = File.ReadAllBytes(_folder["whole"]);
        for (int length = 0; length < whole.Length; length++)
        {
            AssertLoadChangesNothing<InvalidDataException>(_folder.Add("cut", whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void MissingFileAndFolderAreReportedAsSuch()
    {
        AssertLoadChangesNothing<FileNotFoundException>(_folder["missing"]);
        AssertLoadChangesNothing<DirectoryNotFoundException>(Path.Combine(_folder["missing"], "file"));
        Directory.CreateDirectory(_folder["folder"]);
        AssertLoadChangesNothing<UnauthorizedAccessException>(_folder["folder"]);
    }

    [Fact]
    public void LoadDuringAnEditThrowsAndLeavesAllAsItWas()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        new ModelParameters(SmallModel.Describe(), seed: 7).Save(_folder["file"]);
        using (ParameterEdit edit = parameters.Edit())
        {
            edit["b/scale"][0] = 42;
            uint[] values = Bits(parameters);
            Assert.Throws<InvalidOperationException>(() => parameters.Load(_folder["file"]));
            Assert.Equal(values, Bits(parameters));
            Assert.Equal(1, parameters.Version);
        }

        Assert.Equal(2, parameters.Version);
        parameters.Load(_folder["file"]);
        Assert.Equal(-2, parameters["b/scale"][0]);
        Assert.Equal(4, parameters.Version);
    }

    [Fact]
    public void SaveDuringAnEditThrowsAndLeavesTheOldFile()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        _folder.Add("file", [1, 2, 3]);
        using (ParameterEdit edit = parameters.Edit())
        {
            edit.Values.Clear();
            Assert.Throws<InvalidOperationException>(() => parameters.Save(_folder["file"]));
        }

        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["file"]));
        Assert.Equal(["file"], _folder.Contents);
        Assert.Equal(2, parameters.Version);
    }

    [Fact]
    public void SaveThatCannotReplaceItsTargetLeavesNoTemporary()
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        Directory.CreateDirectory(_folder["folder"]);
        Assert.Throws<IOException>(() => parameters.Save(_folder["folder"]));
        Assert.Throws<DirectoryNotFoundException>(() => parameters.Save(Path.Combine(_folder["missing"], "file")));
        Assert.Equal(["folder"], _folder.Contents);
        Assert.Equal(0, parameters.Version);
    }

    private T AssertLoadChangesNothing<T>(string path)
        where T : Exception
    {
        ModelParameters parameters = new(SmallModel.Describe(), seed: 1);
        using (ParameterEdit edit = parameters.Edit())
        {
            edit["b/scale"][0] = 42;
        }

        uint[] values = Bits(parameters);
        T exception = Assert.Throws<T>(() => parameters.Load(path));
        Assert.Equal(values, Bits(parameters));
        Assert.Equal(2, parameters.Version);
        return exception;
    }

    private static uint[] Bits(ModelParameters parameters) => MemoryMarshal.Cast<float, uint>(parameters.Values).ToArray();
}
