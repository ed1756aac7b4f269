using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Sources;

/// <summary>Sources that the compiler itself refuses: the generator does not throw, and does not add to the confusion.</summary>
public sealed class WrongSourceTests
{
    [Theory]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm] partial class Net;", "CS7036 [Lstm]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm()] partial class Net;", "CS7036 [Lstm()]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(\"4\")] partial class Net;", "CS1503 [\"4\"]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(4.5)] partial class Net;", "CS1503 [4.5]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(4L)] partial class Net;", "CS1503 [4L]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(null)] partial class Net;", "CS1503 [null]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(4, 5)] partial class Net;", "CS1729 [Lstm(4, 5)]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(int.MaxValue + 1)] partial class Net;", "CS0220 [int.MaxValue + 1]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(1 / 0)] partial class Net;", "CS0020 [1 / 0]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(Missing)] partial class Net;", "CS0103 [Missing]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(Size)] partial class Net { static int Size => 4; }", "CS0182 [Size]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(typeof(Net))] partial class Net;", "CS1503 [typeof(Net)]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(new[] { 4 })] partial class Net;", "CS1503 [new[] { 4 }]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(4, ForgetBias = \"1\")] partial class Net;", "CS0029 [\"1\"]")]
    [InlineData("[RnnModel(InputSize = \"3\")] [Lstm(4)] partial class Net;", "CS0029 [\"3\"]")]
    [InlineData("[RnnModel(InputSize = int.MaxValue + 1)] [Lstm(4)] partial class Net;", "CS0220 [int.MaxValue + 1]")]
    [InlineData("[RnnModel(InputSize = null)] [Lstm(4)] partial class Net;", "CS0037 [null]")]
    [InlineData("[RnnModel(3)] [Lstm(4)] partial class Net;", "CS1729 [RnnModel(3)]")]
    [InlineData("[RnnModel(InputSize = 3)] [SoftmaxCrossEntropy(3)] [Lstm(4)] partial class Net;", "CS1729", true)]
    public void CompilerErrorStandsAlone(string source, string error, bool onlyStart = false)
    {
        GeneratorRun run = GeneratorHost.Run($"using RnnGen;\n{source}");
        if (onlyStart)
        {
            Assert.Contains(error, run.Report);
            return;
        }

        run.Reports(error);
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("[RnnModel(InputSize = 3, Steps = 2.5)] [Lstm(4)] partial class Net;", "CS0266 [2.5]")]
    [InlineData("[RnnModel(InputSize = 3, Training = 1)] [Lstm(4)] partial class Net;", "CS0029 [1]")]
    [InlineData("[RnnModel(InputSize = 3, InputSize = 4)] [Lstm(4)] partial class Net;", "CS0643 [InputSize = 4]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(4, Units = 5)] partial class Net;", "CS0617 [Units]")]
    [InlineData("[RnnModel(InputSize = 3, Foo = 4)] [Lstm(4)] partial class Net;", "CS0246 [Foo]")]
    [InlineData("[RnnModel(InputSize = 3)] [Missing] [Lstm(4)] partial class Net;", "CS0246 [Missing]\nCS0246 [Missing]")]
    [InlineData("[RnnModel(InputSize = 3)] [Lstm(4)] partial class Net { int x }", "CS1002 [}]")]
    public void CompilerErrorBesideAModel(string source, string error)
    {
        GeneratorRun run = GeneratorHost.Run($"using RnnGen;\n{source}");
        Assert.Contains(error.Split('\n')[0], run.Report);
        Assert.DoesNotContain("RNN", run.Report);
    }

    /// <summary>Two types of one name, which the compiler keeps apart: the files of their models must not collide.</summary>
    [Theory]
    [InlineData(
        "partial class O { [RnnModel(InputSize = 3), Gru(2)] partial class Net; } partial struct O { [RnnModel(InputSize = 3), "
        + "Gru(2)] partial class Net; }")]
    [InlineData(
        "partial class O { [RnnModel(InputSize = 3), Gru(2)] partial class Net; } namespace O { [RnnModel(InputSize = 3), "
        + "Gru(2)] partial class Net; }")]
    [InlineData(
        "partial class O { [RnnModel(InputSize = 3), Gru(2)] partial class Net; } partial record O { [RnnModel(InputSize = 3), "
        + "Gru(2)] partial class Net; }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Net; [RnnModel(InputSize = 3), Gru(2)] partial struct Net;")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Net; [RnnModel(InputSize = 3), Gru(2)] class Net;")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class { } [RnnModel(InputSize = 3), Gru(2)] partial class { }")]
    [InlineData("namespace { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } }")]
    [InlineData("namespace A. { [RnnModel(InputSize = 3), Gru(2)] partial class Net { } }")]
    [InlineData("[RnnModel(InputSize = 3), Gru(2)] partial class Net : Net { }")]
    [InlineData("partial class A : B.C { [RnnModel(InputSize = 3), Gru(2)] partial class Net : Missing { } }")]
    public void DoesNotThrow(string source)
    {
        Assert.Null(GeneratorHost.Generate($"using RnnGen;\n{source}").Exception);
    }
}
