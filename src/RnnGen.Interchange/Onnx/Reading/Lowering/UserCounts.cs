using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Lowering;

/// <summary>How many values and outputs read each value.</summary>
internal sealed class UserCounts
{
    private readonly Dictionary<int, int> _counts = [];

    public UserCounts(GraphReader graph)
    {
        foreach (GraphValue value in graph.Values)
        {
            Add(value.Reads);
        }
    }

    public int Of(int value) => _counts.GetValueOrDefault(value);

    /// <summary>One more reader of all that give these columns.</summary>
    public void Add(IEnumerable<Element> columns)
    {
        foreach (int value in columns.Where(column => !column.IsConstant).Select(column => column.Value).Distinct())
        {
            _counts[value] = Of(value) + 1;
        }
    }
}
