using System;
using System.IO;
using RnnGen.Interchange;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Commands;

/// <summary>Writes a network into a file.</summary>
internal static class NetworkOutput
{
    /// <summary>Writes; a network that the format cannot express is a fault of its own file, one of writing that of the output.</summary>
    /// <param name="file">Where the network comes from.</param>
    /// <param name="network">The network.</param>
    /// <param name="output">The file.</param>
    /// <param name="write">Writes the file.</param>
    /// <exception cref="ToolFailure">It cannot be written; nothing has been.</exception>
    public static void Write(string file, Network network, string output, Action<string> write)
    {
        try
        {
            write(output);
        }
        catch (Exception failure) when (failure is NotSupportedException or ArgumentException)
        {
            throw ToolFailure.At(file, $"{network.Name} cannot be written: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolFailure.At(output, failure.Message);
        }
    }
}
