using System.Linq;
using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>What is said of files of weights: at the attribute, with file and tensor.</summary>
public sealed class WeightsDiagnosticTests
{
    private const string Declaration =
        "using RnnGen;\n\n[RnnModel(InputSize = 3, Training = false)]\n[Rnn(4)]\npublic sealed partial class Small;\n";

    private static readonly string Weighted = Source("[Weights(\"small.safetensors\")]");
    private static readonly string FromOnnx = GeneratorHost.Source("", "FromOnnx = \"small.onnx\"");

    [Fact]
    public void AFileThatTheProjectDoesNotNameIsSaidWithTheCure()
    {
        GeneratorHost.Run(Weighted).Reports(
            "RNN051 [\"small.safetensors\"] 'small.safetensors' is none of the project's <RnnWeights>: "
            + "add <RnnWeights Include=\"small.safetensors\" /> to the project, which has none");
        GeneratorHost.Run([Small("other.safetensors")], Weighted).Reports(
            "RNN056 [] 'other.safetensors' is put into the assembly, but no class names it: write [Weights(\"other.safetensors\")] or "
            + "FromOnnx = \"other.safetensors\", or take it out of <RnnWeights>",
            "RNN051 [\"small.safetensors\"] 'small.safetensors' is none of the project's <RnnWeights>: "
            + "add <RnnWeights Include=\"small.safetensors\" /> to the project, which has 'other.safetensors'");
    }

    [Theory]
    [InlineData("models/small.safetensors", "small.safetensors")]
    [InlineData("../models/small.safetensors", "models/small.safetensors")]
    [InlineData("models/small.safetensors", "models\\\\small.safetensors")]
    [InlineData("small.safetensors", "./small.safetensors")]
    public void TheEndOfAPathIsEnough(string file, string named) =>
        GeneratorHost.Run([Small(file)], Source($"[Weights(\"{named}\")]")).Compiles();

    [Fact]
    public void AnEndThatTwoFilesHaveIsNotGuessed()
    {
        GeneratorHost.Run([Small("a/small.safetensors"), Small("b/small.safetensors")], Weighted).Reports(
            "RNN051 [\"small.safetensors\"] 'small.safetensors' is none of the project's <RnnWeights>: it can be each of "
            + "'a/small.safetensors', 'b/small.safetensors'; write more of its path");
        GeneratorHost.Run([Small("a/small.safetensors"), Small("small.safetensors")], Weighted).Reports(
            "RNN056 [] 'a/small.safetensors' is put into the assembly, but no class names it: write [Weights(\"a/small.safetensors\")] or "
            + "FromOnnx = \"a/small.safetensors\", or take it out of <RnnWeights>");
        GeneratorHost.Run([Small("xsmall.safetensors")], Weighted, "").Reports(
            "RNN056 [] 'xsmall.safetensors' is put into the assembly, but no class names it: write [Weights(\"xsmall.safetensors\")] or "
            + "FromOnnx = \"xsmall.safetensors\", or take it out of <RnnWeights>",
            "RNN051 [\"small.safetensors\"] 'small.safetensors' is none of the project's <RnnWeights>: "
            + "add <RnnWeights Include=\"small.safetensors\" /> to the project, which has 'xsmall.safetensors'");
    }

    [Fact]
    public void WhatTheBuildSaysOfAFileIsSaidAtTheAttribute()
    {
        WeightsFile damaged = WeightsFile.Unusable(
            "small.safetensors", "tensor 'rnn0/kernel' of F32 and shape [7, 4] must take 896 bits, found 100 bytes");
        GeneratorHost.Run([damaged], Weighted).Reports(
            "RNN052 [\"small.safetensors\"] 'small.safetensors' cannot be used: tensor 'rnn0/kernel' of F32 and shape [7, 4] must take "
            + "896 bits, found 100 bytes");
        GeneratorHost.Run([WeightsFile.Unusable("small.onnx", "it is not there")], FromOnnx).Reports(
            "RNN052 [\"small.onnx\"] 'small.onnx' cannot be used: it is not there");
    }

    [Theory]
    [InlineData("rnngen-weights\t2\nfile\tsmall.safetensors\n", "line 1 must be 'rnngen-weights 1'", true)]
    [InlineData("rnngen-weights\t1\nfile\tsmall.safetensors\nnews\t1\n", "line 3 is not known", false)]
    [InlineData("rnngen-weights\t1\nfile\tsmall.safetensors\npart\t0\t1\tFloat32\t64\t-\n", "line 3 is not known", false)]
    [InlineData("rnngen-weights\t1\nfile\tsmall.safetensors\ntensor\ta\t3\npart\t0\t1\tFloat8\t64\t-\n", "line 4 is not known", false)]
    [InlineData("rnngen-weights\t1\nfile\tsmall.safetensors\ntensor\ta\t3,x\n", "'x' is no number", false)]
    [InlineData("rnngen-weights\t1\nfile\tsmall.safetensors\n", "it has no hash", false)]
    public void AManifestOfAnotherPackageIsNotRead(string text, string why, bool hasNoName)
    {
        string said = $"its manifest cannot be read ({why}): build again, with the generator and the build step of one package";
        string report = GeneratorHost.Run([WeightsFile.OfText(text)], Weighted).Report;
        Assert.Contains(hasNoName ? "RNN056 [] 'a file of <RnnWeights>'" : $"RNN052 [\"small.safetensors\"] 'small.safetensors' cannot be "
            + $"used: {said}", report);
    }

    [Fact]
    public void EveryTensorThatDoesNotFitIsSaid()
    {
        WeightsFile wrong = new WeightsFile("small.safetensors")
            .With("rnn0/kernel", [6, 4], new float[24])
            .With("dense1/kernel", [4, 1], new float[4]);
        GeneratorHost.Run([wrong], Weighted).Reports(
            "RNN053 [\"small.safetensors\"] 'small.safetensors' does not fit class 'Net': rnn0/kernel is [6, 4] in the file; the class has "
            + "[7, 4]",
            "RNN053 [\"small.safetensors\"] 'small.safetensors' does not fit class 'Net': rnn0/bias [4] is not in the file",
            "RNN053 [\"small.safetensors\"] 'small.safetensors' does not fit class 'Net': dense1/kernel [4, 1] of the file is no parameter "
            + "of the class");
    }

    [Fact]
    public void WeightsOfOtherEquationsAreRefused()
    {
        string report = GeneratorHost.Run([Small("small.safetensors").With("spec", "0123456789abcdef")], Weighted).Report;
        Assert.Matches(
            "^RNN053 \\[\"small.safetensors\"\\] 'small.safetensors' does not fit class 'Net': the file has the spec hash "
            + "0123456789abcdef, the class [0-9a-f]{16}: layers or options, such as a forget bias, are others$",
            report);
    }

    [Theory]
    [InlineData("", "FromOnnx = \"small.onnx\", InputSize = 3", "InputSize = 3", "InputSize", "the inputs are the file's")]
    [InlineData(
        "", "FromOnnx = \"small.onnx\", Training = true", "Training = true", "Training = true",
        "a file has no loss; rnngen import --training writes a class that can be trained further")]
    [InlineData(
        "", "FromOnnx = \"small.onnx\", Initialization = Initialization.Keras", "Initialization = Initialization.Keras", "Initialization",
        "nothing is drawn")]
    [InlineData("[Lstm(4)]", "FromOnnx = \"small.onnx\"", "Lstm(4)", "[Lstm]", "the network is the file's")]
    [InlineData("[MeanSquaredError]", "FromOnnx = \"small.onnx\"", "MeanSquaredError", "[MeanSquaredError]", "the network is the file's")]
    [InlineData(
        "[Weights(\"small.onnx\")]", "FromOnnx = \"small.onnx\"", "Weights(\"small.onnx\")", "[Weights]", "the weights are the file's")]
    public void WhatTheFileSaysIsNotSaidTwice(string layers, string model, string place, string what, string why) =>
        GeneratorHost.Run([SmallOnnx()], GeneratorHost.Source(layers, model)).Reports(
            $"RNN054 [{place}] {what} cannot stand beside FromOnnx = \"small.onnx\": {why}");

    [Fact]
    public void AFixedNumberOfStepsIsTheFiles()
    {
        string fixedSteps = Declaration.Replace("InputSize = 3", "InputSize = 3, Steps = 5");
        GeneratorHost.Run([SmallOnnx(fixedSteps)], GeneratorHost.Source("", "FromOnnx = \"small.onnx\", Steps = 4")).Reports(
            "RNN054 [Steps = 4] Steps = 4 cannot stand beside FromOnnx = \"small.onnx\": the network has 5 steps");
        GeneratorHost.Run([SmallOnnx(fixedSteps)], GeneratorHost.Source("", "FromOnnx = \"small.onnx\", Steps = 5")).Compiles();
        GeneratorHost.Run([SmallOnnx()], GeneratorHost.Source("", "FromOnnx = \"small.onnx\", Steps = 4")).Compiles();
    }

    [Fact]
    public void OnlyOnnxIsANetworkOfFromOnnx()
    {
        WeightsFile keras = SmallOnnx(Declaration, "Keras");
        GeneratorHost.Run([keras], FromOnnx).Reports(
            "RNN052 [\"small.onnx\"] 'small.onnx' cannot be used: FromOnnx reads ONNX and the file is Keras; the tool makes a class of it: "
            + "rnngen import small.onnx");
    }

    [Fact]
    public void WhatTheReaderAssumedIsSaid() =>
        GeneratorHost.Run([SmallOnnx().With("note", "the steps are axis 0")], FromOnnx).Reports(
            "RNN055 [\"small.onnx\"] 'small.onnx': the steps are axis 0");

    [Fact]
    public void MistakesOfADeclarationAreSaidOfTheClass()
    {
        GeneratorHost.Run([SmallOnnx(Declaration.Replace("Rnn(4)", "Rnn(0)"))], FromOnnx).Reports(
            "RNN006 [\"small.onnx\"] The number of units of [Rnn] is 0; it must be 1 to 65536");
        GeneratorHost.Run([SmallOnnx(Declaration.Replace("[Rnn(4)]\n", ""))], FromOnnx).Reports(
            "RNN005 [\"small.onnx\"] Class 'Net' declares no recurrent layer and no convolution: "
            + "add one below [RnnModel], such as [Lstm(units)]");
        Assert.Contains("its declaration cannot be read: no class with [RnnModel]", GeneratorHost.Run([SmallOnnx("")], FromOnnx).Report);
        Assert.Contains(
            "its declaration cannot be read: ",
            GeneratorHost.Run([SmallOnnx(Declaration.Replace("Rnn(4)", "Rnn(four)"))], FromOnnx).Report);
    }

    [Theory]
    [InlineData("public Net() : this(1) { }")]
    [InlineData("public Net(RnnGen.ModelParameters parameters) : this(1) { }")]
    public void ConstructorsOfWeightsAreReserved(string member)
    {
        string declaration = $"public partial class Net {{ {member} }}";
        string layers = "[Rnn(4)]\n[Weights(\"small.safetensors\")]";
        Assert.Contains(
            "RNN013 [Net] 'Net.constructor' has the name of a member that RnnGen generates; rename it",
            GeneratorHost.Run([Small("small.safetensors")], GeneratorHost.Source(layers, declaration: declaration)).Report);
    }

    [Theory]
    [InlineData("Heads")]
    [InlineData("Vocabulary")]
    [InlineData("InitialState")]
    [InlineData("JoinInputs")]
    public void NamesThatAFileCouldNeedAreReserved(string member)
    {
        string declaration = $"public partial class Net {{ private static int {member} => 1; }}";
        GeneratorHost.Run([SmallOnnx()], GeneratorHost.Source("", "FromOnnx = \"small.onnx\"", declaration)).Reports(
            $"RNN013 [{member}] 'Net.{member}' has the name of a member that RnnGen generates; rename it");
    }

    [Fact]
    public void WeightsOfNoModelHaveNoEffect() =>
        GeneratorHost.Run("[RnnGen.Weights(\"small.safetensors\")]\ninternal class Plain;\n").Reports(
            "RNN012 [RnnGen.Weights(\"small.safetensors\")] [Weights] has no effect: class 'Plain' has no [RnnModel] attribute");

    private static string Source(string attribute) => GeneratorHost.Source($"[Rnn(4)]\n{attribute}");

    private static WeightsFile Small(string file) => new WeightsFile(file)
        .With("rnn0/kernel", [7, 4], [.. Enumerable.Range(0, 28).Select(i => (float)i)])
        .With("rnn0/bias", [4], new float[4]);

    private static WeightsFile SmallOnnx(string declaration = Declaration, string format = "Onnx") => new WeightsFile("small.onnx", format)
        .With("rnn0/kernel", [7, 4], new float[28])
        .With("rnn0/bias", [4], new float[4])
        .Declaring(declaration);
}
