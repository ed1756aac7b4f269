using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Language;

/// <summary>The mistakes of one text: the first ones, and how many there are.</summary>
internal sealed class CellTextErrors
{
    private readonly List<CellTextError> _first = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first ones in the order of the text; where there are more, one of them says how many.</summary>
    public IEnumerable<CellTextError> Listed
    {
        get
        {
            int more = Count - _first.Count;
            string what = FormattableString.Invariant($"{more} more {(more == 1 ? "mistake, which is" : "mistakes, which are")}");
            CellTextError last = new(
                Descriptors.CellMoreErrors, default,
                FormattableString.Invariant($"These equations have {what} listed when the first {_first.Count} are corrected"));
            return _first.OrderBy(error => error.Span.Start).Concat(more > 0 ? [last] : []);
        }
    }

    /// <summary>Notes a mistake.</summary>
    public void Add(CellTextError error)
    {
        Count++;
        if (_first.Count < Limits.TextErrors)
        {
            _first.Add(error);
        }
    }
}
