using System;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <content>The forward pass, shared out by rows. Each call picks the vector width once.</content>
public abstract partial class NetworkWorkspace
{
    private readonly TeamRounds _team = new();
    private PackedRows? _rows;

    /// <summary>The vector width of this pass.</summary>
    public int VectorBits { get; private set; }

    /// <summary>The packed parameters that this pass reads.</summary>
    internal PackedPanels Panels { get; private set; } = null!;

    /// <summary>Takes the parameters that the next passes read.</summary>
    /// <param name="panels">For the kernels of a batch.</param>
    /// <param name="rows">For rows that run alone; <see langword="null"/> where the rows fill a register tile.</param>
    internal void Read(PackedPanels panels, PackedRows? rows)
    {
        Panels = panels;
        VectorBits = panels.ForBits;
        _rows = rows;
        Use(panels, rows);
    }

    /// <summary>Keeps the parameters as what they are.</summary>
    /// <inheritdoc cref="Read(PackedPanels, PackedRows?)"/>
    protected abstract void Use(PackedPanels panels, PackedRows? rows);

    /// <summary>All layers and heads, forward, for some rows.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <typeparam name="M">What is kept.</typeparam>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    protected abstract void Forward<V, M>(int first, int rows)
        where V : struct, ISimd<V>
        where M : struct, IPassMode;

    /// <summary>The same for rows that run one by one; of a network that can.</summary>
    /// <inheritdoc cref="Forward{V, M}(int, int)"/>
    protected virtual void ForwardRows<V>(int first, int rows)
        where V : struct, ISimd<V> => throw new NotSupportedException();

    /// <summary>The same, a part of whose work other threads may take.</summary>
    /// <param name="first">First row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="member">Shares the columns of wide layers among threads.</param>
    protected virtual void ForwardRows<V>(int first, int rows, ref TeamMember member)
        where V : struct, ISimd<V> => ForwardRows<V>(first, rows);

    /// <summary>Threads that the widest layer is worth when rows run one by one: each reads a share of its weights.</summary>
    protected virtual int MostRowThreads => 1;

    /// <summary>Predicts all rows.</summary>
    /// <param name="threads">Threads that the call may use.</param>
    /// <param name="multiplyAdds">All the work.</param>
    internal void Predict(int threads, long multiplyAdds)
    {
        if (_rows is null)
        {
            WorkerTeam.Run(this, 0, Partition.Parts(threads, Rows, multiplyAdds));
            return;
        }

        _team.Run(this, Partition.Members(Math.Min(threads, MostRowThreads), multiplyAdds));
    }

    /// <summary>All rows at once, on this thread, with every step's values kept.</summary>
    internal void ForwardWithHistory()
    {
        switch (VectorBits)
        {
            case 512:
                Forward<Simd512, HistoryPass>(0, Rows);
                break;
            case 256:
                Forward<Simd256, HistoryPass>(0, Rows);
                break;
            default:
                Forward<Simd128, HistoryPass>(0, Rows);
                break;
        }
    }

    /// <summary>Every step's values by name; a view, valid until the next pass.</summary>
    public abstract ModelTrace Trace();

    void IPartitionedWork.Run(int phase, int part, int parts) => Run(phase, part, parts);

    /// <summary>Predicts a share of the rows.</summary>
    private protected virtual void Run(int phase, int part, int parts)
    {
        Partition.Rows(_computedRows, part, parts, out int first, out int rows);
        switch (VectorBits)
        {
            case 512:
                Forward<Simd512, PredictionPass>(first, rows);
                break;
            case 256:
                Forward<Simd256, PredictionPass>(first, rows);
                break;
            default:
                Forward<Simd128, PredictionPass>(first, rows);
                break;
        }
    }

    /// <summary>Predicts rows that run one by one.</summary>
    void ITeamWork.Run(ref TeamMember member)
    {
        switch (_rows!.VectorBits)
        {
            case 512:
                ForwardRows<Simd512>(0, Rows, ref member);
                break;
            case 256:
                ForwardRows<Simd256>(0, Rows, ref member);
                break;
            default:
                ForwardRows<Simd128>(0, Rows, ref member);
                break;
        }
    }
}
