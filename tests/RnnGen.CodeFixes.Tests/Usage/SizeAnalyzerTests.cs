using System.Threading.Tasks;
using RnnGen.CodeFixes.Tests.Support;
using RnnGen.Generator.Usage;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Usage;

/// <summary>RNN070: lengths that are known and do not fit; and those that are not known, or fit.</summary>
public sealed class SizeAnalyzerTests
{
    private const string State = "Net.State s = default; ";

    [Fact]
    public Task StepsOfAnotherLength() => UsageTest<SizeAnalyzer>.Methods(
        State,
        "net.Step([|new float[4]|], ref s, y);",
        "net.Step([|new float[] { 1, 2 }|], ref s, y);",
        "net.Step([|[1, 2]|], ref s, y);",
        "net.Step([|stackalloc float[4]|], ref s, y);",
        "net.Step([|stackalloc float[] { 1, 2, 3, 4 }|], ref s, y);",
        "Span<float> a = stackalloc float[2 + 2]; net.Step([|a|], ref s, y);",
        "ReadOnlySpan<float> a = new float[Net.InputSize + 1]; net.Step([|a|], ref s, y);",
        "float[] a = new float[3], b = new float[3]; net.Step(a, ref s, [|b|]);",
        "float[] a = new float[30]; net.Step([|a.AsSpan(0, 4)|], ref s, y);",
        "float[] a = new float[30]; net.Step([|a.AsSpan()|], ref s, y);",
        "float[] a = new float[30]; for (int i = 0; i < 9; i++) { net.Step([|a.AsSpan(i * 3, 2)|], ref s, y); }",
        "Span<float> a = stackalloc float[30]; net.Step([|a.Slice(27, 2)|], ref s, y);",
        "float[] a = new float[4]; net.Step([|a.AsSpan(2)|], ref s, y);",
        "int n = 4; net.Step([|new float[n]|], ref s, y);",
        "int n = 5; net.Step([|new float[n * 2]|], n, ref s, new float[n * 2]);",
        "net.Step(new float[6], 2, ref s, [|new float[2]|]);",
        "Action later = () => { Net.State t = default; net.Step([|new float[4]|], ref t, y); };",
        "void Local() { Net.State t = default; net.Step([|new float[4]|], ref t, y); } Local();",
        "if (y.Length > 2) { using var e = new System.IO.MemoryStream(); net.Step([|new float[4]|], ref s, y); }",
        "Two.State t = default; heads.Step(x, ref t, new float[1], [|new float[4]|]);",
        "Words.State t = default; words.Step(3, ref t, [|new float[3]|]);",
        "Words.State t = default; words.Step(new int[5], ref t, [|new float[5]|]);");

    [Fact]
    public Task StepsThatFitOrMayFit() => UsageTest<SizeAnalyzer>.Methods(
        State,
        "net.Step(new float[3], ref s, new float[2]);",
        "net.Step([1, 2, 3], ref s, stackalloc float[2]);",
        "net.Step(x, ref s, y);",
        "float[] a = new float[4]; a = new float[3]; net.Step(a, ref s, y);",
        "float[] a = new float[4]; Array.Resize(ref a, 3); net.Step(a, ref s, y);",
        "float[] a = new float[4]; (a, int n) = (new float[3], 2); net.Step(a, ref s, y);",
        "float[] a = new float[4]; ref float[] b = ref a; b = new float[3]; net.Step(a, ref s, y);",
        "int n = 4; n--; net.Step(new float[n], ref s, y);",
        "float[] a = new float[30]; for (int i = 0; i < 9; i++) { net.Step(a.AsSpan(i * 3, 3), ref s, y); }",
        "float[] a = new float[30]; net.Step(a.AsSpan(27), ref s, y);",
        "float[] a = new float[30]; net.Step(a.AsSpan(1..4), ref s, y);",
        "float[] a = new float[30]; net.Step(a.AsSpan()[..3], ref s, y);",
        "float[] a = [1, 2]; net.Step([.. a, 3], ref s, y);",
        "Span<float> a = y.Length > 2 ? stackalloc float[3] : new float[3]; net.Step(a, ref s, y);",
        "net.Step(new float[6], 2, ref s, new float[4]);",
        "Two.State t = default; heads.Step(x, ref t, new float[1], new float[5]);",
        "Words.State t = default; words.Step(3, ref t, new float[2]); words.Step(new int[5], ref t, new float[10]);",
        "IRnnModel any = net; any.Step(new float[9], new float[4], new float[2]);",
        "Assert.Throws(() => { Net.State t = default; net.Step(new float[4], ref t, y); });",
        "Action wrong = () => { Net.State t = default; net.Step(new float[4], ref t, y); }; Assert.Throws(wrong);",
        "try { net.Step(new float[4], ref s, y); } catch (ArgumentException) { }");

    [Fact]
    public Task BatchesOfAnotherLength() => UsageTest<SizeAnalyzer>.Methods(
        "",
        "net.Predict(new SequenceBatch([|new float[10]|], 2, 5), new float[4]);",
        "float[] a = new float[30]; SequenceBatch b = new(a, batchSize: 2, steps: 5); net.Predict(b, [|new float[5]|]);",
        "SequenceBatch b = new(new float[30], 2, 5) { Lengths = new int[2] }; net.Predict(b, [|new float[5]|]);",
        "const int rows = 2, steps = 5; net.Predict(new(new float[rows * steps * 3], rows, steps), [|new float[rows]|]);",
        "heads.Predict(new(new float[30], 2, 5), new float[2], [|new float[5]|]);",
        "words.Predict(new TokenBatch([|new int[9]|], 2, 5), new float[4]);",
        "net.CreateTrainer().Train(new SequenceBatch([|new float[10]|], 2, 5), new int[2], new Adam());",
        "net.CreateTrainer().Forward(new SequenceBatch(new float[30], 2, 5), [|new float[3]|]);");

    [Fact]
    public Task BatchesThatFitOrMayFit() => UsageTest<SizeAnalyzer>.Methods(
        "",
        "net.Predict(new SequenceBatch(new float[30], 2, 5), new float[4]);",
        "all.Predict(new SequenceBatch(new float[30], 2, 5), new float[40]);",
        "int n = DateTime.Now.Day; net.Predict(new SequenceBatch(new float[n * 15], n, 5), new float[n * 2]);",
        "int n = DateTime.Now.Day; SequenceBatch b = new(new float[30], 2, 5); if (n > 3) { b = new(x, 1, 1); } net.Predict(b, y);",
        "SequenceBatch b = default; net.Predict(b, y);",
        "words.Predict(new TokenBatch(new int[10], 2, 5), new float[4]);",
        "net.CreateTrainer().Train(new SequenceBatch(new float[30], 2, 5), new int[2], new Adam());",
        "net.StepBatch(new float[6], new Net.State[2], new float[4]);");
}
