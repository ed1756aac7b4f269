using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Mpi.Tests.Support;

/// <summary>Environment variables of a job.</summary>
internal static class Variables
{
    public const string Library = "RNNGEN_MPI_LIBRARY", Timeout = "RNNGEN_PROBE_TIMEOUT";

    public static IReadOnlyDictionary<string, string> Of(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => variable.Value);
}
