namespace RnnGen.Mpi.Native;

/// <summary>The constants of an MPI library's header.</summary>
/// <typeparam name="THandle">What its handles are.</typeparam>
internal sealed record HandleTable<THandle>
    where THandle : unmanaged
{
    /// <summary>MPI_COMM_WORLD.</summary>
    public required THandle World { get; init; }

    /// <summary>MPI_BYTE.</summary>
    public required THandle Byte { get; init; }

    /// <summary>MPI_FLOAT.</summary>
    public required THandle Single { get; init; }

    /// <summary>MPI_DOUBLE.</summary>
    public required THandle Double { get; init; }

    /// <summary>MPI_SUM.</summary>
    public required THandle Sum { get; init; }

    /// <summary>MPI_INFO_NULL.</summary>
    public required THandle NoInfo { get; init; }

    /// <summary>MPI_ERRORS_RETURN.</summary>
    public required THandle ErrorsReturn { get; init; }

    /// <summary>MPI_IN_PLACE.</summary>
    public required nint InPlace { get; init; }

    /// <summary>MPI_STATUS_IGNORE and MPI_STATUSES_IGNORE.</summary>
    public required nint IgnoreStatus { get; init; }

    /// <summary>MPI_ANY_SOURCE.</summary>
    public required int AnySource { get; init; }

    /// <summary>MPI_COMM_TYPE_SHARED.</summary>
    public required int SharedMemory { get; init; }
}
