using System;
using System.IO;
using System.Threading.Tasks;
using RnnGen.Training.Distributed;
using Spectre.Console;

namespace RnnGen.Sample.Output;

/// <summary>The view of one of several processes that run the program together: rank 0 shows the results, the others nothing.</summary>
/// <param name="ranks">The processes.</param>
/// <param name="first">Makes the view of rank 0.</param>
internal sealed class RankView(Communicator ranks, Func<IProgramView> first) : IProgramView
{
    private readonly IProgramView _view = ranks.Rank == 0 ? first() : new PlainView(TextWriter.Null);

    /// <inheritdoc/>
    public Communicator Ranks => ranks;

    /// <inheritdoc/>
    public bool Writes => ranks.Rank == 0;

    /// <inheritdoc/>
    public void Line(string text = "") => _view.Line(text);

    /// <inheritdoc/>
    public void Table(Table table) => _view.Table(table);

    /// <inheritdoc/>
    public void Track(string title, int iterations, Action<Action<int, float>> work) => _view.Track(title, iterations, work);

    /// <inheritdoc/>
    public Task<T> TrackAsync<T>(string title, Func<IProgress<double>, Task<T>> work) => _view.TrackAsync(title, work);
}
