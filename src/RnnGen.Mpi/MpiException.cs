using System;

namespace RnnGen.Mpi;

/// <summary>MPI is not there, does not fit what started the program, or refused a call.</summary>
public sealed class MpiException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public MpiException()
    {
    }

    /// <param name="message">What is wrong.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What it comes from.</param>
    public MpiException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
