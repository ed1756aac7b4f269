using System.Runtime.InteropServices;

namespace RnnGen.Mpi.Native;

/// <summary>The constants of Open MPI's <c>mpi.h</c>, 4 and 5: handles are the addresses of exported objects.</summary>
internal static class OpenMpiHandles
{
    public static MpiBinding Bind(nint library, string version)
    {
        return new HandleBinding<nint>(library, version, new HandleTable<nint>
        {
            World = Address("ompi_mpi_comm_world"),
            Byte = Address("ompi_mpi_byte"),
            Single = Address("ompi_mpi_float"),
            Double = Address("ompi_mpi_double"),
            Sum = Address("ompi_mpi_op_sum"),
            NoInfo = Address("ompi_mpi_info_null"),
            ErrorsReturn = Address("ompi_mpi_errors_return"),
            InPlace = 1,
            IgnoreStatus = 0,
            AnySource = -1,
            SharedMemory = 0,
        });

        nint Address(string name) => NativeLibrary.TryGetExport(library, name, out nint address)
            ? address
            : throw new MpiException($"{version} does not export {name}: it is of another binary interface than Open MPI 4 and 5.");
    }
}
