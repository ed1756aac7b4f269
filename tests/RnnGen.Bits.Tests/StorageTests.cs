using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Bits.Tests;

/// <summary>Every model of the record with its weights in fewer bits: what is promised of all networks.</summary>
public sealed class StorageTests
{
    private const double Near = 0.05;

    public static TheoryData<string> Models => new(
        RecordedModels.All.Where(model => !model.Options.Contains("WeightStorage", StringComparison.Ordinal)).Select(model => model.Name));

    /// <summary>Training and its traces are floats; both modes give the same bits; a step gives those of a prediction.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void EightBitsLeaveTrainingAsItIs(string name)
    {
        RecordedModel recorded = Stored(name, "Int8");
        Assembly assembly = ModelCompiler.Compile(recorded.Source);
        IRnnModel model = Create(assembly, RecordedModel.DynamicName), unrolled = Create(assembly, RecordedModel.StaticName);
        List<string> lines = Lines(model, recorded);
        Assert.Equal(lines, Lines(unrolled, recorded));
        Assert.Equal(Record.Read(name).Where(IsOfTraining), lines.Where(IsOfTraining));
        if (name is not "pointwise text")
        {
            Assert.NotEqual(Record.Read(name), lines);
        }

        StepsGiveThePrediction(model, name);
        PredictionsAreNearThoseOfFloats(model, name);
        AFileOfEightBitsGivesTheSame(model, unrolled, recorded);
    }

    /// <summary>Predictions are those of a float model whose kernels have been rounded, and so are steps.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void SixteenBitsAreRoundedFloats(string name)
    {
        RecordedModel recorded = Stored(name, "BFloat16");
        IRnnModel model = Create(ModelCompiler.Compile(recorded.Source), RecordedModel.DynamicName);
        List<string> lines = Lines(model, recorded);
        Assert.Equal(Record.Read(name).Where(IsOfTraining), lines.Where(IsOfTraining));

        RecordedModel floats = RecordedModels.All.Single(other => other.Name == name);
        IRnnModel rounded = Create(ModelCompiler.Compile(floats.Source), RecordedModel.StaticName);
        Recorder.Randomize(rounded);
        using (ParameterEdit edit = rounded.Parameters.Edit())
        {
            foreach (ParameterInfo kernel in rounded.Description.Parameters.Where(IsKernel))
            {
                foreach (ref float value in edit[kernel.Name])
                {
                    value = Rounded(value);
                }
            }
        }

        Assert.Equal(Recorder.Predictions(rounded, floats).Select(Line), lines.Where(line => !IsOfTraining(line)));
    }

    /// <summary>The bytes of the file are those that the class would have made of the floats, and so are its bits.</summary>
    private static void AFileOfEightBitsGivesTheSame(IRnnModel model, IRnnModel other, RecordedModel recorded)
    {
        Recorder.Randomize(model);
        IReadOnlyList<(string, string)> expected = Recorder.Predictions(model, recorded);
        string path = Path.GetTempFileName();
        try
        {
            model.Parameters.Save(path, StorageType.Int8);
            other.Parameters.Load(path);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(expected, Recorder.Predictions(other, recorded));
        if (model.Description.Parameters.Any(parameter => parameter.Operands.Any(operand => operand is { StaysFloat: false, Rows: > 1 })))
        {
            Assert.False(model.Parameters.Values.SequenceEqual(other.Parameters.Values));
        }
    }

    private static RecordedModel Stored(string name, string storage)
    {
        RecordedModel recorded = RecordedModels.All.Single(model => model.Name == name);
        string options = recorded.Options.Length > 0 ? recorded.Options + ", " : "";
        return recorded with { Options = $"{options}Weights = WeightStorage.{storage}" };
    }

    private static IRnnModel Create(Assembly assembly, string className) =>
        (IRnnModel)assembly.GetType(className, throwOnError: true)!.GetConstructor([typeof(ulong)])!.Invoke([7ul]);

    private static List<string> Lines(IRnnModel model, RecordedModel recorded) => [.. Recorder.Record(model, recorded).Select(Line)];

    private static string Line((string Name, string Hash) result) => $"{result.Hash} {result.Name}";

    private static bool IsOfTraining(string line)
    {
        string name = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return name is "spec" or "start" or "three updates" || name.StartsWith("backward", StringComparison.Ordinal);
    }

    /// <summary>Two axes, and not looked up: the table of an embedding is no weight.</summary>
    private static bool IsKernel(ParameterInfo parameter) =>
        parameter.Shape.Count >= 2 && !parameter.Name.EndsWith("/table", StringComparison.Ordinal);

    /// <summary>The nearest number of eight bits of mantissa, to even where two are as near.</summary>
    private static float Rounded(float value)
    {
        if (value == 0)
        {
            return value;
        }

        double unit = Math.ScaleB(1, Math.ILogB(value) - 7);
        return (float)(Math.Round(value / unit, MidpointRounding.ToEven) * unit);
    }

    private static void StepsGiveThePrediction(IRnnModel model, string name)
    {
        RecordedBatch batch = new(model.Description, 3, 1, model.Description.Steps ?? 6);
        if (Recorder.Stream(model, batch) is not (float[] output, float[] state))
        {
            return;
        }

        (float[] outputs, float[] states) = batch.Predict(model);
        Assert.True(states.AsSpan().SequenceEqual(state), $"{name}: the states of steps differ from those of a prediction.");
        if (model.Description.Heads.Count == 1)
        {
            Assert.True(outputs.AsSpan().EndsWith(output), $"{name}: the last output of steps differs from that of a prediction.");
        }
    }

    /// <summary>
    /// A trainer's forward pass is in floats. A product of a wrong column or with a wrong scale is wrong by as much as it is.
    /// </summary>
    private static void PredictionsAreNearThoseOfFloats(IRnnModel model, string name)
    {
        if (model is not ITrainableModel trainable || model.Description.HasDropout)
        {
            return;
        }

        RecordedBatch batch = new(model.Description, 1, 11, model.Description.Steps ?? 6);
        (float[] outputs, float[] states) = batch.Predict(model);
        (float[] floats, float[] floatStates) = batch.Forward(trainable.CreateTrainer());
        float[] actual = [.. outputs, .. states], expected = [.. floats, .. floatStates];
        double largest = expected.Max(value => Math.Abs((double)value));
        double difference = actual.Zip(expected, (first, second) => Math.Abs((double)first - second)).Max();
        Assert.True(difference <= Near * largest, $"{name}: {difference:G3} apart, where the largest is {largest:G3}.");
    }
}
