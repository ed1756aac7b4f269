using System.Collections.Generic;
using System.Linq;
using RnnGen.Interchange.Onnx.Reading.Graphs;

namespace RnnGen.Interchange.Onnx.Reading.Patterns;

/// <summary>Which states belong to one cell: those that depend on one another, each on the other's value before the step.</summary>
internal static class StateGroups
{
    /// <summary>Groups of candidates, those first on which others depend.</summary>
    public static IReadOnlyList<IReadOnlyList<StateCandidate>> Of(GraphReader graph, IReadOnlyList<StateCandidate> candidates)
    {
        Dictionary<StateCandidate, HashSet<StateCandidate>> reads = candidates.ToDictionary(
            candidate => candidate, candidate => Reached(graph, candidate, candidates));
        List<IReadOnlyList<StateCandidate>> groups = [];
        HashSet<StateCandidate> done = [];
        foreach (StateCandidate candidate in candidates)
        {
            if (done.Contains(candidate))
            {
                continue;
            }

            StateCandidate[] group =
            [
                .. candidates.Where(other => other == candidate
                    || (reads[candidate].Contains(other) && reads[other].Contains(candidate))),
            ];
            done.UnionWith(group);
            groups.Add(group);
        }

        return groups;
    }

    private static HashSet<StateCandidate> Reached(GraphReader graph, StateCandidate from, IReadOnlyList<StateCandidate> candidates)
    {
        HashSet<StateCandidate> reached = [];
        HashSet<int> seen = [];
        Stack<Element[]> open = new([from.Next]);
        while (open.TryPop(out Element[]? columns))
        {
            IEnumerable<StateCandidate> read = candidates.Where(each => !reached.Contains(each) && each.Before.Intersect(columns).Any());
            foreach (StateCandidate candidate in read)
            {
                reached.Add(candidate);
            }

            foreach (int value in columns.Where(column => !column.IsConstant).Select(column => column.Value).Distinct().Where(seen.Add))
            {
                open.Push([.. graph.Values[value].Reads]);
            }
        }

        return reached;
    }
}
