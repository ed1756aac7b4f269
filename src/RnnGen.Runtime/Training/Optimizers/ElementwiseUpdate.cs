using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Generated;

namespace RnnGen.Training;

/// <summary>
/// The equation of an update, for one vector of elements. Written over all widths; its fields are the factors of one update.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>How many slots the equation has: 0 to 3. A constant to the compiler.</summary>
    static abstract int Slots { get; }

    /// <summary>Updates the parameters and slots of one vector; of the slots only the first <see cref="Slots"/> count.</summary>
    /// <param name="w">Parameters.</param>
    /// <param name="g">Gradients.</param>
    /// <param name="a">The first slot.</param>
    /// <param name="b">The second slot.</param>
    /// <param name="c">The third slot.</param>
    void Element<V>(ref V w, V g, ref V a, ref V b, ref V c)
        where V : struct, ISimd<V>;
}

/// <summary>A choice that the compiler knows, so that a rule has no branch for it.</summary>
internal interface ISwitch
{
    static abstract bool IsOn { get; }
}

internal readonly struct On : ISwitch
{
    public static bool IsOn => true;
}

internal readonly struct Off : ISwitch
{
    public static bool IsOn => false;
}

/// <summary>The buffers of one update, and the loop over them that every rule shares.</summary>
/// <param name="parameters">The parameters.</param>
/// <param name="gradients">Gradients in the same layout.</param>
/// <param name="slots">At least as many as the rule has, each in the same layout.</param>
/// <param name="vectorBits">128, 256 or 512.</param>
internal readonly ref struct ElementwiseUpdate(Span<float> parameters, ReadOnlySpan<float> gradients, float[][] slots, int vectorBits)
{
    private readonly Span<float> _parameters = parameters;
    private readonly ReadOnlySpan<float> _gradients = gradients;

    /// <summary>Applies a rule to all elements.</summary>
    /// <returns>The largest magnitude of what was written to parameters and slots, where all of it is finite.</returns>
    public float Run<TRule>(TRule rule)
        where TRule : struct, IUpdateRule => vectorBits switch
        {
            512 => Run<TRule, Simd512>(rule),
            256 => Run<TRule, Simd256>(rule),
            _ => Run<TRule, Simd128>(rule),
        };

    private float Run<TRule, V>(TRule rule)
        where TRule : struct, IUpdateRule
        where V : struct, ISimd<V>
    {
        int whole = _parameters.Length - (_parameters.Length % V.Width);
        Span<float> slotA = Slot(0, TRule.Slots), slotB = Slot(1, TRule.Slots), slotC = Slot(2, TRule.Slots);
        ref float w = ref MemoryMarshal.GetReference(_parameters);
        ref readonly float g = ref MemoryMarshal.GetReference(_gradients);
        ref float a = ref MemoryMarshal.GetReference(slotA);
        ref float b = ref MemoryMarshal.GetReference(slotB);
        ref float c = ref MemoryMarshal.GetReference(slotC);
        V largest = V.Zero;
        for (int i = 0; i < whole; i += V.Width)
        {
            largest = V.Max(largest, Vector<TRule, V>(ref rule, ref w, in g, ref a, ref b, ref c, i));
        }

        // Before the calls below: what lives across a call would not stay in a register in the loop.
        PaddedTail lanes = default;
        V.Store(largest, ref lanes[0], 0);

        if (whole < _parameters.Length)
        {
            // The tail runs the same arithmetic on padded copies: its bits do not depend on where a vector ends.
            PaddedTail tailW = PaddedTail.Of(_parameters, whole), tailG = PaddedTail.Of(_gradients, whole);
            PaddedTail tailA = PaddedTail.Of(slotA, whole), tailB = PaddedTail.Of(slotB, whole), tailC = PaddedTail.Of(slotC, whole);
            V last = Vector<TRule, V>(ref rule, ref tailW[0], in tailG[0], ref tailA[0], ref tailB[0], ref tailC[0], 0);
            V.Store(V.Max(V.Load(in lanes[0], 0), last), ref lanes[0], 0);
            tailW.CopyTo(_parameters, whole);
            tailA.CopyTo(slotA, whole);
            tailB.CopyTo(slotB, whole);
            tailC.CopyTo(slotC, whole);
        }

        float result = 0;
        foreach (float lane in lanes)
        {
            result = Math.Max(result, lane);
        }

        return result;
    }

    // Of an optimizer that two threads share, the slots may be those of another model.
    private Span<float> Slot(int index, int count) => index < count ? slots[index].AsSpan(0, _parameters.Length) : default;

    /// <returns>The largest magnitude of each lane.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Vector<TRule, V>(ref TRule rule, ref float w, ref readonly float g, ref float a, ref float b, ref float c, nint i)
        where TRule : struct, IUpdateRule
        where V : struct, ISimd<V>
    {
        V parameter = V.Load(in w, i);
        V first = TRule.Slots > 0 ? V.Load(in a, i) : V.Zero;
        V second = TRule.Slots > 1 ? V.Load(in b, i) : V.Zero;
        V third = TRule.Slots > 2 ? V.Load(in c, i) : V.Zero;
        rule.Element(ref parameter, V.Load(in g, i), ref first, ref second, ref third);
        V.Store(parameter, ref w, i);
        V largest = V.Abs(parameter);
        if (TRule.Slots > 0)
        {
            V.Store(first, ref a, i);
            largest = V.Max(largest, V.Abs(first));
        }

        if (TRule.Slots > 1)
        {
            V.Store(second, ref b, i);
            largest = V.Max(largest, V.Abs(second));
        }

        if (TRule.Slots > 2)
        {
            V.Store(third, ref c, i);
            largest = V.Max(largest, V.Abs(third));
        }

        return largest;
    }
}

/// <summary>One vector of the widest width: a padded copy of the last few floats of a row.</summary>
[InlineArray(16)]
internal struct PaddedTail
{
    private float _first;

    /// <summary>A copy of the floats from <paramref name="start"/> on, fewer than 16; nothing of an empty row.</summary>
    public static PaddedTail Of(ReadOnlySpan<float> row, int start)
    {
        PaddedTail tail = default;
        if (!row.IsEmpty)
        {
            row[start..].CopyTo(tail);
        }

        return tail;
    }

    /// <summary>Copies back what <see cref="Of"/> copied.</summary>
    public readonly void CopyTo(Span<float> row, int start)
    {
        if (!row.IsEmpty)
        {
            this[..(row.Length - start)].CopyTo(row[start..]);
        }
    }
}
