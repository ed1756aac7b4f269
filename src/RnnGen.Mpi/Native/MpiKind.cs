namespace RnnGen.Mpi.Native;

/// <summary>Families of MPI libraries, whose binary interfaces differ.</summary>
internal enum MpiKind
{
    /// <summary>Handles are the addresses of exported objects.</summary>
    OpenMpi,

    /// <summary>MPICH and what is built on it, such as Intel MPI and MVAPICH: handles are integers.</summary>
    Mpich,
}
