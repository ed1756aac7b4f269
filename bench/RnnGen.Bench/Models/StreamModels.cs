using System;

namespace RnnGen.Bench.Models;

/// <summary>
/// The step of a generated class as its user calls it, for code over all of them: implemented by structs, so that the call is a direct
/// one, as in a user's loop.
/// </summary>
/// <typeparam name="TState">The class's state.</typeparam>
internal interface IStream<TState>
    where TState : struct
{
    /// <summary>The model.</summary>
    IRnnModel Model { get; }

    /// <summary>Runs one time step.</summary>
    /// <param name="input">One frame.</param>
    /// <param name="state">The state.</param>
    /// <param name="output">Receives the output.</param>
    void Step(ReadOnlySpan<float> input, ref TState state, Span<float> output);
}

[RnnModel(InputSize = 1, Training = false), Lstm(8), Dense(1)]
internal sealed partial class StepLstm8;

[RnnModel(InputSize = 1, Training = false), Lstm(16), Dense(1)]
internal sealed partial class StepLstm16;

[RnnModel(InputSize = 1, Training = false), Lstm(32), Dense(1)]
internal sealed partial class StepLstm32;

[RnnModel(InputSize = 1, Training = false), Lstm(64), Dense(1)]
internal sealed partial class StepLstm64;

[RnnModel(InputSize = 1, Training = false), Lstm(128), Dense(1)]
internal sealed partial class StepLstm128;

[RnnModel(InputSize = 1, Training = false), Lstm(12), Dense(1)]
internal sealed partial class StepLstm12;

[RnnModel(InputSize = 1, Training = false), Lstm(24), Dense(1)]
internal sealed partial class StepLstm24;

[RnnModel(InputSize = 1, Training = false), Lstm(8), Lstm(8), Dense(1)]
internal sealed partial class StepLstm8x2;

[RnnModel(InputSize = 1, Training = false), Lstm(12), Lstm(12), Dense(1)]
internal sealed partial class StepLstm12x2;

[RnnModel(InputSize = 1, Training = false), Lstm(16), Lstm(16), Dense(1)]
internal sealed partial class StepLstm16x2;

[RnnModel(InputSize = 1, Training = false), Gru(8), Dense(1)]
internal sealed partial class StepGru8;

[RnnModel(InputSize = 1, Training = false), Gru(16), Dense(1)]
internal sealed partial class StepGru16;

[RnnModel(InputSize = 1, Training = false), Gru(32), Dense(1)]
internal sealed partial class StepGru32;

[RnnModel(InputSize = 1, Training = false), Gru(64), Dense(1)]
internal sealed partial class StepGru64;

[RnnModel(InputSize = 1, Training = false), Gru(128), Dense(1)]
internal sealed partial class StepGru128;

[RnnModel(InputSize = 28, Training = false), Lstm(128), Dense(1)]
internal sealed partial class StepLstm128Of28;

internal readonly struct StreamLstm8(StepLstm8 model) : IStream<StepLstm8.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm8.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm16(StepLstm16 model) : IStream<StepLstm16.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm16.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm32(StepLstm32 model) : IStream<StepLstm32.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm32.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm64(StepLstm64 model) : IStream<StepLstm64.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm64.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm128(StepLstm128 model) : IStream<StepLstm128.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm128.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm12(StepLstm12 model) : IStream<StepLstm12.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm12.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm24(StepLstm24 model) : IStream<StepLstm24.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm24.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm8x2(StepLstm8x2 model) : IStream<StepLstm8x2.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm8x2.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm12x2(StepLstm12x2 model) : IStream<StepLstm12x2.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm12x2.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm16x2(StepLstm16x2 model) : IStream<StepLstm16x2.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm16x2.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru8(StepGru8 model) : IStream<StepGru8.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru8.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru16(StepGru16 model) : IStream<StepGru16.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru16.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru32(StepGru32 model) : IStream<StepGru32.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru32.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru64(StepGru64 model) : IStream<StepGru64.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru64.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamGru128(StepGru128 model) : IStream<StepGru128.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepGru128.State state, Span<float> output) => model.Step(input, ref state, output);
}

internal readonly struct StreamLstm128Of28(StepLstm128Of28 model) : IStream<StepLstm128Of28.State>
{
    public IRnnModel Model => model;

    public void Step(ReadOnlySpan<float> input, ref StepLstm128Of28.State state, Span<float> output) =>
        model.Step(input, ref state, output);
}
