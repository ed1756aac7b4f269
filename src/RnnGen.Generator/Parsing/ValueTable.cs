using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>The values that have names, in the order of their declaration, and what <c>From</c> makes of them.</summary>
internal sealed class ValueTable(Action<DiagnosticDescriptor, Location, object[]> report)
{
    private readonly List<(string Name, GraphRead? Value, string What)> _values = [];
    private readonly List<string> _later = [];

    /// <summary>Notes the names that are declared somewhere, so that a read from below is told from a mistyped one.</summary>
    public void Announce(IEnumerable<string> names) => _later.AddRange(names);

    /// <summary>Adds a value, unless its name cannot be one or is taken; null for a name that no layer can read.</summary>
    public void Add(string name, GraphRead? value, string what, Location location)
    {
        if (ProblemOf(name) is string problem)
        {
            report(Descriptors.ValueName, location, [name, what, problem]);
        }
        else if (name.Length > Limits.NameLength)
        {
            report(Descriptors.NameTooLong, location, [Limits.LongName(name)]);
        }
        else if (First(value => Casing.IsAlike(value, name)) is { What: string other })
        {
            report(Descriptors.ValueNameTaken, location, [name, other]);
        }
        else
        {
            _values.Add((name, value, what));
        }
    }

    /// <summary>Why a text is no name; null for a name.</summary>
    public static string? ProblemOf(string name) =>
        name.Length == 0 || !char.IsLetter(name[0]) || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
            ? "it must be a letter, then letters, digits or underscores"
            : null;

    /// <summary>The number of a layer by its name; null where there is none above.</summary>
    public int? Layer(string name) => Find(name) is { Value.Source: >= 0 and int source } ? source : null;

    /// <summary>What stands above, for a name that is unknown, or that no layer can read.</summary>
    public string Nearest(string name)
    {
        if (Find(name) is { Value: null })
        {
            return "it names a dense layer at the end of a head, which the head alone reads";
        }

        if (_later.Contains(name))
        {
            return "it is declared below, and a network that reads from below would run in a circle";
        }

        (string Name, int Distance)? nearest = _values
            .Where(value => value.Value is not null)
            .Select(value => (value.Name, Distance: Distance(value.Name, name)))
            .OrderBy(value => value.Distance)
            .Select(value => ((string, int)?)value)
            .FirstOrDefault();
        return nearest is null ? "no value has a name"
            : nearest.Value.Distance <= Math.Max(1, name.Length / 2) ? $"is it '{nearest.Value.Name}'?"
            : $"there is {string.Join(", ", _values.Where(value => value.Value is not null).Select(value => $"'{value.Name}'"))}";
    }

    /// <summary>What an attribute's From says; null where it has none, an empty list where nothing of it can be read.</summary>
    public IReadOnlyList<GraphRead>? From(AttributeReader attribute)
    {
        if (attribute.NamedStrings("From") is not IReadOnlyList<string> texts)
        {
            return null;
        }

        if (texts.Count == 0)
        {
            report(Descriptors.InputsDoNotFit, attribute.ValueLocation("From"), [$"[{attribute.ShortName}] reads nothing: From is empty"]);
        }

        List<GraphRead> reads = [];
        for (int index = 0; index < texts.Count; index++)
        {
            if (Read(attribute, texts[index], Place(index)) is GraphRead read)
            {
                reads.Add(read);
            }
        }

        return reads;

        Func<TextSpan, Location> Place(int index) => part => attribute.ElementLocation("From", index, part);
    }

    /// <summary>What a property says that holds one name; null where nothing can be read.</summary>
    public GraphRead? One(AttributeReader attribute, string property, string text) =>
        Read(attribute, text, part => attribute.TextLocation(property, part));

    /// <summary>"name", or "name[first..end]" with either end left out.</summary>
    private GraphRead? Read(AttributeReader attribute, string text, Func<TextSpan, Location> locate)
    {
        int bracket = text.IndexOf('[');
        string name = bracket < 0 ? text : text.Substring(0, bracket);
        if (Find(name) is not { Value: GraphRead value })
        {
            report(Descriptors.ValueUnknown, locate(new TextSpan(0, Math.Max(1, name.Length))), [attribute.ShortName, name, Nearest(name)]);
            return null;
        }

        Location location = locate(new TextSpan(0, text.Length));
        if (bracket < 0)
        {
            return value with { Location = location };
        }

        string range = text.Substring(bracket);
        string[] ends = range.EndsWith("]", StringComparison.Ordinal)
            ? range.Substring(1, range.Length - 2).Split([".."], StringSplitOptions.None)
            : [];
        int? first = ends.Length == 2 ? End(ends[0], 0) : null;
        int? end = ends.Length == 2 ? End(ends[1], value.Columns) : null;
        if (first is not int from || end is not int to || from >= to || to > value.Columns)
        {
            report(
                Descriptors.ColumnsOutOfRange,
                locate(new TextSpan(bracket, range.Length)),
                [range, Counted.Of(value.Columns, "column"), name, value.Columns]);
            return null;
        }

        return new GraphRead(value.Source, value.FirstColumn + from, to - from, location);
    }

    private static int? End(string text, int otherwise) => text.Length == 0 ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int column) ? column
        : null;

    private (string Name, GraphRead? Value, string What)? Find(string name) => First(value => value == name);

    private (string Name, GraphRead? Value, string What)? First(Func<string, bool> isIt)
    {
        int index = _values.FindIndex(value => isIt(value.Name));
        return index < 0 ? null : _values[index];
    }

    /// <summary>Letters that must be put in, taken out or changed (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int above = row[j];
                bool isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1));
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
