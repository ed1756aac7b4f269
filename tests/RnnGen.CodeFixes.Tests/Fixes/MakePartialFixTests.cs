using System.Threading.Tasks;
using RnnGen.CodeFixes.Fixes;
using RnnGen.CodeFixes.Tests.Support;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Fixes;

public sealed class MakePartialFixTests
{
    [Fact]
    public Task AClass() => FixTest<MakePartialFix>.Fixes(
        """
        [{|RNN001:RnnModel(InputSize = 3)|}, Gru(4)]
        internal sealed class Net;
        """,
        """
        [RnnModel(InputSize = 3), Gru(4)]
        internal sealed partial class Net;
        """,
        "Make 'Net' partial");

    [Fact]
    public Task AClassAndAllAroundIt() => FixTest<MakePartialFix>.Fixes(
        """
        static class Outer
        {
            ref struct Middle
            {
                [{|RNN001:{|RNN002:{|RNN002:RnnModel(InputSize = 3)|}|}|}, Gru(4)]
                class Net;
            }

            [{|RNN002:RnnModel(InputSize = 3)|}, Gru(4)]
            partial class Other;
        }
        """,
        """
        static partial class Outer
        {
            ref partial struct Middle
            {
                [RnnModel(InputSize = 3), Gru(4)]
                partial class Net;
            }

            [RnnModel(InputSize = 3), Gru(4)]
            partial class Other;
        }
        """);
}
