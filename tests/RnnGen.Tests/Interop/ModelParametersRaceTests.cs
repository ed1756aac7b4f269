using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using RnnGen.Tests.Models;
using Xunit;

namespace RnnGen.Tests.Interop;

/// <summary>
/// What happens to files and parameters while they are being read: made deterministic by a parameter list that lets a test in.
/// </summary>
public sealed class ModelParametersRaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WholeEditInTheMiddleOfASaveLeavesTheOldFile()
    {
        InterruptibleList list = new(SmallModel.Describe().Parameters);
        ModelParameters parameters = new(SmallModel.Describe() with { Parameters = list }, seed: 1);
        _folder.Add("file", [1, 2, 3]);
        list.Interruption = () =>
        {
            using ParameterEdit edit = parameters.Edit();
            edit.Values.Clear();
        };
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => parameters.Save(_folder["file"]));
        Assert.Contains("while they were saved", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, parameters.Version);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["file"]));
        Assert.Equal(["file"], _folder.Contents);
    }

    [Fact]
    public void FileCutOffInTheMiddleOfALoadChangesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be cut off.");
        new ModelParameters(SmallModel.Describe(), seed: 7).Save(_folder["file"]);
        InterruptibleList list = new(SmallModel.Describe().Parameters);
        ModelParameters parameters = new(SmallModel.Describe() with { Parameters = list }, seed: 1);
        float[] before = parameters.Values.ToArray();

        // The last tensor loses its last byte: all others can still be read.
        list.Interruption = () =>
        {
            using FileStream file = new(_folder["file"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.SetLength(file.Length - 1);
        };
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => parameters.Load(_folder["file"]));
        Assert.Contains("found the end of the file", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters.Values);
        Assert.Equal(0, parameters.Version);
    }

    /// <summary>Runs an action once, when it is enumerated next.</summary>
    private sealed class InterruptibleList(IReadOnlyList<ParameterInfo> items) : IReadOnlyList<ParameterInfo>
    {
        public Action? Interruption { get; set; }

        public int Count => items.Count;

        public ParameterInfo this[int index] => items[index];

        public IEnumerator<ParameterInfo> GetEnumerator()
        {
            Action? interruption = Interruption;
            Interruption = null;
            interruption?.Invoke();
            return items.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
