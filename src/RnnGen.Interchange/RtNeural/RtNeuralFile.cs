using System;
using System.Collections.Generic;
using System.Text.Json;

namespace RnnGen.Interchange;

/// <summary>What a JSON file of RTNeural says, not yet checked.</summary>
/// <param name="InputShape">Its <c>in_shape</c>; -1 stands for any number.</param>
/// <param name="Layers">Its layers in their order.</param>
internal sealed record RtNeuralFile(IReadOnlyList<int> InputShape, IReadOnlyList<RtNeuralLayer> Layers)
{
    /// <summary>AIDA-X: whether the first input is added to the output.</summary>
    public int Skip { get; init; }

    /// <summary>AIDA-X: decibels by which the first input is amplified.</summary>
    public double InputGain { get; init; }

    /// <summary>AIDA-X: decibels by which the output is amplified.</summary>
    public double OutputGain { get; init; }

    /// <summary>Samples a second, where the file says it.</summary>
    public double? SampleRate { get; init; }

    /// <summary>Reads a file.</summary>
    public static RtNeuralFile Read(string path)
    {
        ReadOnlyMemory<byte> json = JsonFile.Load(path);
        return JsonFile.Parse(path, json.Span, (ref Utf8JsonReader reader) => Parse(ref reader, path));
    }

    private static RtNeuralFile Parse(ref Utf8JsonReader reader, string path)
    {
        RtNeuralFile file = new([], []);
        bool hasLayers = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = JsonFile.Text(ref reader, path, "a name");
            reader.Read();
            switch (key)
            {
                case "in_shape":
                    file = file with { InputShape = Shape(ref reader, path, key) };
                    break;
                case "layers":
                    hasLayers = true;
                    file = file with { Layers = AllLayers(ref reader, path) };
                    break;
                case "in_skip":
                    file = file with { Skip = JsonFile.Count(ref reader, path, key) };
                    break;
                case "in_gain":
                    file = file with { InputGain = Number(ref reader, path, key) };
                    break;
                case "out_gain":
                    file = file with { OutputGain = Number(ref reader, path, key) };
                    break;
                case "samplerate" or "sample_rate" when reader.TokenType == JsonTokenType.Number:
                    file = file with { SampleRate = Number(ref reader, path, key) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return hasLayers && file.InputShape.Count > 0 ? file
            : throw FileFault.Damaged(path, $"it must have in_shape and layers, found no {(hasLayers ? "in_shape" : "layers")}");
    }

    private static List<RtNeuralLayer> AllLayers(ref Utf8JsonReader reader, string path)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartArray, path, "layers");
        List<RtNeuralLayer> layers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            JsonFile.Expect(ref reader, JsonTokenType.StartObject, path, $"layer {layers.Count}");
            layers.Add(Layer(ref reader, path, layers.Count));
        }

        return layers;
    }

    private static RtNeuralLayer Layer(ref Utf8JsonReader reader, string path, int index)
    {
        RtNeuralLayer layer = new("", "", [], []);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = JsonFile.Text(ref reader, path, $"a name of layer {index}"), what = $"{key} of layer {index}";
            reader.Read();
            switch (key)
            {
                case "type":
                    JsonFile.Expect(ref reader, JsonTokenType.String, path, what);
                    layer = layer with { Type = JsonFile.Text(ref reader, path, what) };
                    break;
                case "activation":
                    JsonFile.Expect(ref reader, JsonTokenType.String, path, what);
                    layer = layer with { Activation = JsonFile.Text(ref reader, path, what) };
                    break;
                case "shape":
                    layer = layer with { Shape = Shape(ref reader, path, what) };
                    break;
                case "weights":
                    layer = layer with { Weights = Weights(ref reader, path, what) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return layer;
    }

    private static List<NetworkTensor> Weights(ref Utf8JsonReader reader, string path, string what)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartArray, path, what);
        List<NetworkTensor> weights = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            weights.Add(JsonTensor.Read(ref reader, path, $"{what}, tensor {weights.Count}"));
        }

        return weights;
    }

    private static List<int> Shape(ref Utf8JsonReader reader, string path, string what)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartArray, path, what);
        List<int> shape = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            shape.Add(reader.TokenType == JsonTokenType.Null ? -1 : JsonFile.Count(ref reader, path, what));
        }

        return shape;
    }

    private static double Number(ref Utf8JsonReader reader, string path, string what)
    {
        JsonFile.Expect(ref reader, JsonTokenType.Number, path, what);
        return reader.TryGetDouble(out double number) && double.IsFinite(number) ? number
            : throw FileFault.Damaged(path, $"{what} must be a finite number, found another");
    }
}

/// <summary>A layer in a JSON file of RTNeural.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Activation">Its function; empty for none.</param>
/// <param name="Shape">The shape of what it gives; -1 stands for any number.</param>
/// <param name="Weights">Its weights, as Keras' <c>get_weights</c> gives them.</param>
internal sealed record RtNeuralLayer(string Type, string Activation, IReadOnlyList<int> Shape, IReadOnlyList<NetworkTensor> Weights);
