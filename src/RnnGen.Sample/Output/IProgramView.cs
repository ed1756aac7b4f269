using System;
using System.Threading.Tasks;
using RnnGen.Training.Distributed;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>Where the program's results go: a terminal, or a file or pipe.</summary>
internal interface IProgramView
{
    /// <summary>The processes that run the program together; <see langword="null"/> where it is alone.</summary>
    Communicator? Ranks => null;

    /// <summary>Whether results are written here: to the view, and to files.</summary>
    bool Writes => true;

    /// <summary>Prints one line, unchanged.</summary>
    /// <param name="text">The line.</param>
    void Line(string text = "");

    /// <summary>Prints a table.</summary>
    /// <param name="table">The table; its border is the view's choice.</param>
    void Table(Table table);

    /// <summary>Does work of many iterations and shows how far it is, if someone is watching.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="iterations">Number of iterations.</param>
    /// <param name="work">The work; it calls its argument with the number of iterations done and the loss.</param>
    void Track(string title, int iterations, Action<Action<int, float>> work);

    /// <summary>Does work that may take a while and says how far it is, from 0 to 1, once it has something to say.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it reports to its argument.</param>
    Task<T> TrackAsync<T>(string title, Func<IProgress<double>, Task<T>> work);
}
