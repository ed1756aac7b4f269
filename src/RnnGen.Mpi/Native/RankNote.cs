namespace RnnGen.Mpi.Native;

/// <summary>What one rank tells another beside the operations.</summary>
/// <param name="Sender">Its rank.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Operation">What the sender is waiting for.</param>
/// <param name="Number">The number of that operation, counted from 1.</param>
internal readonly record struct RankNote(int Sender, NoteKind Kind, OperationKind Operation, long Number);

/// <summary>What a note is about.</summary>
internal enum NoteKind
{
    /// <summary>Where are you?</summary>
    Question,

    /// <summary>Waiting here.</summary>
    Answer,

    /// <summary>Leaving the group.</summary>
    Farewell,
}

/// <summary>What a rank waits for.</summary>
internal enum OperationKind
{
    /// <summary>A broadcast of bytes.</summary>
    Broadcast,

    /// <summary>A gathering of bytes.</summary>
    Gather,

    /// <summary>A sum of a few numbers.</summary>
    Sum,

    /// <summary>Sums that run beside the training.</summary>
    Sums,

    /// <summary>A barrier.</summary>
    Barrier,

    /// <summary>The end.</summary>
    Leaving,
}
