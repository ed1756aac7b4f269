using System;
using System.Globalization;

namespace RnnGen.Mpi.Native;

/// <summary>What the environment says of the launcher that has started this process.</summary>
/// <param name="Kind">The library that the launcher belongs to; null where several could have been meant.</param>
/// <param name="Size">Number of processes that it has started; null where it does not say.</param>
internal readonly record struct MpiLaunch(MpiKind? Kind, int? Size)
{
    /// <summary>Reads the variables.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    /// <returns>Null where no launcher of MPI has started the process.</returns>
    public static MpiLaunch? Read(Func<string, string?> variable)
    {
        // Open MPI's mpirun, 4 and 5, sets PMIX_RANK as well; so it comes first.
        if (variable("OMPI_COMM_WORLD_SIZE") is string ofOpenMpi)
        {
            return new MpiLaunch(MpiKind.OpenMpi, Number(ofOpenMpi));
        }

        // Hydra (MPICH, Intel MPI, MVAPICH) and Slurm's "srun --mpi=pmi2".
        if (variable("PMI_RANK") is not null)
        {
            return new MpiLaunch(MpiKind.Mpich, Number(variable("PMI_SIZE")));
        }

        // Slurm's "srun --mpi=pmix", which both families understand.
        return variable("PMIX_RANK") is null ? null : new MpiLaunch(null, Number(variable("SLURM_STEP_NUM_TASKS")));
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
