using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Attack.Models;

/// <summary>The values of a legal graph of layers while it grows: who reads what, and what nobody has read so far.</summary>
/// <param name="random">What is chosen.</param>
/// <param name="input">What the layers read first.</param>
/// <param name="inputSize">Features of a step of that.</param>
internal sealed class RandomGraph(AttackRandom random, string input, int inputSize)
{
    private readonly List<(string Name, int Width)> _values = [(input, inputSize)];
    private readonly List<string> _unread = [];
    private readonly List<(string Name, int Units)> _states = [];
    private int _count;

    /// <summary>From, and how many columns that is: some values, or columns of them, beside each other.</summary>
    public string Read(out int width)
    {
        List<string> reads = [];
        width = 0;
        for (int count = random.Between(1, 3); count > 0; count--)
        {
            // Most layers read what is new.
            (string name, int columns) = random.OneIn(2) ? _values[^1] : random.Of<(string, int)>([.. _values]);
            int read = random.OneIn(2) ? columns : random.Between(1, columns);
            reads.Add(Columns(name, columns, read));
            width += read;
        }

        return From(reads);
    }

    /// <summary>All that nobody has read, for what stands at the end.</summary>
    public string ReadRest(out int width)
    {
        string[] names = _unread.Count > 0 ? [.. _unread] : [_values[^1].Name];
        width = _values.Where(value => names.Contains(value.Name)).Sum(value => value.Width);
        _unread.Clear();
        return From(names);
    }

    /// <summary>The name of a new value.</summary>
    public string Add(int width)
    {
        string name = $"{random.Of("v", "V_", "lstm", "é")}{_count++}";
        _values.Add((name, width));
        _unread.Add(name);
        return $"Name = \"{name}\"";
    }

    /// <summary>Notes that the last value is made by a layer whose one state is as wide as it has units.</summary>
    public void AddState(int units) => _states.Add((_values[^1].Name, units));

    /// <summary>InitialState for a layer with one state of its units; null where nobody has such a state.</summary>
    public string? InitialState(int units)
    {
        string[] names = [.. _states.Where(state => state.Units == units).Select(state => state.Name)];
        if (names.Length == 0)
        {
            return null;
        }

        string name = random.Of<string>(names);
        _unread.Remove(name);
        return $"InitialState = \"{name}\"";
    }

    /// <summary>A layer without a state, or several of which the first gives one vector a row and the last steps again.</summary>
    public IEnumerable<string> Stateless()
    {
        int width;
        switch (random.Below(7))
        {
            case 0:
                string activation = random.Of("Tanh", "Sigmoid", "Softsign", "Elu", "Relu6", "Swish");
                yield return $"[Activation(Activation.{activation}, {Read(out width)}, {Add(width)})]";
                break;
            case 1:
                string variational = random.Of("", ", Variational = true");
                yield return $"[Dropout(0.25{variational}, {Read(out width)}, {Add(width)})]";
                break;
            case 2:
                yield return $"[LayerNorm({Read(out width)}, {Add(width)})]";
                break;
            case 3:
                yield return $"[Concatenate({Read(out width)}, {Add(width)})]";
                break;
            case 4:
                yield return Dense(Read(out _));
                break;
            case 5:
                yield return $"[{random.Of("Sum", "Product")}({ReadEqual(out width)}, {Add(width)})]";
                break;
            default:
                yield return $"[Pooling(Pooling.{random.Of("Mean", "Max", "Last")}, {Read(out width)})]";
                if (random.OneIn(2))
                {
                    width = random.Between(1, 9);
                    yield return string.Create(CultureInfo.InvariantCulture, $"[Dense({width})]");
                }

                if (random.OneIn(3))
                {
                    yield return random.Of("[LayerNorm]", "[Activation(Activation.Tanh)]", "[Dropout(0.5)]");
                }

                yield return $"[Repeat({Add(width)})]";
                break;
        }
    }

    private string Dense(string reads)
    {
        int units = random.Of(1, 3, 8, 15, 17, 33);
        string bias = random.Of("", "Bias = false, "), activation = random.Of("", "Activation = Activation.Tanh, ");
        return string.Create(CultureInfo.InvariantCulture, $"[Dense({units}, {bias}{activation}{reads}, {Add(units)})]");
    }

    private string ReadEqual(out int width)
    {
        (string Name, int Width)[] values =
            [.. Enumerable.Range(0, random.Between(2, 3)).Select(_ => random.Of<(string, int)>([.. _values]))];
        int least = values.Min(value => value.Width), columns = random.OneIn(2) ? least : random.Between(1, least);
        width = columns;
        return From([.. values.Select(value => Columns(value.Name, value.Width, columns))]);
    }

    private string Columns(string name, int width, int columns)
    {
        _unread.Remove(name);
        int first = random.Between(0, width - columns);
        return columns == width && random.OneIn(2) ? name
            : first == 0 && random.OneIn(2) ? $"{name}[..{columns}]"
            : first + columns == width && random.OneIn(2) ? $"{name}[{first}..]"
            : $"{name}[{first}..{first + columns}]";
    }

    private string From(IEnumerable<string> reads)
    {
        string list = string.Join(", ", reads.Select(read => $"\"{read}\""));
        return random.OneIn(2) ? $"From = [{list}]" : $"From = new[] {{ {list} }}";
    }
}
