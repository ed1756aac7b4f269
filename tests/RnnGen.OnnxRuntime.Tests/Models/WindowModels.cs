using System;
using System.Collections.Generic;

namespace RnnGen.OnnxRuntime.Tests.Models;

/// <summary>Convolutions and pooling over time.</summary>
internal static class WindowModels
{
    public static IReadOnlyDictionary<string, Func<IRnnModel>> All { get; } = new Dictionary<string, Func<IRnnModel>>
    {
        [nameof(CausalConvolution)] = () => new CausalConvolution(1),
        [nameof(TwoConvolutions)] = () => new TwoConvolutions(1),
        [nameof(SameConvolution)] = () => new SameConvolution(1),
        [nameof(CausalPools)] = () => new CausalPools(1),
        [nameof(SamePools)] = () => new SamePools(1),
    };
}

[RnnModel(InputSize = 3)]
[Conv1D(5, 5, Dilation = 2, Activation = Activation.Tanh)]
[Gru(4)]
[Dense(2, EveryStep = true)]
internal sealed partial class CausalConvolution;

[RnnModel(InputSize = 3)]
[Conv1D(6, 2, Bias = false, Activation = Activation.Relu, Name = "a")]
[Conv1D(6, 1, Name = "b")]
[Sum(From = ["a", "b"])]
[Conv1D(4, 3, Dilation = 3)]
internal sealed partial class TwoConvolutions;

[RnnModel(InputSize = 3)]
[Conv1D(5, 4, Padding = TimePadding.Same, Activation = Activation.Swish)]
[Conv1D(4, 3, Dilation = 2, Padding = TimePadding.Same)]
[Lstm(4)]
[Dense(2)]
internal sealed partial class SameConvolution;

[RnnModel(InputSize = 3)]
[MaxPool1D(3)]
[Conv1D(5, 2)]
[AveragePool1D(4)]
internal sealed partial class CausalPools;

[RnnModel(InputSize = 3)]
[Conv1D(5, 3, Padding = TimePadding.Same)]
[MaxPool1D(4, Padding = TimePadding.Same)]
[AveragePool1D(3, Padding = TimePadding.Same)]
[Pooling(Pooling.Mean)]
[Dense(2)]
internal sealed partial class SamePools;
