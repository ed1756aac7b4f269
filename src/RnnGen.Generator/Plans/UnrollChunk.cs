namespace RnnGen.Generator.Plans;

/// <summary>Steps of a static network that one generated method holds; a repeated chunk takes its first step as an argument.</summary>
internal sealed record UnrollChunk(int First, int Count, int Repeats)
{
    /// <summary>Where its last repeat starts.</summary>
    public int LastStart => First + ((Repeats - 1) * Count);
}
