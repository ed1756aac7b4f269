using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Interchange;

/// <summary>Holds the weights of a layer against what its settings say.</summary>
internal static class KerasShapes
{
    /// <summary>The weights of a layer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="expected">The shape of each.</param>
    /// <exception cref="System.IO.InvalidDataException">One is missing or has another shape.</exception>
    public static IReadOnlyList<NetworkTensor> Expect(KerasFile file, KerasLayer layer, params IReadOnlyList<int[]> expected)
    {
        IReadOnlyList<NetworkTensor> found = file.Weights.Of(layer);
        return found.Count == expected.Count && found.Zip(expected).All(pair => pair.First.Shape.SequenceEqual(pair.Second)) ? found
            : throw FileFault.Damaged(
                file.Path,
                $"layer '{layer.Name}' ({layer.ClassName}) must have weights {List(expected)}, "
                + $"found {List(found.Select(tensor => tensor.Shape))}");
    }

    private static string List(IEnumerable<IReadOnlyList<int>> shapes)
    {
        string text = string.Join(", ", shapes.Select(shape => $"[{string.Join(", ", shape)}]"));
        return text.Length == 0 ? "none" : text;
    }
}
