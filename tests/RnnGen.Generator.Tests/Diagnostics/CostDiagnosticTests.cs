using System;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN043 to RNN046: what a network costs, and what it may cost.</summary>
public sealed class CostDiagnosticTests
{
    [Fact]
    public void ADynamicNetworkTellsItsCost() => Assert.Equal(
        "RNN043 'Net': 135 parameters (540 bytes; packed for batches 1,728 bytes, for single rows 1,728 bytes); a row takes 120 "
        + "multiply-adds a step, activations of 128 bytes a step and 384 besides, in training 640 bytes a step and 512 besides; generated "
        + "source {0} bytes",
        Told("[Gru(5)]", "InputSize = 3"));

    [Fact]
    public void AStaticNetworkTellsItForItsSteps() => Assert.Equal(
        "RNN043 'Net': 138 parameters (552 bytes; packed for batches 2,368 bytes, for single rows 2,184 bytes); a row of 3 steps takes "
        + "112 multiply-adds a step and 8 after the last, activations of 832 bytes, in training 3,328 bytes; generated source {0} bytes",
        Told("[Lstm(4)]\n[Dense(2)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Steps = 3"));

    [Fact]
    public void ItIsSaidAtTheAttributeAndMovesWithoutWritingAgain()
    {
        string source = GeneratorHost.Source("[Rnn(4)]"), moved = "// Moves everything.\n" + source;
        Compilation compilation = GeneratorHost.WithCosts(source);
        GeneratorDriver driver = GeneratorHost.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        GeneratorRunResult after = driver
            .RunGenerators(
                compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(), GeneratorHost.Tree(moved, 0)),
                TestContext.Current.CancellationToken)
            .GetRunResult().Results[0];
        Diagnostic diagnostic = after.Diagnostics.Single();

        Assert.Equal(moved.IndexOf("RnnModel(InputSize = 3)", StringComparison.Ordinal), diagnostic.Location.SourceSpan.Start);
        Assert.Equal("RnnModel(InputSize = 3)".Length, diagnostic.Location.SourceSpan.Length);
        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
        Assert.All(
            after.TrackedSteps[RnnModelGenerator.EmittedStep].SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Theory]
    [InlineData("64")]
    [InlineData("64 XB")]
    [InlineData("-1MB")]
    [InlineData("99999999TB")]
    [InlineData("1000001GB")]
    [InlineData("99999999999999999999999999999999MB")]
    [InlineData("0KB")]
    [InlineData("0.0001KB")]
    [InlineData("1,5GB")]
    [InlineData("1e3MB")]
    [InlineData("MB")]
    [InlineData("")]
    public void ABudgetThatCannotBeRead(string text) => Budget($"\"{text}\"").Reports(
        $"RNN044 [\"{text}\"] '{text}' is no memory budget: expected a number above 0 and KB, MB or GB, such as \"64MB\", up to 1000000GB");

    [Fact]
    public void ABudgetThatIsNull() => Budget("null!").Reports(
        "RNN044 [null!] '' is no memory budget: expected a number above 0 and KB, MB or GB, such as \"64MB\", up to 1000000GB");

    [Theory]
    [InlineData("64MB")]
    [InlineData("64 MB")]
    [InlineData(" 0.5gb ")]
    [InlineData("1000000GB")]
    [InlineData("100KB")]
    public void ABudgetThatSuffices(string text) => Budget($"\"{text}\", Steps = 10").Emits();

    /// <summary>One byte less is too little, so the sum is the bound.</summary>
    [Theory]
    [InlineData("", "InputSize = 3", "Steps = 10, BatchSize = 32")]
    [InlineData("", "InputSize = 3, Steps = 10", "BatchSize = 32")]
    [InlineData("", "InputSize = 3", "Steps = 10, BatchSize = 32, Training = false")]
    [InlineData("\n[Dense(3)]\n[SoftmaxCrossEntropy]", "InputSize = 3, Training = false", "Steps = 10")]
    public void TheSumIsTheBound(string rest, string model, string budget)
    {
        string said = Said("0.001KB");
        decimal needed = decimal.Parse(said.Split(" needs ")[1].Split(' ')[0].Replace(",", ""));
        decimal[] parts =
        [
            .. said.Split("bytes): ")[1].Split(", ").Select(part => decimal.Parse(part.Split(' ')[^1].Replace(",", ""))),
        ];

        Assert.Equal(needed, parts.Sum());
        Assert.Equal("", Said($"{needed / 1024}KB"));
        Assert.Matches($" needs {needed:N0} bytes .*, 1 more than its budget of ", Said($"{(needed - 1) / 1024}KB"));

        string Said(string text) =>
            GeneratorHost.Run(GeneratorHost.Source($"[Gru(5)]{rest}\n[MemoryBudget(\"{text}\", {budget})]", model)).Report;
    }

    [Fact]
    public void TheMessageHasTheParts() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4)]\n[MemoryBudget(\"10KB\", BatchSize = 32)]", "InputSize = 3, Steps = 10, Training = false")).Reports(
        "RNN045 [MemoryBudget(\"10KB\", BatchSize = 32)] Class 'Net' needs 59,904 bytes to predict a batch of 32 rows of 10 "
        + "steps, 49,664 more than its budget of 10KB (10,240 bytes): parameters 512, packed for batches 2,048, packed for single rows "
        + "2,048, activations 55,296");

    /// <summary>A prediction goes through a large batch in groups of rows.</summary>
    [Fact]
    public void LargePredictionsHoldAGroupOfRows()
    {
        string source = GeneratorHost.Source(
            "[Lstm(64)]\n[MemoryBudget(\"80MB\", BatchSize = 1000000, Steps = 100)]", "InputSize = 3, Training = false");

        GeneratorHost.Run(source).Compiles();
        Assert.StartsWith("RNN045 ", GeneratorHost.Run(source.Replace("80MB", "60MB")).Report);
    }

    [Fact]
    public void NoNumberIsTooLarge() => Assert.Contains(
        " to train on a batch of 2147483647 rows of 2147483647 steps, ",
        GeneratorHost.Run(GeneratorHost.Source(
            "[Lstm(1024)]\n[MemoryBudget(\"1000000GB\", BatchSize = int.MaxValue, Steps = int.MaxValue)]")).Report);

    [Fact]
    public void ADynamicClassSaysHowManySteps() => Budget("\"1MB\"").Reports(
        "RNN046 [MemoryBudget(\"1MB\")] [MemoryBudget] of class 'Net' needs Steps: the class is dynamic, and its activations grow with the "
        + "steps of a batch");

    [Fact]
    public void OptionsThatSayWhatIsNot()
    {
        GeneratorHost.Run(GeneratorHost.Source("[Rnn(4)]\n[MemoryBudget(\"1MB\", Steps = 4)]", "InputSize = 3, Steps = 3")).Reports(
            "RNN017 [Steps = 4] Steps = 4 of [MemoryBudget] has no effect: class 'Net' has 3 steps");
        GeneratorHost.Run(GeneratorHost.Source(
            "[Rnn(4)]\n[MemoryBudget(\"1MB\", Training = true)]", "InputSize = 3, Steps = 3, Training = false")).Reports(
            "RNN017 [Training = true] Training = true of [MemoryBudget] has no effect: class 'Net' has no trainer");
        Budget("\"1MB\", BatchSize = 0, Steps = -1").Reports(
            "RNN018 [BatchSize = 0] BatchSize of [MemoryBudget] is 0; it must be at least 1",
            "RNN018 [Steps = -1] Steps of [MemoryBudget] is -1; it must be at least 1");
        GeneratorHost.Run("/// <summary>A class.</summary>\n[RnnGen.MemoryBudget(\"1MB\")]\npublic class Plain;").Reports(
            "RNN012 [RnnGen.MemoryBudget(\"1MB\")] [MemoryBudget] has no effect: class 'Plain' has no [RnnModel] attribute");
    }

    /// <summary>The network of a file is known later than the class.</summary>
    [Fact]
    public void AFilesNetworkHasABudgetToo()
    {
        WeightsFile file = new WeightsFile("small.onnx", "Onnx")
            .With("rnn0/kernel", [7, 4], new float[28]).With("rnn0/bias", [4], new float[4])
            .Declaring("using RnnGen;\n\n[RnnModel(InputSize = 3, Training = false)]\n[Rnn(4)]\npublic sealed partial class Small;");
        string source = GeneratorHost.Source("[MemoryBudget(\"1KB\", Steps = 100)]", "FromOnnx = \"small.onnx\"");

        Assert.StartsWith("RNN045 [MemoryBudget(\"1KB\", Steps = 100)] Class 'Net' needs ", GeneratorHost.Run([file], source).Report);
        Assert.StartsWith("RNN044 [\"1\"] ", GeneratorHost.Run([file], source.Replace("1KB", "1")).Report);
        GeneratorHost.Run([file], source.Replace("1KB", "1MB")).Compiles();
    }

    private static GeneratorRun Budget(string arguments) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Rnn(4)]\n[MemoryBudget({arguments})]"));

    /// <summary>What is told of a network, with {0} for the bytes of its files, which are checked.</summary>
    private static string Told(string layers, string model)
    {
        GeneratorRunResult result = GeneratorHost.Generate(GeneratorHost.WithCosts(GeneratorHost.Source(layers, model)));
        Diagnostic diagnostic = result.Diagnostics.Single();
        long bytes = result.GeneratedSources.Where(file => file.HintName != ContractFile.Hint)
            .Sum(file => (long)Encoding.UTF8.GetByteCount(file.SourceText.ToString()));
        string message = diagnostic.GetMessage(), size = FormattableString.Invariant($"{bytes:N0}");
        Assert.EndsWith($"generated source {size} bytes", message);
        return $"{diagnostic.Id} {message.Replace($"source {size} bytes", "source {0} bytes")}";
    }
}
