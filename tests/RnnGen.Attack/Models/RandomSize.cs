namespace RnnGen.Attack.Models;

/// <summary>Numbers of units at which code differs.</summary>
internal static class RandomSize
{
    /// <summary>Whole vectors of each width and a unit more or less, tiles, and, seldom, a block of sums.</summary>
    public static int Of(AttackRandom random) => random.Below(14) switch
    {
        0 => random.Between(63, 66),
        1 => random.OneIn(6) ? random.Between(191, 194) : 48,
        12 or 13 => 4 * random.Between(1, 7),
        2 or 3 => random.Between(31, 33),
        4 or 5 or 6 => random.Between(15, 17),
        7 or 8 => random.Between(7, 9),
        _ => random.Between(1, 6),
    };
}
