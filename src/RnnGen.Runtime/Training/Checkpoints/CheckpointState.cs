using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Training;

/// <summary>
/// Named values that a checkpoint carries besides parameters and optimizer: counters, the position in the data, seeds, the best parameters
/// so far. Whoever has something to go on with puts it in under a name of its own, such as <c>data/epoch</c>.
/// </summary>
public sealed class CheckpointState
{
    private const string Whole = "long", Unsigned = "ulong", Real = "double", Truth = "bool", Text = "text", Array = "floats";

    // Half a surrogate pair could not be read back.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    // Of names whose value is an array: the value itself tells its length only.
    private readonly Dictionary<string, float[]> _arrays = new(StringComparer.Ordinal);

    /// <summary>All names, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>Every value with its type, by name: what a file holds.</summary>
    internal IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The arrays by name, in ordinal order: tensors of their own in a file.</summary>
    internal IEnumerable<KeyValuePair<string, float[]>> Arrays => _arrays.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Sets a whole number; one of the same name is replaced, whatever its type.</summary>
    /// <exception cref="ArgumentException">The name is empty or not valid Unicode.</exception>
    public void Set(string name, long value) => Put(name, Whole, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a whole number of 64 bits without sign, such as a seed.</summary>
    /// <exception cref="ArgumentException">The name is empty or not valid Unicode.</exception>
    public void Set(string name, ulong value) => Put(name, Unsigned, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number, which comes back with the same bits (of a NaN, as a NaN).</summary>
    /// <exception cref="ArgumentException">The name is empty or not valid Unicode.</exception>
    public void Set(string name, double value) => Put(name, Real, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Sets a truth value.</summary>
    /// <exception cref="ArgumentException">The name is empty or not valid Unicode.</exception>
    public void Set(string name, bool value) => Put(name, Truth, value ? "true" : "false");

    /// <summary>Sets a text.</summary>
    /// <exception cref="ArgumentException">The name is empty, or one of both is not valid Unicode.</exception>
    public void Set(string name, string value) => Put(name, Text, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Sets an array, which becomes a tensor of the file; the values are copied.</summary>
    /// <exception cref="ArgumentException">The name is empty or not valid Unicode.</exception>
    public void Set(string name, ReadOnlySpan<float> values)
    {
        Put(name, Array, values.Length.ToString(CultureInfo.InvariantCulture));
        _arrays[name] = values.ToArray();
    }

    /// <summary>Looks a whole number up.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool TryGet(string name, out long value) =>
        long.TryParse(Find(name, Whole), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Looks a whole number without sign up.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool TryGet(string name, out ulong value) =>
        ulong.TryParse(Find(name, Unsigned), NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Looks a number up.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool TryGet(string name, out double value) =>
        double.TryParse(Find(name, Real), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>Looks a truth value up.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool TryGet(string name, out bool value)
    {
        string? text = Find(name, Truth);
        value = text == "true";
        return value || text == "false";
    }

    /// <summary>Looks a text up.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool TryGet(string name, out string value)
    {
        string? text = Find(name, Text);
        value = text ?? string.Empty;
        return text is not null;
    }

    /// <summary>Looks an array up.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool TryGet(string name, out ReadOnlyMemory<float> values)
    {
        bool found = _arrays.TryGetValue(name, out float[]? array);
        values = array;
        return found;
    }

    /// <summary>A whole number.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message says which there are.</exception>
    public long GetInt64(string name) => TryGet(name, out long value) ? value : throw Missing(name, Whole);

    /// <summary>A whole number without sign.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message says which there are.</exception>
    public ulong GetUInt64(string name) => TryGet(name, out ulong value) ? value : throw Missing(name, Unsigned);

    /// <summary>A number.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message says which there are.</exception>
    public double GetDouble(string name) => TryGet(name, out double value) ? value : throw Missing(name, Real);

    /// <summary>A truth value.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message says which there are.</exception>
    public bool GetBoolean(string name) => TryGet(name, out bool value) ? value : throw Missing(name, Truth);

    /// <summary>A text.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message says which there are.</exception>
    public string GetString(string name) => TryGet(name, out string value) ? value : throw Missing(name, Text);

    /// <summary>An array.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message says which there are.</exception>
    public ReadOnlyMemory<float> GetSingles(string name) =>
        TryGet(name, out ReadOnlyMemory<float> values) ? values : throw Missing(name, Array);

    /// <summary>Takes a value as <see cref="Values"/> has it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="typedValue">The value with its type.</param>
    /// <param name="array">The tensor of this name, where there is one.</param>
    /// <returns>Whether it is whole: an array needs a tensor of its length.</returns>
    internal bool Load(string name, string typedValue, float[]? array)
    {
        bool isArray = typedValue.StartsWith($"{Array}:", StringComparison.Ordinal);
        if (isArray != array is not null || (isArray && typedValue != FormattableString.Invariant($"{Array}:{array!.Length}")))
        {
            return false;
        }

        _values[name] = typedValue;
        if (isArray)
        {
            _arrays[name] = array!;
        }

        return true;
    }

    private void Put(string name, string type, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        StrictUtf8.GetByteCount(name);
        StrictUtf8.GetByteCount(value);
        _arrays.Remove(name);
        _values[name] = $"{type}:{value}";
    }

    private string? Find(string name, string type) =>
        _values.TryGetValue(name, out string? value) && value.StartsWith($"{type}:", StringComparison.Ordinal)
            ? value[(type.Length + 1)..]
            : null;

    private KeyNotFoundException Missing(string name, string type) => new(
        _values.TryGetValue(name, out string? value)
            ? $"State '{name}' is {value}, expected a {type}."
            : $"There is no state '{name}'; there is {(_values.Count == 0 ? "none" : string.Join(", ", _values.Keys))}.");
}

/// <summary>
/// Something with a state of its own that goes into a checkpoint: a data source, the counters of a training loop, a schedule that is no
/// function of the step.
/// </summary>
public interface ICheckpointPart
{
    /// <summary>Sets all that <see cref="Restore"/> needs, under names that begin with one of the part's own.</summary>
    void Save(CheckpointState state);

    /// <summary>Adds everything that keeps the part from going on, each a phrase with what was found and expected.</summary>
    void AddMisfits(CheckpointState state, ICollection<string> misfits);

    /// <summary>Goes on from a state without misfits; must not fail then.</summary>
    void Restore(CheckpointState state);
}
