namespace RnnGen.Interchange;

/// <summary>What kind of ONNX file a network becomes.</summary>
public sealed record OnnxWriterOptions
{
    /// <summary>
    /// Whether the file computes one step: the axis of steps is 1, states are inputs and outputs as with <see cref="States"/>, and heads
    /// that pool the steps are left out. A layer with a learned initial state begins with what the caller passes,
    /// <see cref="IRnnModel.InitialState"/> at first.
    /// </summary>
    public bool Streaming { get; init; }

    /// <summary>
    /// Whether the states before the first step are inputs and those after each row's last valid step outputs, [batch, units] each: of
    /// <c>lstm0/c</c> the input <c>lstm0_c</c> and the output <c>lstm0_c_out</c>. A layer that starts from the states of another has no
    /// inputs. Otherwise layers start from zero, or from what they have learned.
    /// </summary>
    public bool States { get; init; }

    /// <summary>
    /// Whether there is an input <c>lengths</c>, [batch] of int32: the number of valid steps of each row, 0 to steps, with the meaning of
    /// <see cref="SequenceBatch.Lengths"/>.
    /// </summary>
    public bool Lengths { get; init; }

    /// <summary>The order of the first two axes of inputs and outputs that have steps; batch first unless set.</summary>
    public SequenceLayout Layout { get; init; }
}
