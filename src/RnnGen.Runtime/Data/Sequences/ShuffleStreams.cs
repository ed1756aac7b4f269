namespace RnnGen.Data;

/// <summary>Streams of a seed for shuffles: beside those of parameters (small numbers) and of dropout (the highest bit).</summary>
internal static class ShuffleStreams
{
    /// <summary>The order of the sequences in an epoch.</summary>
    public static ulong Sequences(long epoch) => 0x4000_0000_0000_0000 | (ulong)epoch;

    /// <summary>The order of the batches in an epoch, where sequences were sorted by length.</summary>
    public static ulong Batches(long epoch) => 0x4800_0000_0000_0000 | (ulong)epoch;
}
