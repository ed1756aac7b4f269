namespace RnnGen.Mpi.Native;

/// <summary>
/// The constants of MPICH's <c>mpi.h</c>, 3 and 4, which its ABI initiative holds fixed: handles are integers. Intel MPI and MVAPICH have
/// the same.
/// </summary>
internal static class MpichHandles
{
    public static MpiBinding Bind(nint library, string version) => new HandleBinding<int>(library, version, new HandleTable<int>
    {
        World = 0x44000000,
        Byte = 0x4c00010d,
        Single = 0x4c00040a,
        Double = 0x4c00080b,
        Sum = 0x58000003,
        NoInfo = 0x1c000000,
        ErrorsReturn = 0x54000001,
        InPlace = -1,
        IgnoreStatus = 1,
        AnySource = -2,
        SharedMemory = 1,
    });
}
