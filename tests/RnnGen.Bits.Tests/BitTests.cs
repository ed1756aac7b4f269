using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Bits.Tests;

/// <summary>
/// The bits of outputs, states, gradients, updates and streams of many models, held against a record: work on the compiler or the runtime
/// changes none of them unnoticed. The record is the same for every vector width and number of threads, and for both modes.
/// </summary>
public sealed class BitTests
{
    private const string AcceptVariable = "RNNGEN_ACCEPT";

    private static readonly bool Accepts = Environment.GetEnvironmentVariable(AcceptVariable) == "1";

    public static TheoryData<string> Models => new(RecordedModels.All.Select(model => model.Name));

    [Theory]
    [MemberData(nameof(Models))]
    public void TheBitsAreThoseOfTheRecord(string name)
    {
        RecordedModel recorded = RecordedModels.All.Single(model => model.Name == name);
        Assembly assembly = ModelCompiler.Compile(recorded.Source);
        List<string> actual = Lines(assembly, RecordedModel.DynamicName, recorded);
        Assert.Equal(actual, Lines(assembly, RecordedModel.StaticName, recorded));
        if (Accepts)
        {
            Record.Write(recorded.Name, actual);
        }

        Assert.Equal(Record.Read(recorded.Name), actual);
    }

    [Fact]
    public void TheRecordHasNoOtherModels() =>
        Assert.Equal(RecordedModels.All.Select(model => Record.FileName(model.Name)).Order(), Record.FileNames().Order());

    private static List<string> Lines(Assembly assembly, string className, RecordedModel recorded)
    {
        IRnnModel model = (IRnnModel)assembly.GetType(className, throwOnError: true)!.GetConstructor([typeof(ulong)])!.Invoke([7ul]);
        return [.. Recorder.Record(model, recorded).Select(result => $"{result.Hash} {result.Name}")];
    }
}
