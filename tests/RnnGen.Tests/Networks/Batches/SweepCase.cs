using System;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>A static and a dynamic class with the same layers.</summary>
internal sealed record SweepCase(Func<ulong, ITrainableModel> Static, Func<ulong, ITrainableModel> Dynamic)
{
    public const int Steps = 3;

    private static readonly SweepCase[] All =
    [
        new(seed => new StaticSweep0(seed), seed => new DynamicSweep0(seed)),
        new(seed => new StaticSweep1(seed), seed => new DynamicSweep1(seed)),
        new(seed => new StaticSweep2(seed), seed => new DynamicSweep2(seed)),
        new(seed => new StaticSweep3(seed), seed => new DynamicSweep3(seed)),
        new(seed => new StaticSweep4(seed), seed => new DynamicSweep4(seed)),
        new(seed => new StaticSweep5(seed), seed => new DynamicSweep5(seed)),
        new(seed => new StaticSweep6(seed), seed => new DynamicSweep6(seed)),
        new(seed => new StaticSweep7(seed), seed => new DynamicSweep7(seed)),
        new(seed => new StaticSweep8(seed), seed => new DynamicSweep8(seed)),
        new(seed => new StaticSweep9(seed), seed => new DynamicSweep9(seed)),
        new(seed => new StaticWide(seed), seed => new DynamicWide(seed)),
    ];

    /// <summary>All indexes; the last is wider than a block of a sum.</summary>
    public static TheoryData<int> Indexes
    {
        get
        {
            TheoryData<int> data = [];
            for (int index = 0; index < All.Length; index++)
            {
                data.Add(index);
            }

            return data;
        }
    }

    public bool IsWide => this == All[^1];

    public static SweepCase At(int index) => All[index];

    /// <summary>Random biases too.</summary>
    public ITrainableModel NewStatic() => Passes.Randomized(Static(1), 2);

    public ITrainableModel NewDynamic() => Passes.Randomized(Dynamic(1), 2);

}
