using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Planning.Watching;

/// <summary>Plans what can be watched of each step: of what a trace names, that which a pass has in memory when the step is done.</summary>
internal static class WatchPlanner
{
    /// <summary>Of each layer that runs step by step.</summary>
    public static IEnumerable<WatchPlan> Plan(IReadOnlyList<LayerPlan> layers, WorkspacePlan workspace, RowPlan? row) =>
        layers.Where(layer => !layer.IsVector).Select(layer => Plan(layer, workspace, row)).Where(watch => watch.Values.Count > 0);

    private static WatchPlan Plan(LayerPlan layer, WorkspacePlan workspace, RowPlan? row)
    {
        TracePlan[] traces = [.. workspace.Traces.Where(trace => trace.Buffer.Buffer.Owner == layer.Name && trace.EveryStep)];
        TracePlan[] passing = [.. traces.Where(trace => trace.Buffer.Role != BufferRole.Saved)];
        HashSet<BufferRef> ofRow =
        [
            .. row?.Layers.Where(plan => plan.Layer.Name == layer.Name)
                .SelectMany(plan => plan.Stages).SelectMany(stage => stage.Places).Select(place => place.Buffer) ?? [],
        ];
        string path = traces.Length > 0 ? traces[0].Name.Substring(0, traces[0].Name.LastIndexOf('/')) : "";
        return new WatchPlan(
            layer.Name,
            path,
            passing.Concat(traces.Except(passing)).Select(Value).ToEquatable(),
            passing.Length,
            passing.Where(trace => ofRow.Contains(trace.Buffer.Buffer)).Select(Value).ToEquatable(),
            layer.States.Select(state => new WatchedState(state.Name, state.Offset, state.Units)).ToEquatable());
    }

    private static WatchedValue Value(TracePlan trace) => new(
        trace.Name.Substring(trace.Name.LastIndexOf('/') + 1), trace.Buffer.Buffer, trace.FirstSlot == 0 ? Slot.Step : Slot.Next,
        trace.Buffer.Units);
}
