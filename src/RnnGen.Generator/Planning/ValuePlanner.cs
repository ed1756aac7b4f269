using System.Collections.Generic;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans values that belong to no cell: reversed, merged and joined ones.</summary>
/// <param name="buffers">Receives their buffers.</param>
/// <param name="sequence">Receives what reverses.</param>
internal sealed class ValuePlanner(List<BufferPlan> buffers, List<SequencePlan> sequence)
{
    private readonly List<SequenceValue> _values = [];

    /// <summary>The values so far.</summary>
    public IReadOnlyList<SequenceValue> Values => _values;

    /// <summary>The steps of a value in reverse order.</summary>
    public SequenceValue Reverse(LayerName layer, string what, SequenceValue source, bool accumulate)
    {
        string summary = $"{what}s of {layer.Title} in reverse order";
        SequenceValue target = Value(layer.Stem, what + "Reversed", summary, source.Width, isRead: true, source.Need);
        sequence.Add(new SequencePlan.Reverse(layer.Stem + what + "Reverse", source, target, accumulate) { Layer = layer.Title });
        return target;
    }

    /// <summary>A value with a place of its own, where anybody reads it.</summary>
    public SequenceValue Value(string layer, string what, string summary, int width, bool isRead, GradientNeed need, bool isVector = false)
    {
        SizeRef units = new(layer + what, SizeKind.Units);
        BufferRef buffer = new(layer, what, units.Padded);
        if (isRead)
        {
            buffers.Add(new BufferPlan(buffer, isVector ? BufferRole.Scratch : BufferRole.Output, width, 1, summary + "."));
            BufferRole gradient = isVector ? BufferRole.ScratchGradient : BufferRole.OutputGradient;
            buffers.Add(new BufferPlan(buffer.Gradient, gradient, width, 1, "Gradients of the same."));
        }

        SequenceValue value = new(
            new Access(buffer, isVector ? Slot.Single : Slot.Step), isRead ? buffer.Gradient : null, need, width, units);
        _values.Add(value);
        return value;
    }
}
