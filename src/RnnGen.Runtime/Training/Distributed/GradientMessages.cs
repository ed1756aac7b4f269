using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Training.Distributed;

/// <summary>
/// Which gradients are summed over the ranks together, and after which phase of the way back: as soon as no later phase writes them, but
/// small neighbours as one, since each message takes a while however small it is.
/// </summary>
internal sealed class GradientMessages
{
    /// <summary>Less than this waits for neighbours: 64 KB.</summary>
    internal const int LeastFloats = 16 * 1024;

    private readonly Range[][] _ranges;

    /// <summary>Plans the messages.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lastWriters">Of each parameter the last phase that writes its gradient.</param>
    /// <param name="leastFloats">The least floats of a message, but for the last ones.</param>
    public GradientMessages(ModelDescription model, IReadOnlyList<int> lastWriters, int leastFloats = LeastFloats)
    {
        int phases = lastWriters.Max() + 1;
        _ranges = new Range[phases][];
        List<(int Start, int End)> waiting = [];
        for (int phase = 0; phase < phases; phase++)
        {
            IEnumerable<(int, int)> done = model.Parameters.Index()
                .Where(parameter => lastWriters[parameter.Index] == phase)
                .Select(parameter => (parameter.Item.Offset, parameter.Item.Offset + parameter.Item.Count));
            waiting = Joined([.. waiting, .. done]);
            bool isLast = phase == phases - 1;
            _ranges[phase] = [.. waiting.Where(Goes).Select(range => range.Start..range.End)];
            waiting.RemoveAll(Goes);

            bool Goes((int Start, int End) range) => isLast || range.End - range.Start >= leastFloats;
        }
    }

    /// <summary>Number of phases.</summary>
    public int Phases => _ranges.Length;

    /// <summary>What is summed after a phase.</summary>
    public IReadOnlyList<Range> After(int phase) => phase < _ranges.Length ? _ranges[phase] : [];

    /// <summary>Begins the sums of a phase that is done.</summary>
    public void Begin(int phase, Span<float> gradients, Communicator communicator)
    {
        if (phase >= _ranges.Length)
        {
            return;
        }

        foreach (Range range in _ranges[phase])
        {
            communicator.BeginSum(gradients[range]);
        }
    }

    private static List<(int Start, int End)> Joined(List<(int Start, int End)> ranges)
    {
        ranges.Sort();
        List<(int Start, int End)> joined = [];
        foreach ((int start, int end) in ranges)
        {
            if (joined.Count > 0 && joined[^1].End == start)
            {
                joined[^1] = (joined[^1].Start, end);
            }
            else
            {
                joined.Add((start, end));
            }
        }

        return joined;
    }
}
