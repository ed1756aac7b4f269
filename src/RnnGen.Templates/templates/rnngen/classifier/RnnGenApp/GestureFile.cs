using RnnGen.Data;
using RnnGen.Tables;

namespace RnnGenSpace;

/// <summary>The data: a row for each step, the steps of a gesture one after the other.</summary>
public static class GestureFile
{
    /// <summary>What there is to tell apart, in the order of the network's outputs.</summary>
    public static IReadOnlyList<string> Names { get; } = ["circle", "swipe", "tap"];

    /// <summary>Reads a file of the folder <c>data</c>.</summary>
    public static SequenceArrays Read(string file)
    {
        using CsvTable table = new(Path.Combine(AppContext.BaseDirectory, "data", file));
        return TableSequences.Read(
            table, new SequenceColumns { Id = "gesture", Inputs = ["x", "y"], Label = "label", Classes = Names });
    }
}
