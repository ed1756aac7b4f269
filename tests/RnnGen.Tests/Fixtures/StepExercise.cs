using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>One time step, through Step and through Predict with one step.</summary>
/// <param name="source">The model.</param>
/// <param name="inputs">[rows, input].</param>
internal sealed class StepExercise(ModelSource source, Tensor inputs) : Exercise(source, 1)
{
    private const string StepOutputs = "outputs of Step", StepStates = "states of Step";

    private float[]? _states;

    /// <summary>TensorFlow's tests print about 6 digits: half a unit of the last one, and float32.</summary>
    public static Tolerance Published { get; } = new(Tolerance.Single.Relative, 1e-6);

    private int Rows => inputs.Shape[0];

    private float[] States => _states ??= new float[Rows * Description.StateSize];

    public void SetState(int layer, string part, JsonNode values)
    {
        int[] places = State(layer, part, Rows);
        Tensor tensor = Tensor.Read(values).Shaped(Rows, part == "c" ? Source.Layers[layer].Units : Source.Layers[layer].StateSize);
        for (int i = 0; i < places.Length; i++)
        {
            States[places[i]] = (float)tensor.Values[i];
        }
    }

    public void ExpectOutputs(JsonNode values, Tolerance tolerance)
    {
        Expect(Results.PredictedOutputs, values, null, tolerance);
        Expect(StepOutputs, values, null, tolerance);
    }

    public void ExpectState(int layer, string part, JsonNode values, Tolerance tolerance)
    {
        Expect(Results.PredictedStates, values, State(layer, part, Rows), tolerance);
        Expect(StepStates, values, State(layer, part, Rows), tolerance);
    }

    protected override void Run(ITrainableModel model, int threads, Dictionary<string, float[]> results)
    {
        float[] values = inputs.ToFloats();
        float[] outputs = results[Results.PredictedOutputs] = new float[Rows * Description.OutputSize];
        float[] states = results[Results.PredictedStates] = new float[States.Length];
        model.Predict(new SequenceBatch(values, Rows, 1), outputs, States, states);

        outputs = results[StepOutputs] = new float[outputs.Length];
        states = results[StepStates] = [.. States];
        for (int row = 0; row < Rows; row++)
        {
            model.Step(
                values.AsSpan(row * Description.InputSize, Description.InputSize),
                states.AsSpan(row * Description.StateSize, Description.StateSize),
                outputs.AsSpan(row * Description.OutputSize, Description.OutputSize));
        }
    }
}
