using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Finds all layers and settings of a Keras model that cannot be expressed here, before anything is made of it.</summary>
internal static class KerasChecks
{
    private static readonly HashSet<string> Supported = new(StringComparer.Ordinal)
    {
        "InputLayer", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "Dense", "TimeDistributed", "LayerNormalization", "Embedding",
        "Activation", "ReLU", "ELU", "LeakyReLU", "Softmax", "Dropout", "SpatialDropout1D", "GaussianDropout", "GaussianNoise",
        "ActivityRegularization",
        "RepeatVector", "Add", "Multiply", "Concatenate", "GlobalAveragePooling1D", "GlobalMaxPooling1D", "Conv1D",
        "MaxPooling1D", "AveragePooling1D",
    };

    private static readonly string[] OfBothDirections =
        ["units", "activation", "use_bias", "reset_after", "return_sequences", "recurrent_activation"];

    private static readonly HashSet<string> WithinTimeDistributed = new(StringComparer.Ordinal)
    {
        "Dense", "LayerNormalization", "Activation", "ReLU", "ELU", "LeakyReLU", "Dropout",
    };

    /// <summary>Every reason, each with the layer's name.</summary>
    public static IEnumerable<string> Of(KerasModel model, string? version) =>
        model.Layers.SelectMany(layer => Calls(layer).Concat(Reasons(layer, version))
            .Select(reason => $"layer '{layer.Name}' ({layer.ClassName}): {reason}"));

    private static IEnumerable<string> Calls(KerasLayer layer)
    {
        if (layer.Calls > 1)
        {
            yield return $"it is used {layer.Calls} times with the same weights";
        }

        if (layer.NamedTensors > 0)
        {
            yield return "it is given tensors by name, such as initial states";
        }

        if (layer.Reads.Any(read => read.Tensor != 0))
        {
            yield return "it reads states that another layer returns";
        }
    }

    private static IEnumerable<string> Reasons(KerasLayer layer, string? version)
    {
        KerasSettings settings = layer.Settings;
        if (!Supported.Contains(layer.ClassName))
        {
            return layer.ClassName == "Masking" ? ["masks are not supported; the class takes Lengths instead"]
                : ["the class is not supported"];
        }

        return layer.ClassName switch
        {
            "LSTM" or "GRU" or "SimpleRNN" => Recurrent(layer, version),
            "Bidirectional" => Bidirectional(layer, version),
            "Dense" => KerasActivation.Of(settings, "activation", "linear", version).Reason is string reason ? [reason] : [],
            "TimeDistributed" when !WithinTimeDistributed.Contains(layer.Inner!.ClassName) =>
                [$"{layer.Inner.ClassName} within it is not supported"],
            "TimeDistributed" => Reasons(layer.Inner!, version),
            "LayerNormalization" when settings.Flag("rms_scaling") => ["rms_scaling is not supported"],
            "Embedding" when settings.Flag("mask_zero") => ["mask_zero is not supported; the class takes Lengths instead"],
            "GlobalAveragePooling1D" or "GlobalMaxPooling1D"
                when settings.Flag("keepdims") || settings.Text("data_format", "channels_last") != "channels_last" =>
                    ["keepdims and channels_first are not supported"],
            "Conv1D" or "MaxPooling1D" or "AveragePooling1D" => OverTime(layer, version),
            "InputLayer" when settings.Flag("sparse") || settings.Flag("ragged") => ["sparse and ragged inputs are not supported"],
            _ => KerasActivation.OfLayer(layer, version)?.Reason is string reason ? [reason] : [],
        };
    }

    /// <summary>Layers that keep the number of steps are read.</summary>
    private static IEnumerable<string> OverTime(KerasLayer layer, string? version)
    {
        KerasSettings settings = layer.Settings;
        bool isConvolution = layer.ClassName == "Conv1D";
        string padding = settings.Text("padding", "valid"), supported = isConvolution ? "causal and same are" : "same is";
        int size = settings.Extent(isConvolution ? "kernel_size" : "pool_size");
        if (padding != "same" && !(isConvolution && padding == "causal") && size > 1)
        {
            yield return $"padding '{padding}' is not supported; {supported}";
        }

        // What is left out, or null, is 1 of a convolution, and of pooling its size.
        int stride = settings.Extent("strides", isConvolution ? 1 : size);
        if (stride != 1)
        {
            yield return $"strides of {stride} are not supported; 1 is";
        }

        if (settings.Text("data_format", "channels_last") != "channels_last")
        {
            yield return "channels_first is not supported";
        }

        if (isConvolution && settings.Extent("groups", 1) != 1)
        {
            yield return "groups are not supported";
        }

        if (isConvolution && KerasActivation.Of(settings, "activation", "linear", version).Reason is string reason)
        {
            yield return reason;
        }
    }

    private static IEnumerable<string> Recurrent(KerasLayer layer, string? version)
    {
        KerasActivation activation = KerasActivation.Of(layer.Settings, "activation", "tanh", version);
        string? unsupported = activation.IsSoftmax ? "activation is 'softmax'" : activation.Reason;
        if (unsupported is not null)
        {
            yield return unsupported;
        }

        string gates = layer.ClassName == "SimpleRNN" ? "sigmoid"
            : KerasActivation.NameOf(layer.Settings, "recurrent_activation", "sigmoid");
        if (gates != "sigmoid")
        {
            yield return $"recurrent_activation is '{gates}', sigmoid is supported";
        }

        if (layer.Settings.Flag("time_major"))
        {
            yield return "time_major is not supported";
        }
    }

    private static IEnumerable<string> Bidirectional(KerasLayer layer, string? version)
    {
        KerasLayer forward = layer.Inner!;
        if (!forward.IsRecurrent)
        {
            yield return $"{forward.ClassName} within it is not supported";
            yield break;
        }

        foreach (string reason in Recurrent(forward, version))
        {
            yield return reason;
        }

        if (layer.Settings.Text("merge_mode", "none") is not ("concat" or "sum" or "mul" or "ave") and string merge)
        {
            yield return $"merge_mode '{merge}' is not supported; concat, sum, mul and ave are";
        }

        bool equal = layer.Backward is not KerasLayer backward
            || (backward.ClassName == forward.ClassName && backward.Settings.Flag("go_backwards")
                && OfBothDirections.All(name => backward.Settings.Find(name)?.ToString() == forward.Settings.Find(name)?.ToString()));
        if (!equal || forward.Settings.Flag("go_backwards"))
        {
            yield return "its two layers must differ in go_backwards alone, the first reading forwards";
        }
    }
}
