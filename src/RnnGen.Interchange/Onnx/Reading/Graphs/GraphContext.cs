using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace RnnGen.Interchange.Onnx.Reading.Graphs;

/// <summary>What a graph and the bodies of its loops share: values, leading axes, and how many numbers they may make.</summary>
/// <param name="bytes">Size of the file.</param>
/// <param name="folder">Where data outside the file may be; <see langword="null"/> refuses such data.</param>
/// <param name="className">The name of the class, with which those of its cells begin.</param>
/// <param name="operators">What carries out a node, by its operator; those that are missing are refused.</param>
internal sealed class GraphContext(
    long bytes, string? folder, string className, IReadOnlyDictionary<string, Action<OnnxNode>> operators)
{
    // A file of a kilobyte can ask for any size, by Expand for instance; what a network needs is in the file.
    private const long FreeElements = 1 << 20, ElementsPerByte = 4;

    private readonly Dictionary<int, List<int>> _alike = [];
    private readonly List<(string Kind, string Text)> _cells = [];
    private long _elementsLeft = FreeElements + (ElementsPerByte * bytes);

    /// <summary>Data outside the file.</summary>
    public ExternalData External { get; } = new(folder);

    public IReadOnlyDictionary<string, Action<OnnxNode>> Operators { get; } = operators;

    public LeadingAxes Axes { get; } = new();

    public Dictionary<int, int> Aliases { get; } = [];

    public HashSet<string> Lengths { get; } = new(StringComparer.Ordinal);

    public List<GraphValue> Values { get; } = [];

    /// <summary>
    /// The name of the attribute for a cell of these equations: one for each text, after the class, so that two files do not meet.
    /// </summary>
    public string CellName(string kind, string text)
    {
        int known = _cells.FindIndex(cell => cell.Text == text);
        if (known < 0)
        {
            known = _cells.Count;
            string name = className + kind;
            bool isTaken = _cells.Any(cell => cell.Kind == name);
            _cells.Add((isTaken ? string.Create(CultureInfo.InvariantCulture, $"{name}{known + 1}") : name, text));
        }

        return _cells[known].Kind;
    }

    /// <summary>Adds a value, unless the same computation of the same columns is there.</summary>
    public int Add(GraphValue value)
    {
        Reserve(value.Width);
        if (value is BinaryValue or UnaryValue or MeanValue)
        {
            List<int> alike = CollectionsMarshal.GetValueRefOrAddDefault(_alike, KeyOf(value), out _) ??= [];
            int known = alike.FindIndex(index => AreEqual(Values[index], value));
            if (known >= 0)
            {
                return alike[known];
            }

            alike.Add(Values.Count);
        }

        Values.Add(value);
        return Values.Count - 1;
    }

    public void Reserve(long elements)
    {
        _elementsLeft -= elements;
        if (_elementsLeft < 0)
        {
            throw new InvalidDataException($"the graph makes more numbers than {ElementsPerByte} a byte of the file");
        }
    }

    private static int KeyOf(GraphValue value)
    {
        HashCode hash = default;
        foreach (Element element in value.Reads)
        {
            hash.Add(element);
        }

        return hash.ToHashCode();
    }

    private static bool AreEqual(GraphValue first, GraphValue second) => (first, second) switch
    {
        (UnaryValue a, UnaryValue b) =>
            (a.Function, a.Alpha, a.Beta) == (b.Function, b.Alpha, b.Beta) && a.Operand.AsSpan().SequenceEqual(b.Operand),
        (BinaryValue a, BinaryValue b) =>
            a.Function == b.Function && a.First.AsSpan().SequenceEqual(b.First) && a.Second.AsSpan().SequenceEqual(b.Second),
        (MeanValue a, MeanValue b) => a.Operand.AsSpan().SequenceEqual(b.Operand),
        _ => false,
    };
}
