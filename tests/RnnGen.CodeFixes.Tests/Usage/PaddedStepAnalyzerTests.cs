using System.Threading.Tasks;
using RnnGen.CodeFixes.Tests.Support;
using RnnGen.Generator.Usage;
using Xunit;

namespace RnnGen.CodeFixes.Tests.Usage;

/// <summary>RNN071: reads at the last step of a batch with lengths; and reads that know of the lengths, or of none.</summary>
public sealed class PaddedStepAnalyzerTests
{
    private const string Start = "int rows = DateTime.Now.Day, steps = 5, row = 1; int[] lengths = new int[rows]; "
        + "float[] z = new float[rows * steps * 4]; Use(lengths); ";

    private const string Padded = Start
        + "all.Predict(new SequenceBatch(new float[rows * steps * 3], rows, steps) { Lengths = lengths }, z); ";

    private const string Members = "static void Use(params object[] any) { } static void Take(ReadOnlySpan<float> part) { }";

    [Fact]
    public Task TheLastStepOfTheBatch() => Run(
        Padded,
        "Use(z[[|(row * steps + steps - 1 - 0) * 4|]]);",
        "Use(z[[|(row * steps + (steps - 1)) * 4 + 2|]]);",
        "Use(z[[|((row + 1) * steps - 1) * 4|]]);",
        "int last = steps - 1; Use(z[[|(row * steps + last) * 4|]]);",
        "Take(z.AsSpan([|(row * steps + (steps - 1)) * 4|], 4));",
        "Take(z.AsSpan().Slice([|(steps - 1) * 4|], 4));",
        "for (int i = 0; i < rows; i++) { Use(z[[|(i * steps + (steps - 1)) * 4|]]); }",
        "Action later = () => Use(z[[|(steps - 1) * 4|]]);",
        "foreach (int length in lengths) { Use(length); } Use(z[[|(steps - 1) * 4|]]);");

    [Fact]
    public Task ABatchOfItsOwn() => Run(
        Start,
        "SequenceBatch batch = new(new float[rows * steps * 3], rows, steps) { Lengths = lengths }; all.Predict(batch, z); "
        + "Use(z[[|(row * batch.Steps + (batch.Steps - 1)) * 4|]]);");

    [Fact]
    public Task LengthsThatAreGivenLater() => Run(
        Start,
        "SequenceBatch full = new(new float[rows * steps * 3], rows, steps); SequenceBatch padded = full with { Lengths = lengths }; "
        + "all.Predict(padded, z); Use(z[[|(steps - 1) * 4|]]);");

    [Fact]
    public Task ReadsThatKnowWhatTheyDo() => Run(
        Padded,
        "Use(z[(row * steps + lengths[row] - 1) * 4]);",
        "Use(z[(row * steps + Math.Min(lengths[row], steps - 1)) * 4]);",
        "if (lengths[row] == steps) { Use(z[(row * steps + steps - 1) * 4]); }",
        "for (int i = 0; i < rows; i++) { if (lengths[i] < steps) { continue; } Use(z[(i * steps + (steps - 1)) * 4]); }",
        "for (int t = steps - 1; t >= 0; t--) { Use(z[(row * steps + t) * 4]); }",
        "Use(z[(row * steps) * 4 - 1 + 1]);",
        "Use(z[z.Length - 1]);",
        "float[] other = new float[z.Length]; Use(other[(steps - 1) * 4]);",
        "z = new float[z.Length]; Use(z[(steps - 1) * 4]);",
        "all.Predict(new SequenceBatch(new float[rows * steps * 3], rows, steps), z); Use(z[(steps - 1) * 4]);");

    [Fact]
    public Task WithoutLengths() => Run(
        Start,
        "all.Predict(new SequenceBatch(new float[rows * steps * 3], rows, steps), z); Use(z[(steps - 1) * 4]);",
        "all.Predict(new SequenceBatch(new float[9], rows, steps) { Lengths = default }, z); Use(z[(steps - 1) * 4]);",
        "Use(z[(steps - 1) * 4]); all.Predict(new SequenceBatch(x, 1, 1), z);");

    private static Task Run(string start, params string[] statements) =>
        UsageTest<PaddedStepAnalyzer>.Methods($"{Members} {start}", statements);
}
