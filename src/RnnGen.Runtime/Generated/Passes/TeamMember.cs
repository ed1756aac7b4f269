using System.ComponentModel;
using RnnGen.Threading;

namespace RnnGen.Generated;

/// <summary>
/// One of the threads that go through the rounds of a call together. All go through the same rounds, in the same order:
/// <c>while (member.Take(...))</c> is one of them. The default is a thread that is alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TeamMember
{
    private readonly TeamRounds? _rounds;
    private readonly int _own;
    private readonly int _shares;
    private long _round;
    private int _looked;
    private int _taken;

    internal TeamMember(TeamRounds rounds, int own, int shares)
    {
        _rounds = rounds;
        _own = own;
        _shares = shares;
        _taken = -1;
    }

    /// <summary>Ends the share that was taken before, and takes another one of this round: some units, in whole tiles.</summary>
    /// <param name="units">Units of the round.</param>
    /// <param name="tile">Units of a tile.</param>
    /// <param name="first">First unit.</param>
    /// <param name="end">The unit after the last one; past <paramref name="units"/> where the last tile is not whole.</param>
    /// <returns><see langword="false"/> when the round is over, on all threads.</returns>
    public bool Take(int units, int tile, out nint first, out nint end)
    {
        if (_rounds is null)
        {
            (first, end) = Share(units, tile, 0, 1);
            _looked ^= 1;
            return _looked != 0;
        }

        if (_taken >= 0)
        {
            _rounds.End(_taken, _round);
            _taken = -1;
        }

        while (_looked < _shares)
        {
            // Its own first, and then each thread looks at the others in an order of its own.
            int share = _own + _looked;
            share -= share < _shares ? 0 : _shares;
            _looked++;
            if (!_rounds.TryTake(share, _round))
            {
                continue;
            }

            (first, end) = Share(units, tile, share, _shares);
            if (first < end)
            {
                _taken = share;
                return true;
            }

            // Fewer tiles than threads.
            _rounds.End(share, _round);
        }

        for (int share = 0; share < _shares; share++)
        {
            _rounds.Await(share, _round);
        }

        (first, end) = (0, 0);
        (_round, _looked) = (_round + 1, 0);
        return false;
    }

    /// <summary>A round that one thread does, while the others wait.</summary>
    /// <inheritdoc cref="Take"/>
    public bool TakeAll() => Take(units: 1, tile: 1, out _, out _);

    /// <summary>The units of a share; of the last tile as many as of the others. Divisions of an int, which take less time.</summary>
    private static (nint First, nint End) Share(int units, int tile, int share, int shares)
    {
        int tiles = (int)(((uint)units + (uint)tile - 1) / (uint)tile);
        return ((nint)FirstTile(share) * tile, (nint)FirstTile(share + 1) * tile);

        int FirstTile(int index) => (int)((((uint)tiles * (uint)index) + (uint)shares - 1) / (uint)shares);
    }
}
