using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnGen.Training;

/// <summary>What training was like so far: all epochs, and evenly spaced updates.</summary>
internal sealed class FitRecords
{
    private readonly List<EpochRecord> _epochs = [];
    private readonly StepCurve _curve = new();

    /// <summary>The epochs that have ended.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The updates.</summary>
    public IReadOnlyList<StepRecord> Steps => _curve.Records;

    /// <summary>Takes an update; allocates nothing.</summary>
    public void Add(in StepRecord step) => _curve.Add(step);

    /// <summary>Takes an epoch.</summary>
    public void Add(EpochRecord epoch) => _epochs.Add(epoch);

    /// <summary>All of it as JSON, in columns: short, since every checkpoint has it.</summary>
    /// <param name="last">The last update.</param>
    public string ToJson(StepRecord last)
    {
        IReadOnlyList<StepRecord> steps = Steps;
        FitRecordsJson json = new(
            [.. _epochs], last, _curve.Spacing, [.. steps.Select(step => step.Step)], [.. steps.Select(step => step.Epoch)],
            [.. steps.Select(step => step.Loss)],
            [.. steps.Select(step => step.LearningRate)], [.. steps.Select(step => step.GradientNorm)],
            [.. steps.Select(step => step.Seconds)]);
        return JsonSerializer.Serialize(json, FitRecordsContext.Default.FitRecordsJson);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <returns>
    /// <see langword="null"/> where it is something else. Whether its numbers fit each other, <see cref="FitRecordsCheck"/> tells.
    /// </returns>
    public static FitRecordsJson? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FitRecordsContext.Default.FitRecordsJson);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Goes on from there.</summary>
    public void Restore(FitRecordsJson json)
    {
        _epochs.Clear();
        _epochs.AddRange(json.Epochs);
        _curve.Restore(
            [
                .. json.Step.Select(
                    (step, i) => new StepRecord(
                        step, json.Epoch[i], json.Loss[i], json.LearningRate[i], json.GradientNorm[i], json.Seconds[i])),
            ],
            json.Spacing);
    }
}

/// <summary>The form in a checkpoint.</summary>
internal sealed record FitRecordsJson(
    EpochRecord[] Epochs, StepRecord Last, long Spacing, long[] Step, long[] Epoch, double[] Loss, float[] LearningRate,
    double[] GradientNorm, double[] Seconds);

[JsonSerializable(typeof(FitRecordsJson))]
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class FitRecordsContext : JsonSerializerContext;
