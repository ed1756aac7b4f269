using System;
using System.Threading.Tasks;
using RnnGen.Mpi;
using RnnGen.Sample.Output;

namespace RnnGen.Sample;

/// <summary>The program of the post, and other networks; see <see cref="SampleCommandLine"/> for its commands.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (!MpiCommunicator.IsLaunched)
        {
            return await new SampleCommandLine(ProgramView.OfConsole(), Console.Out, Console.Error).RunAsync(arguments)
                .ConfigureAwait(false);
        }

        // Started several times by mpirun: all train one network.
        MpiCommunicator ranks;
        try
        {
            ranks = MpiCommunicator.Start();
        }
        catch (MpiException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return SampleCommandLine.Failed;
        }

        using (ranks)
        {
            try
            {
                return await new SampleCommandLine(new RankView(ranks, ProgramView.OfConsole), Console.Out, Console.Error)
                    .RunAsync(arguments).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Before the group is left: the others wait for this rank.
                ranks.Abort(exception.ToString());
                throw;
            }
        }
    }
}
