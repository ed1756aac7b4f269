using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using RnnGen.Interchange.Onnx.Protocol;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>What may be a state of a cell that is written out: columns of an output, and those of an input at the same places.</summary>
/// <param name="Next">The state after the step: all columns of one value.</param>
/// <param name="Before">The state before it.</param>
internal sealed record StateCandidate(Element[] Next, Element[] Before)
{
    /// <summary>The state before the first step; that before the step unless it is the state of a loop.</summary>
    public Element[] Initial { get; init; } = Before;

    /// <summary>The leading axes of the state after the last step.</summary>
    public IReadOnlyList<Axis> FinalLeading { get; init; } = [];

    /// <summary>The value of the state after the last step, once its layer is there.</summary>
    public int Final { get; set; } = -1;

    /// <inheritdoc/>
    public bool Equals(StateCandidate? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>All candidates of a graph of one step, from inputs and outputs of equal shape.</summary>
    public static IReadOnlyList<StateCandidate> Of(GraphReader graph)
    {
        List<StateCandidate> candidates = [];
        foreach (ValueInfoProto output in graph.Graph.Output)
        {
            GraphTensor after = graph[output.Name];
            if (after.Elements is null)
            {
                continue;
            }

            foreach (ValueInfoProto input in graph.Graph.Input.Where(input => !graph.IsInitializer(input.Name)))
            {
                GraphTensor before = graph[input.Name];
                if (before.Elements is not null && before.Sizes.SequenceEqual(after.Sizes))
                {
                    candidates.AddRange(Groups(graph, after.Elements, before.Elements));
                }
            }
        }

        return [.. candidates.OrderBy(candidate => candidate.Next[0].Value)];
    }

    private static IEnumerable<StateCandidate> Groups(GraphReader graph, Element[] after, Element[] before)
    {
        IEnumerable<int> computed = Enumerable.Range(0, after.Length).Where(index => !after[index].IsConstant);
        foreach (IGrouping<int, int> group in computed.GroupBy(index => after[index].Value))
        {
            int[] places = [.. group.OrderBy(index => after[index].Column)];
            GraphValue value = graph.Values[group.Key];
            if (value is BinaryValue or UnaryValue or LinearValue or NormalizedValue or ChoiceValue
                && places.Select(place => after[place].Column).SequenceEqual(Enumerable.Range(0, value.Width)))
            {
                yield return new StateCandidate([.. places.Select(place => after[place])], [.. places.Select(place => before[place])]);
            }
        }
    }
}
