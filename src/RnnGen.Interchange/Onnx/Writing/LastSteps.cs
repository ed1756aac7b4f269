namespace RnnGen.Interchange.Onnx.Writing;

/// <summary>One vector a row of a value of steps.</summary>
internal static class LastSteps
{
    /// <summary>A row's last valid step, [batch, size]; zeros of a row without steps.</summary>
    /// <param name="graph">The outer graph.</param>
    /// <param name="extents">Its extents.</param>
    /// <param name="owner">The layer that reads it.</param>
    /// <param name="steps">The value, [steps, batch, size].</param>
    /// <param name="endsFirst">Whether it is the first step that was taken last.</param>
    public static string Of(OnnxGraph graph, OnnxExtents extents, string owner, string steps, bool endsFirst = false)
    {
        if (extents.Lengths is null || endsFirst)
        {
            string step = graph.Node("Gather", owner, [steps, graph.Integer(endsFirst ? 0 : -1)], OnnxAttributes.Of("axis", 0));
            return extents.Lengths is null ? step : graph.Node("Where", owner, [extents.IsEmpty, graph.Number(0), step]);
        }

        string others = graph.Node("Where", owner, [extents.IsLast, steps, graph.Number(0)]);
        return graph.Node("ReduceSum", owner, [others, graph.Integers(0)], OnnxAttributes.Of("keepdims", 0));
    }
}
