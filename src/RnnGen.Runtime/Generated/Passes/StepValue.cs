using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Generated;

/// <summary>Where a <see cref="StepView"/> finds one value of a layer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StepValue
{
    private readonly StepBuffer? _buffer;
    private readonly int _place;

    /// <summary>A value in the buffers of a batch.</summary>
    /// <param name="name">Its name in the layer's equations.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="slot">The slot of this step.</param>
    /// <param name="units">Floats of one row.</param>
    public StepValue(string name, in StepBuffer buffer, int slot, int units)
    {
        Name = name;
        Units = units;
        _buffer = buffer;
        _place = slot;
    }

    /// <summary>A value in the flat state of one row.</summary>
    /// <param name="name">Its name in the layer's equations.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="units">Its floats.</param>
    public StepValue(string name, int offset, int units)
    {
        Name = name;
        Units = units;
        _place = offset;
    }

    internal string Name { get; }

    internal int Units { get; }

    /// <summary>The value of one row: of the buffer, or of the state.</summary>
    internal ReadOnlySpan<float> Row(int row, ref readonly float state) => _buffer is StepBuffer buffer
        ? buffer.Row(_place, row, Units)
        : MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in state), _place), Units);
}
