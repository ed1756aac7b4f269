namespace RnnGen.Generated;

/// <summary>Products of extents, which in 64 bits may come back to a small number.</summary>
internal static class ElementCount
{
    /// <summary>The product of three extents, none of them negative; <see cref="long.MaxValue"/> where it is larger.</summary>
    public static long Of(uint first, int second, int third)
    {
        long product = first * (long)second;
        return third != 0 && product > long.MaxValue / third ? long.MaxValue : product * third;
    }
}
