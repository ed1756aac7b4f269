using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Generated;

namespace RnnGen.Attack.Models;

/// <summary>
/// Arrays of floats between pages without access, for the runtime's own buffers. An array is its type, its length and its elements; the
/// collector looks at none that lies outside its heap, so that one can be made anywhere.
/// </summary>
internal sealed unsafe class GuardedArrays : IDisposable
{
    /// <summary>The boundary of an <see cref="AlignedBuffer"/>; what it adds for it is not needed where the array begins there.</summary>
    private const int LineBytes = 64, AlignmentFloats = LineBytes / sizeof(float);

    private readonly GuardedMemory _memory;
    private readonly List<(nint Elements, int Length)> _arrays = [];

    public GuardedArrays(GuardedEnd end)
    {
        _memory = new GuardedMemory(end);
        AlignedBuffer.Arrays = Create;
    }

    /// <summary>Fails when something was written outside an array.</summary>
    public void Check()
    {
        _memory.Check();
        foreach ((nint elements, int length) in _arrays)
        {
            nint* line = (nint*)(elements - LineBytes);
            if (new ReadOnlySpan<nint>(line, 6).ContainsAnyExcept(0) || line[6] != typeof(float[]).TypeHandle.Value || line[7] != length)
            {
                throw new AttackException("Something was written before the first element of a buffer.");
            }
        }
    }

    /// <summary>Gives the arrays back. Nobody may hold one any more.</summary>
    public void Dispose()
    {
        AlignedBuffer.Arrays = null;
        _memory.Dispose();
    }

    private float[] Create(int length)
    {
        lock (_arrays)
        {
            nint elements = _memory.Allocate((length - AlignmentFloats) * sizeof(float), LineBytes, LineBytes);
            _arrays.Add((elements, length));
            nint array = elements - (2 * sizeof(nint));
            *(nint*)array = typeof(float[]).TypeHandle.Value;
            *(nint*)(array + sizeof(nint)) = length;
            return Unsafe.As<nint, float[]>(ref array);
        }
    }
}
