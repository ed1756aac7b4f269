using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning;

/// <summary>Plans the memory of a pass: from what a buffer is for follows which pass needs it, and how many slots it has there.</summary>
internal static class WorkspacePlanner
{
    private static readonly SlotCount One = new(EveryStep: false, 1), Two = One with { Fixed = 2 };
    private static readonly SlotCount Steps = new(EveryStep: true, 0), StepsAndStart = Steps with { Fixed = 1 };

    public static WorkspacePlan Plan(IReadOnlyList<BufferPlan> buffers)
    {
        BufferRef[] ofEveryNetwork =
        [
            BufferRef.Inputs, BufferRef.InputGradients, BufferRef.SequenceInputs, BufferRef.SequenceInputGradients,
        ];
        List<BufferPlan> own = [.. buffers.Where(buffer => !ofEveryNetwork.Contains(buffer.Buffer))];
        return new WorkspacePlan(
            own.Where(buffer => !IsBackward(buffer.Role)).Select(Slotted).ToEquatable(),
            own.Where(buffer => IsBackward(buffer.Role)).Select(Slotted).ToEquatable(),
            buffers.Where(buffer => buffer.Trace is not null).Select(Traced).ToEquatable(),
            buffers.Where(buffer => IsKeptByStep(buffer.Role)).Sum(buffer => buffer.Stride));
    }

    /// <summary>Whether only training needs a buffer.</summary>
    private static bool IsBackward(BufferRole role) =>
        role is BufferRole.ProductGradient or BufferRole.StateGradient or BufferRole.OutputGradient or BufferRole.ScratchGradient
            or BufferRole.Mask or BufferRole.SequenceMask;

    /// <summary>Whether every step is kept in prediction too.</summary>
    private static bool IsKeptByStep(BufferRole role) => role is BufferRole.Input or BufferRole.OutputState or BufferRole.Output;

    private static WorkspaceBufferPlan Slotted(BufferPlan buffer)
    {
        (SlotCount history, SlotCount? passing) = Slots(buffer.Role);
        return new WorkspaceBufferPlan(buffer, history, passing);
    }

    // A state has a slot for what it was before the first step. Where only the next step reads it, two take turns, as its gradients do.
    private static (SlotCount History, SlotCount? Passing) Slots(BufferRole role) => role switch
    {
        BufferRole.State => (StepsAndStart, Two),
        BufferRole.OutputState => (StepsAndStart, StepsAndStart),
        BufferRole.Operand => (Steps, One),
        BufferRole.Saved => (Steps, null),
        BufferRole.Input or BufferRole.Output or BufferRole.Mask or BufferRole.ProductGradient or BufferRole.OutputGradient =>
            (Steps, Steps),
        BufferRole.StateGradient or BufferRole.Past => (Two, Two),
        _ => (One, One),
    };

    private static TracePlan Traced(BufferPlan buffer)
    {
        SlotCount slots = Slots(buffer.Role).History;
        bool isState = buffer.Role is BufferRole.State or BufferRole.OutputState;
        return new TracePlan(buffer.Trace!, buffer, slots.EveryStep, slots.EveryStep ? slots.Fixed : 0, isState);
    }
}
