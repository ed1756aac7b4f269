using System;
using System.IO;

namespace RnnGen.Tool.Output;

/// <summary>Something that the user can put right; the message is all that is shown.</summary>
/// <param name="message">One line.</param>
/// <param name="exitCode">The exit code of the tool.</param>
internal sealed class ToolFailure(string message, int exitCode = ExitCodes.Refused) : Exception(message)
{
    /// <summary>The exit code of the tool.</summary>
    public int ExitCode => exitCode;

    /// <summary>A failure that names a file.</summary>
    public static ToolFailure At(string file, string what) => new($"{file}: {what}");

    /// <summary>Does work on a file, whose refusals name it.</summary>
    /// <param name="file">The file as the user wrote it.</param>
    /// <param name="work">The work.</param>
    /// <param name="ofArguments">The exit code where options do not fit the file.</param>
    /// <exception cref="ToolFailure">The file was refused, or options do not fit it.</exception>
    public static T In<T>(string file, Func<T> work, int ofArguments = ExitCodes.WrongUse)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is InvalidDataException or NotSupportedException or IOException
            or UnauthorizedAccessException or ParameterMismatchException)
        {
            throw At(file, What(file, failure));
        }
        catch (ArgumentException failure)
        {
            throw new ToolFailure($"{file}: {What(file, failure)}", ofArguments);
        }
    }

    /// <summary>What was wrong, without the name of the file where the message begins with it.</summary>
    private static string What(string file, Exception failure)
    {
        string message = failure switch
        {
            FileNotFoundException or DirectoryNotFoundException when !File.Exists(file) => "there is no such file.",
            UnauthorizedAccessException when Directory.Exists(file) => "it is a folder; a file was expected.",
            _ => failure.Message,
        };
        if (failure is ArgumentException { ParamName: string parameter })
        {
            message = message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal);
        }

        return message.StartsWith(file, StringComparison.Ordinal) ? message[file.Length..].TrimStart(':', ' ') : message;
    }
}
