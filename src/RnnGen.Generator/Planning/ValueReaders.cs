using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Common;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Planning;

/// <summary>
/// Who reads each value, and in which order the gradients of the readers arrive. The way back begins with the heads in the order of their
/// declaration, goes on with what joins values for heads, and then with the layers from the last to the first: the first of these that
/// reads a value writes its gradient, the others add to it.
/// </summary>
internal sealed class ValueReaders(ModelSpec spec)
{
    private readonly ReadSpec[][] _layers =
        [.. spec.Layers.Select((layer, index) => Resolve(spec, layer.Reads, index))];

    // With what its equations read beside x.
    private readonly ReadSpec[][] _all =
        [.. spec.Layers.Select((layer, index) => (ReadSpec[])[.. Resolve(spec, layer.Reads, index), .. layer.StepInputs])];

    private readonly ReadSpec[][] _heads = [.. spec.Heads.Select(head => Resolve(spec, head.Reads, spec.Layers.Count))];

    /// <summary>What a layer reads.</summary>
    public IReadOnlyList<ReadSpec> OfLayer(int layer) => _layers[layer];

    /// <summary>What a head reads.</summary>
    public IReadOnlyList<ReadSpec> OfHead(int head) => _heads[head];

    /// <summary>Features of a value.</summary>
    public int WidthOf(int source) => Width(spec, source);

    /// <summary>Whether a head reads the whole of one value where it is; what it reads otherwise is put together for it.</summary>
    public bool ReadsDirectly(int head) =>
        _heads[head].Length == 1 && _heads[head][0] is { Source: >= 0 } read && IsWhole(read);

    /// <summary>Whether a read is the whole value.</summary>
    public bool IsWhole(ReadSpec read) => read.FirstColumn == 0 && read.Times == 1 && read.Columns == WidthOf(read.Source);

    /// <summary>Whether the steps of a value are read; of a vector, whether it is.</summary>
    public bool ReadsSteps(int source) => Layers(source).Any(layer => !TakesLast(layer)) || Heads(source).Any(head => !TakesLastOf(head));

    /// <summary>Whether the last step of a value is read alone.</summary>
    public bool ReadsLast(int source) => Layers(source).Any(TakesLast) || Heads(source).Any(TakesLastOf);

    /// <summary>Whether the gradient of a value has been written when the way back comes to a reader.</summary>
    /// <param name="source">The value.</param>
    /// <param name="reader">Index of the layer; what joins for head n is layer number n behind the last.</param>
    /// <param name="lastWrites">Whether readers of the last step alone write the gradients of all steps.</param>
    public bool IsWritten(int source, int reader, bool lastWrites) =>
        Layers(source).Any(layer => layer > reader && (lastWrites || !TakesLast(layer)))
        || Heads(source).Any(head => ReadsDirectly(head)
            ? lastWrites || !TakesLastOf(head)
            : spec.Layers.Count + head > reader);

    /// <summary>Whether another reader of the last step alone has written when the way back comes to a layer that is one.</summary>
    public bool IsLastWritten(int source, int reader) =>
        Layers(source).Any(layer => layer > reader && TakesLast(layer)) || Heads(source).Any(TakesLastOf);

    private IEnumerable<int> Layers(int source) =>
        Enumerable.Range(0, _all.Length).Where(layer => _all[layer].Any(read => read.Source == source));

    private IEnumerable<int> Heads(int source) =>
        Enumerable.Range(0, _heads.Length).Where(head => _heads[head].Any(read => read.Source == source));

    // What is joined for a layer is joined step by step.
    private bool TakesLast(int layer) => spec.Layers[layer].Reduction == SequenceReduction.Last
        && _layers[layer].Length == 1 && _layers[layer][0] is { Source: >= 0 } read && IsWhole(read);

    private bool TakesLastOf(int head) => spec.Heads[head].Reduction == SequenceReduction.Last && ReadsDirectly(head);

    private static ReadSpec[] Resolve(ModelSpec spec, EquatableArray<ReadSpec> reads, int place) =>
        reads.Count > 0 ? [.. reads] : [new ReadSpec(place - 1, 0, Width(spec, place - 1))];

    private static int Width(ModelSpec spec, int source) => source switch
    {
        ReadSpec.Inputs => spec.InputSize,
        ReadSpec.SequenceInputs => spec.SequenceInputSize,
        _ => spec.Layers[source].OutputSize,
    };
}
