using System.Collections.Generic;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>Plans windows over the steps of a value, and the states that hold the steps before the first one of a batch.</summary>
/// <param name="values">Makes the values of windows.</param>
/// <param name="layers">Counts the states.</param>
/// <param name="buffers">Receives the buffers of states.</param>
/// <param name="sequence">Receives what works on windows.</param>
/// <param name="states">Receives the states.</param>
internal sealed class WindowPlanner(
    ValuePlanner values, LayerPlanner layers, List<BufferPlan> buffers, List<SequencePlan> sequence, List<StatePlan> states)
{
    /// <summary>The steps of a window side by side.</summary>
    public SequenceValue SideBySide(LayerName name, WindowSpec window, LayerInput input)
    {
        SequenceValue source = input.Value;
        string holds = $"The last {Counted.Of(window.Past, "input")} of {name.Title}, the oldest first";
        StatePlan? past = window.Past > 0 ? Past(name, holds, window.Past * source.Width) : null;
        SequenceValue target = values.Value(
            name.Stem, "Window", $"The steps that {name.Title} sees, side by side", window.Taps * source.Width, isRead: true,
            NeedOf(source, past));
        sequence.Add(new SequencePlan.Window(name.Stem + "Window", source, target, window, past, input.IsWritten) { Layer = name.Title });
        return target;
    }

    /// <summary>The largest values or the means over a window.</summary>
    public SequenceValue Pooled(LayerName name, LayerSpec layer, LayerInput input)
    {
        SequenceValue source = input.Value;
        WindowSpec window = layer.Window!;
        bool isMax = layer.Role == LayerRole.MaxPool1D;
        StatePlan? past = null;
        BufferRef? before = null;
        if (window.Past > 0)
        {
            string holds =
                $"The last {Counted.Of(window.Past, "input")} of {name.Title}, the oldest first, then how many of them there are";
            past = Past(name, holds, (window.Past * source.Width) + 1);
            before = past.Buffer with { Stem = "Before" };
            buffers.Add(new BufferPlan(before, BufferRole.Scratch, past.Units, 1, "The same before the first step, for the way back."));
        }

        SequenceValue target = values.Value(
            name.Stem, "Output", $"The {(isMax ? "largest values" : "means")} over the windows of {name.Title}", source.Width, isRead: true,
            NeedOf(source, past));
        sequence.Add(new SequencePlan.Pool(name.Stem + "Pool", isMax, source, target, window, past, before, input.IsWritten)
        {
            Layer = name.Title,
        });
        return target;
    }

    /// <summary>The gradient of a state may be wanted where that of the inputs is not.</summary>
    private static GradientNeed NeedOf(SequenceValue source, StatePlan? past) =>
        source.Need == GradientNeed.WhenInputsWanted && past is not null ? GradientNeed.WhenInputsOrStatesWanted : source.Need;

    private StatePlan Past(LayerName name, string summary, int floats)
    {
        SizeRef units = new(name.Stem + "Past", SizeKind.Units);
        BufferRef buffer = new(name.Stem, "Past", units.Padded);
        buffers.Add(new BufferPlan(buffer, BufferRole.Past, floats, 1, summary + "."));
        buffers.Add(new BufferPlan(buffer.Gradient, BufferRole.StateGradient, floats, 1, "Gradients of the same."));
        StatePlan past = new("past", $"{name.Path}/past", buffer, buffer.Gradient, floats, units, layers.TakeState(floats))
        {
            Summary = summary,
        };
        states.Add(past);
        return past;
    }
}
