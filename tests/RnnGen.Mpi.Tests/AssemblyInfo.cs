using Xunit.Sdk;
using Xunit.v3;

// A rank that waits keeps its processor busy: jobs beside each other only take longer.
[assembly: Parallelization(Mode = ParallelMode.None)]
