using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Tests that set the vector width of the process, want the worker threads for themselves, or count allocations.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ExclusiveCollection
{
    public const string Name = "Exclusive";
}
