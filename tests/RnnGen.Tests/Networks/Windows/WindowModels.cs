using System;

namespace RnnGen.Tests.Networks;

/// <summary>A convolution whose window is longer than the batch, then a cell: what a recogniser of speech begins with.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Conv1D(6, 5, Dilation = 2, Activation = Activation.Tanh)]
[Gru(5)]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticListener;

/// <summary>A convolution whose window is longer than the batch, then a cell: what a recogniser of speech begins with.</summary>
[RnnModel(InputSize = 3)]
[Conv1D(6, 5, Dilation = 2, Activation = Activation.Tanh)]
[Gru(5)]
[Dense(2, EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicListener;

/// <summary>Windows in the middle of which a step stands, of an even and an odd number of steps.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Conv1D(7, 4, Padding = TimePadding.Same, Activation = Activation.Sigmoid)]
[Conv1D(5, 3, Dilation = 2, Padding = TimePadding.Same, Bias = false)]
[Lstm(4)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class StaticCentred;

/// <summary>Windows in the middle of which a step stands, of an even and an odd number of steps.</summary>
[RnnModel(InputSize = 3)]
[Conv1D(7, 4, Padding = TimePadding.Same, Activation = Activation.Sigmoid)]
[Conv1D(5, 3, Dilation = 2, Padding = TimePadding.Same, Bias = false)]
[Lstm(4)]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class DynamicCentred;

/// <summary>Pooling before, between and after layers with weights.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[MaxPool1D(3)]
[Conv1D(6, 2)]
[AveragePool1D(4)]
[Rnn(5)]
[MaxPool1D(2)]
internal sealed partial class StaticPooled;

/// <summary>Pooling before, between and after layers with weights.</summary>
[RnnModel(InputSize = 3)]
[MaxPool1D(3)]
[Conv1D(6, 2)]
[AveragePool1D(4)]
[Rnn(5)]
[MaxPool1D(2)]
internal sealed partial class DynamicPooled;

/// <summary>No layer that carries a state: the whole sequence is seen at once.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Conv1D(9, 3, Padding = TimePadding.Same, Activation = Activation.Tanh)]
[MaxPool1D(4, Padding = TimePadding.Same)]
[AveragePool1D(2, Padding = TimePadding.Same)]
[Pooling(Pooling.Mean)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class StaticStateless;

/// <summary>No layer that carries a state: the whole sequence is seen at once.</summary>
[RnnModel(InputSize = 3)]
[Conv1D(9, 3, Padding = TimePadding.Same, Activation = Activation.Tanh)]
[MaxPool1D(4, Padding = TimePadding.Same)]
[AveragePool1D(2, Padding = TimePadding.Same)]
[Pooling(Pooling.Mean)]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class DynamicStateless;

/// <summary>Windows over one value beside each other, over a part of it, and over what is joined.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Gru(20, Name = "h")]
[Conv1D(18, 3, Name = "a", From = ["h"])]
[MaxPool1D(3, Name = "m", From = ["h"])]
[AveragePool1D(3, Name = "v", From = ["h[1..19]"])]
[Conv1D(4, 1, Name = "one", From = ["m", "input"])]
[Conv1D(5, 2, Dilation = 3, Name = "b", From = ["a", "input", "one"])]
[Dense(3, From = ["a", "m", "v", "b", "h"], EveryStep = true)]
[MeanSquaredError]
internal sealed partial class StaticBranches;

/// <summary>Windows over one value beside each other, over a part of it, and over what is joined.</summary>
[RnnModel(InputSize = 3)]
[Gru(20, Name = "h")]
[Conv1D(18, 3, Name = "a", From = ["h"])]
[MaxPool1D(3, Name = "m", From = ["h"])]
[AveragePool1D(3, Name = "v", From = ["h[1..19]"])]
[Conv1D(4, 1, Name = "one", From = ["m", "input"])]
[Conv1D(5, 2, Dilation = 3, Name = "b", From = ["a", "input", "one"])]
[Dense(3, From = ["a", "m", "v", "b", "h"], EveryStep = true)]
[MeanSquaredError]
internal sealed partial class DynamicBranches;

/// <summary>Two steps of three features a frame: a convolution of kernel 4 and stride 2 over steps.</summary>
[RnnModel(InputSize = 6)]
[Conv1D(5, 2)]
internal sealed partial class FramedConvolution;

/// <summary>A temporal convolutional network of Bai et al. 2018: blocks of causal convolutions with a skip around each.</summary>
[RnnModel(InputSize = 3, Steps = 5)]
[Conv1D(8, 2, Activation = Activation.Relu, Name = "a")]
[Conv1D(8, 2, Dilation = 2, Activation = Activation.Relu, Name = "b")]
[Sum(From = ["a", "b"], Name = "s")]
[Conv1D(8, 2, Dilation = 4, Activation = Activation.Tanh, Name = "c", From = ["s"])]
[Sum(From = ["s", "c"])]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class StaticTemporal;

/// <summary>A temporal convolutional network of Bai et al. 2018: blocks of causal convolutions with a skip around each.</summary>
[RnnModel(InputSize = 3)]
[Conv1D(8, 2, Activation = Activation.Relu, Name = "a")]
[Conv1D(8, 2, Dilation = 2, Activation = Activation.Relu, Name = "b")]
[Sum(From = ["a", "b"], Name = "s")]
[Conv1D(8, 2, Dilation = 4, Activation = Activation.Tanh, Name = "c", From = ["s"])]
[Sum(From = ["s", "c"])]
[Dense(2)]
[MeanSquaredError]
internal sealed partial class DynamicTemporal;

[RnnModel(InputSize = 1)]
[Conv1D(1, 1)]
[MaxPool1D(3)]
internal sealed partial class OneMaximum;

/// <summary>Limits: √(6 / (3·2 + 3·6)), and PyTorch's 1 / √(3·2).</summary>
[RnnModel(InputSize = 2)]
[Conv1D(6, 3)]
internal sealed partial class WideKernel;

[RnnModel(InputSize = 2, Initialization = Initialization.Keras)]
[Conv1D(6, 3)]
internal sealed partial class KerasKernel;

[RnnModel(InputSize = 2, Initialization = Initialization.PyTorch)]
[Conv1D(6, 3)]
internal sealed partial class TorchKernel;

/// <summary>Networks with windows over time, by name.</summary>
internal static class WindowModels
{
    public static readonly string[] Names = ["Listener", "Centred", "Pooled", "Stateless", "Branches", "Temporal"];

    public static ITrainableModel Create(string name, bool isStatic) => name switch
    {
        "Listener" => isStatic ? new StaticListener(3) : new DynamicListener(3),
        "Centred" => isStatic ? new StaticCentred(3) : new DynamicCentred(3),
        "Pooled" => isStatic ? new StaticPooled(3) : new DynamicPooled(3),
        "Stateless" => isStatic ? new StaticStateless(3) : new DynamicStateless(3),
        "Branches" => isStatic ? new StaticBranches(3) : new DynamicBranches(3),
        "Temporal" => isStatic ? new StaticTemporal(3) : new DynamicTemporal(3),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
