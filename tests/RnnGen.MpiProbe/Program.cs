using System;
using System.Globalization;
using RnnGen.Mpi;

namespace RnnGen.MpiProbe;

/// <summary>What a rank does in a test: <c>mpirun -n 2 dotnet RnnGen.MpiProbe.dll calls</c>.</summary>
internal static class Program
{
    /// <summary>For the tests of ranks that do not come.</summary>
    private const string TimeoutVariable = "RNNGEN_PROBE_TIMEOUT";

    public static int Main(string[] args)
    {
        MpiOptions options = new();
        if (Environment.GetEnvironmentVariable(TimeoutVariable) is string seconds)
        {
            options = options with { Timeout = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) };
        }

        using MpiCommunicator mpi = MpiCommunicator.Start(options);
        switch (args)
        {
            case ["calls"]:
                CallsProbe.Run(mpi);
                break;
            case ["fit", string folder, string epochs, string pace]:
                FitProbe.Run(mpi, folder, int.Parse(epochs, CultureInfo.InvariantCulture), isPaced: pace == "paced");
                break;
            case ["fail", string failure, string rank]:
                FitProbe.Fail(mpi, failure, int.Parse(rank, CultureInfo.InvariantCulture));
                break;
            case [string failure, string rank]:
                return FailureProbe.Run(mpi, failure, int.Parse(rank, CultureInfo.InvariantCulture));
            default:
                throw new ArgumentException($"No such probe: {string.Join(' ', args)}");
        }

        return 0;
    }
}
