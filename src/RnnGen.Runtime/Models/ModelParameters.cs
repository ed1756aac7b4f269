using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading;
using RnnGen.Generated;

namespace RnnGen;

/// <summary>
/// All parameters of a model in one flat buffer: unpadded, row-major, TensorFlow's shapes, in layer order. Read anywhere;
/// written only through <see cref="Edit"/>, whose end raises <see cref="Version"/>.
/// </summary>
public sealed partial class ModelParameters
{
    private readonly AlignedBuffer _values;
    private readonly Dictionary<string, ParameterInfo> _byName;
    private long _version;

    /// <summary>Creates the parameters of a new model.</summary>
    /// <param name="description">The model.</param>
    /// <param name="seed">Seed of the initial values: equal seeds give equal bits on every machine.</param>
    /// <exception cref="ArgumentException">A region of a parameter does not lie within it.</exception>
    public ModelParameters(ModelDescription description, ulong seed)
        : this(description)
    {
        for (int tensor = 0; tensor < description.Parameters.Count; tensor++)
        {
            ParameterInfo info = description.Parameters[tensor];
            ParameterFill.Fill(info, seed, tensor, _values.Span.Slice(info.Offset, info.Count));
        }
    }

    /// <summary>Creates the parameters of a new model whose weights are in its assembly; for generated code.</summary>
    /// <param name="description">The model.</param>
    /// <param name="weights">The weights.</param>
    /// <exception cref="InvalidOperationException">The assembly has other weights than the class was compiled for.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelParameters(ModelDescription description, EmbeddedWeights weights)
        : this(description) => weights.CopyTo(_values.Span);

    private ModelParameters(ModelDescription description)
    {
        Description = description;
        _values = AlignedBuffer.Allocate(description.ParameterCount);
        _byName = new Dictionary<string, ParameterInfo>(description.Parameters.Count, StringComparer.Ordinal);
        foreach (ParameterInfo info in description.Parameters)
        {
            _byName.Add(info.Name, info);
        }
    }

    /// <summary>The model that these parameters belong to.</summary>
    public ModelDescription Description { get; }

    /// <summary>All parameters, [<see cref="ModelDescription.ParameterCount"/>].</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>Even between edits, odd while one is open; raised by each.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>One tensor, row-major in the shape that <see cref="ModelDescription.Parameters"/> gives.</summary>
    /// <exception cref="KeyNotFoundException">There is no such parameter; the message lists those there are.</exception>
    public ReadOnlySpan<float> this[string name] => Slice(_values.Span, name);

    /// <summary>Opens the parameters for writing until the scope is disposed. Predictions that start in the meantime throw.</summary>
    /// <exception cref="InvalidOperationException">Another edit or a training step is open.</exception>
    public ParameterEdit Edit()
    {
        long version = Version;
        if ((version & 1) != 0 || Interlocked.CompareExchange(ref _version, version + 1, version) != version)
        {
            throw new InvalidOperationException($"The parameters of {Description.Name} are already being edited or trained.");
        }

        return new ParameterEdit(this, version + 1);
    }

    /// <summary>Copies all values from a model with the same layers: between a static and a dynamic class, for example.</summary>
    /// <exception cref="ArgumentException">The other model has other layers.</exception>
    public void CopyFrom(ModelParameters other)
    {
        if (other.Description.SpecHash != Description.SpecHash)
        {
            throw new ArgumentException(
                $"{other.Description.Name} does not have the layers of {Description.Name} (spec {other.Description.SpecHash}, "
                + $"expected {Description.SpecHash}).",
                nameof(other));
        }

        using ParameterEdit edit = Edit();
        other.Values.CopyTo(edit.Values);
    }

    /// <summary>The version to compute with.</summary>
    /// <exception cref="InvalidOperationException">An edit or a training step is open.</exception>
    public long VersionForReading()
    {
        long version = Version;
        return (version & 1) == 0 ? version : throw new InvalidOperationException(
            $"The parameters of {Description.Name} are being edited or trained; predict before or after.");
    }

    internal Span<float> MutableValues => _values.Span;

    internal Span<float> Slice(Span<float> values, string name) => _byName.TryGetValue(name, out ParameterInfo? info)
        ? values.Slice(info.Offset, info.Count)
        : throw new KeyNotFoundException($"{Description.Name} has no parameter '{name}'; it has {string.Join(", ", _byName.Keys)}.");

    // A copy of the scope may be disposed too: only the first ends the edit.
    internal void EndEdit(long openVersion) => Interlocked.CompareExchange(ref _version, openVersion + 1, openVersion);
}

/// <summary>An open edit of parameters; disposing it ends the edit and raises the version.</summary>
public ref struct ParameterEdit
{
    private readonly long _openVersion;
    private ModelParameters? _owner;

    internal ParameterEdit(ModelParameters owner, long openVersion)
    {
        _owner = owner;
        _openVersion = openVersion;
    }

    /// <summary>All parameters, writable.</summary>
    public readonly Span<float> Values => Owner.MutableValues;

    /// <summary>One tensor, writable.</summary>
    public readonly Span<float> this[string name] => Owner.Slice(Owner.MutableValues, name);

    private readonly ModelParameters Owner => _owner ?? throw new ObjectDisposedException(nameof(ParameterEdit));

    /// <summary>Ends the edit.</summary>
    public void Dispose()
    {
        _owner?.EndEdit(_openVersion);
        _owner = null;
    }
}
