using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading;
using RnnGen.Numerics;

namespace RnnGen.Generated;

/// <summary>A cache of packed parameters, whatever their layout.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PackedCache
{
    private protected PackedCache()
    {
    }

    /// <summary>As <see cref="PackedCache{T}.Current"/>.</summary>
    internal abstract PackedParameters Packed(ModelParameters parameters);
}

/// <summary>Keeps the packed parameters of a model until they change. Safe from any number of threads.</summary>
/// <param name="create">Makes an empty copy.</param>
/// <typeparam name="T">The layout.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedCache<T>(Func<T> create) : PackedCache
    where T : PackedParameters
{
    private readonly Lock _packing = new();
    private T? _packed;

    /// <summary>The parameters packed for the current vector width, packed again when they have changed.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <exception cref="InvalidOperationException">An edit or a training step is open, or begins while they are packed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Current(ModelParameters parameters)
    {
        // An open edit has an odd version, which is never packed.
        T? packed = Volatile.Read(ref _packed);
        return packed is not null && packed.Version == parameters.Version && packed.ForBits == SimdSupport.VectorBits
            ? packed
            : Pack(parameters);
    }

    internal override PackedParameters Packed(ModelParameters parameters) => Current(parameters);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Pack(ModelParameters parameters)
    {
        lock (_packing)
        {
            long version = parameters.VersionForReading();
            int bits = SimdSupport.VectorBits;
            if (_packed is T current && current.Version == version && current.ForBits == bits)
            {
                return current;
            }

            T packed = create();
            packed.Version = version;
            packed.ForBits = bits;
            packed.Pack(parameters.Values);

            // The reads above come before the next one.
            Interlocked.MemoryBarrier();
            if (parameters.VersionForReading() != version)
            {
                throw new InvalidOperationException($"The parameters of {parameters.Description.Name} changed while a prediction began.");
            }

            Volatile.Write(ref _packed, packed);
            return packed;
        }
    }
}
