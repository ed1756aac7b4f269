using System;
using System.Threading.Tasks;
using RnnGen.Sample.Mnist;
using RnnGen.Sample.Output;

namespace RnnGen.Sample;

/// <summary>The program of the post; see <see cref="MnistCommandLine"/> for its options.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) =>
        new MnistCommandLine(ProgramView.OfConsole(), Console.Out, Console.Error).RunAsync(arguments);
}
