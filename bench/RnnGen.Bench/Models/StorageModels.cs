using System;

namespace RnnGen.Bench.Models;

// The stream suite's layers with weights in fewer bits.

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.BFloat16), Lstm(64), Dense(1)]
internal sealed partial class StepLstm64Half;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.Int8), Lstm(64), Dense(1)]
internal sealed partial class StepLstm64Int8;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.BFloat16), Lstm(128), Dense(1)]
internal sealed partial class StepLstm128Half;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.Int8), Lstm(128), Dense(1)]
internal sealed partial class StepLstm128Int8;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.BFloat16), Gru(64), Dense(1)]
internal sealed partial class StepGru64Half;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.Int8), Gru(64), Dense(1)]
internal sealed partial class StepGru64Int8;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.BFloat16), Gru(128), Dense(1)]
internal sealed partial class StepGru128Half;

[RnnModel(InputSize = 1, Training = false, Weights = WeightStorage.Int8), Gru(128), Dense(1)]
internal sealed partial class StepGru128Int8;

internal readonly struct StreamLstm64Half(StepLstm64Half model) : IStream<StepLstm64Half.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm64Half.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm64Int8(StepLstm64Int8 model) : IStream<StepLstm64Int8.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm64Int8.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm128Half(StepLstm128Half model) : IStream<StepLstm128Half.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm128Half.State state, Span<float> output) =>
        model.Step(input, ref state, output);
}

internal readonly struct StreamLstm128Int8(StepLstm128Int8 model) : IStream<StepLstm128Int8.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm128Int8.State state, Span<float> output) =>
        model.Step(input, ref state, output);
}

internal readonly struct StreamGru64Half(StepGru64Half model) : IStream<StepGru64Half.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru64Half.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru64Int8(StepGru64Int8 model) : IStream<StepGru64Int8.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru64Int8.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru128Half(StepGru128Half model) : IStream<StepGru128Half.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru128Half.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru128Int8(StepGru128Int8 model) : IStream<StepGru128Int8.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru128Int8.State state, Span<float> output) => model.Step(input, ref state, output);
}
