using System;
using System.Threading.Tasks;
using RnnGen.Sample.Output;

namespace RnnGen.Sample;

/// <summary>The program of the post, and other networks; see <see cref="SampleCommandLine"/> for its commands.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) =>
        new SampleCommandLine(ProgramView.OfConsole(), Console.Out, Console.Error).RunAsync(arguments);
}
