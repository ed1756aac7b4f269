using System;
using System.Collections.Generic;
using System.IO;

namespace RnnGen.Interchange.Embedding;

/// <summary>The command that a build runs: its only argument is the file of a request.</summary>
internal static class EmbeddingCommand
{
    /// <summary>Carries a request out.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="errors">Receives what only the build itself can be told, as it wants to have it: one line.</param>
    /// <returns>0 when everything has been written, also where the manifest says what is wrong with a file; otherwise 1.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter errors)
    {
        try
        {
            WeightEmbedder.Run(EmbeddingRequest.Read(arguments is [string path] ? path
                : throw new FormatException($"one file was expected, found {arguments.Count} arguments")));
            return 0;
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            return Fail(failure.Message);
        }

        int Fail(string message)
        {
            errors.WriteLine($"rnngen-embed : error : {message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}
