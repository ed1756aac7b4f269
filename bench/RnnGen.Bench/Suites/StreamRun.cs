using System;
using System.Collections.Generic;
using RnnGen.Bench.Models;
using RnnGen.Bench.Networks;

namespace RnnGen.Bench.Suites;

/// <summary>Steps of one sequence, as a user's loop makes them.</summary>
internal interface IStreamRun
{
    /// <summary>The model.</summary>
    IRnnModel Model { get; }

    /// <summary>The inputs.</summary>
    Workload Work { get; }

    /// <summary>The outputs of the last step.</summary>
    ReadOnlySpan<float> Output { get; }

    /// <summary>Makes so many steps.</summary>
    /// <param name="count">How many.</param>
    void Run(int count);

    /// <summary>Begins the sequence anew.</summary>
    void Restart();
}

/// <summary>A class whose <c>Step</c> is timed.</summary>
/// <param name="Name">The case.</param>
/// <param name="Create">Makes what runs.</param>
internal sealed record StreamCase(string Name, Func<IStreamRun> Create)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StreamCase> All { get; } =
    [
        new("step lstm8", static () => Of(new StreamLstm8(new StepLstm8(seed: 1)), default(StepLstm8.State))),
        new("step gru16", static () => Of(new StreamGru16(new StepGru16(seed: 1)), default(StepGru16.State))),
        new("step lstm16", static () => Of(new StreamLstm16(new StepLstm16(seed: 1)), default(StepLstm16.State))),
        new("step lstm32", static () => Of(new StreamLstm32(new StepLstm32(seed: 1)), default(StepLstm32.State))),
        new("step lstm64", static () => Of(new StreamLstm64(new StepLstm64(seed: 1)), default(StepLstm64.State))),
        new("step lstm128", static () => Of(new StreamLstm128(new StepLstm128(seed: 1)), default(StepLstm128.State))),
        new("step lstm128 of 28", static () => Of(new StreamLstm128Of28(new StepLstm128Of28(seed: 1)), default(StepLstm128Of28.State))),
        new("step lstm12", static () => Of(new StreamLstm12(new StepLstm12(seed: 1)), default(StepLstm12.State))),
        new("step lstm24", static () => Of(new StreamLstm24(new StepLstm24(seed: 1)), default(StepLstm24.State))),
        new("step 2 x lstm8", static () => Of(new StreamLstm8x2(new StepLstm8x2(seed: 1)), default(StepLstm8x2.State))),
        new("step 2 x lstm12", static () => Of(new StreamLstm12x2(new StepLstm12x2(seed: 1)), default(StepLstm12x2.State))),
        new("step 2 x lstm16", static () => Of(new StreamLstm16x2(new StepLstm16x2(seed: 1)), default(StepLstm16x2.State))),
        new("step gru8", static () => Of(new StreamGru8(new StepGru8(seed: 1)), default(StepGru8.State))),
        new("step gru32", static () => Of(new StreamGru32(new StepGru32(seed: 1)), default(StepGru32.State))),
        new("step gru64", static () => Of(new StreamGru64(new StepGru64(seed: 1)), default(StepGru64.State))),
        new("step gru128", static () => Of(new StreamGru128(new StepGru128(seed: 1)), default(StepGru128.State))),
        new("block lstm8", static () => new BlockRun(new StepLstm8(seed: 1))),
        new("block lstm32", static () => new BlockRun(new StepLstm32(seed: 1))),
        new("block lstm8 twice", static () => new BlockRun(new BlockLstm8Twice(seed: 1))),
        new("block lstm16 twice", static () => new BlockRun(new BlockLstm16Twice(seed: 1))),
        Alone("step lstm64 bf16", static () => Of(new StreamLstm64Half(new StepLstm64Half(seed: 1)), default(StepLstm64Half.State))),
        Alone("step lstm64 int8", static () => Of(new StreamLstm64Int8(new StepLstm64Int8(seed: 1)), default(StepLstm64Int8.State))),
        Alone("step lstm128 bf16", static () => Of(new StreamLstm128Half(new StepLstm128Half(seed: 1)), default(StepLstm128Half.State))),
        Alone("step lstm128 int8", static () => Of(new StreamLstm128Int8(new StepLstm128Int8(seed: 1)), default(StepLstm128Int8.State))),
        Alone("step gru64 bf16", static () => Of(new StreamGru64Half(new StepGru64Half(seed: 1)), default(StepGru64Half.State))),
        Alone("step gru64 int8", static () => Of(new StreamGru64Int8(new StepGru64Int8(seed: 1)), default(StepGru64Int8.State))),
        Alone("step gru128 bf16", static () => Of(new StreamGru128Half(new StepGru128Half(seed: 1)), default(StepGru128Half.State))),
        Alone("step gru128 int8", static () => Of(new StreamGru128Int8(new StepGru128Int8(seed: 1)), default(StepGru128Int8.State))),
    ];

    /// <summary>Whether peers compute the same: they do not with weights in fewer bits.</summary>
    public bool HasPeers { get; init; } = true;

    /// <summary>Enough to see that everything runs.</summary>
    public static IReadOnlyList<StreamCase> Few { get; } = [All[0], All[1]];

    private static StreamCase Alone(string name, Func<IStreamRun> create) => new(name, create) { HasPeers = false };

    private static StreamRun<TStream, TState> Of<TStream, TState>(TStream stream, TState zero)
        where TStream : struct, IStream<TState>
        where TState : struct => new(stream, zero);
}

/// <summary>The steps of one class.</summary>
/// <param name="stream">Its step.</param>
/// <param name="zero">Its state before the first one.</param>
internal sealed class StreamRun<TStream, TState>(TStream stream, TState zero) : IStreamRun
    where TStream : struct, IStream<TState>
    where TState : struct
{
    private readonly float[] _output = new float[stream.Model.Description.OutputSize];
    private readonly TState _zero = zero;
    private int _position;
    private TState _state = zero;

    /// <inheritdoc/>
    public IRnnModel Model => stream.Model;

    /// <inheritdoc/>
    public Workload Work { get; } = new(stream.Model.Description, batchSize: 1, steps: StreamSuite.Frames);

    /// <inheritdoc/>
    public ReadOnlySpan<float> Output => _output;

    /// <inheritdoc/>
    public void Restart() => (_state, _position) = (_zero, 0);

    /// <inheritdoc/>
    public void Run(int count)
    {
        // The state lives on the stack while a sample lasts, as in a user's loop, and not in an object.
        TState current = _state;
        int at = _position, size = Work.Shape.Inputs;
        float[] inputs = Work.Inputs, output = _output;
        TStream step = stream;
        for (int i = 0; i < count; i++)
        {
            step.Step(inputs.AsSpan(at * size, size), ref current, output);
            at = (at + 1) & (StreamSuite.Frames - 1);
        }

        (_state, _position) = (current, at);
    }
}
