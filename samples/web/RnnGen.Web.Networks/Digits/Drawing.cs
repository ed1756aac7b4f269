using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Web.Networks.Digits;

/// <summary>What a person has drawn: strokes, each the places that the pen has been to, on a square of <see cref="Side"/> units.</summary>
public sealed class Drawing
{
    /// <summary>Width and height of the square.</summary>
    public const int Side = 280;

    private readonly List<List<Vector2>> _strokes = [];

    /// <summary>The strokes in the order in which they were drawn; none of them is empty.</summary>
    public IReadOnlyList<IReadOnlyList<Vector2>> Strokes => _strokes;

    /// <summary>Puts the pen down: a new stroke, a dot for now.</summary>
    /// <param name="place">Where, from the upper left corner.</param>
    public void Begin(Vector2 place) => _strokes.Add([place]);

    /// <summary>Moves the pen; without a stroke it is put down instead.</summary>
    /// <param name="place">Where to.</param>
    public void MoveTo(Vector2 place)
    {
        if (_strokes.Count == 0)
        {
            Begin(place);
        }
        else
        {
            _strokes[^1].Add(place);
        }
    }

    /// <summary>Takes the last stroke away, where there is one.</summary>
    public void Undo()
    {
        if (_strokes.Count > 0)
        {
            _strokes.RemoveAt(_strokes.Count - 1);
        }
    }

    /// <summary>Takes all strokes away.</summary>
    public void Clear() => _strokes.Clear();
}
