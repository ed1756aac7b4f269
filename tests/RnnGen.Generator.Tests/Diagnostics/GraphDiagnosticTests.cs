using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN060 to RNN069: values and who reads them. The squiggle stands inside the string.</summary>
public sealed class GraphDiagnosticTests
{
    [Theory]
    [InlineData("From = [\"vat\"]", "vat", "vat", "is it 'vad'?")]
    [InlineData("From = new[] { \"vad\", \"something\" }", "something", "something", "there is 'input', 'vad'")]
    [InlineData("From = [\"below\"]", "below", "below", "it is declared below, and a network that reads from below would run in a circle")]
    [InlineData("From = [\"VAD[0..1]\"]", "VAD", "VAD", "is it 'vad'?")]
    public void AValueThatIsNotAbove(string from, string place, string name, string hint) => Run(
        $"[Gru(4, Name = \"vad\")]\n[Lstm(3, {from})]\n[Rnn(2, Name = \"below\")]").Reports(
        $"RNN060 [{place}] [Lstm] reads '{name}', but nothing above it has that name: {hint}");

    [Fact]
    public void AStateThatIsNotAbove() => Run("[Gru(4, Name = \"a\")]\n[Gru(4, InitialState = \"b\")]").Reports(
        "RNN060 [\"b\"] [Gru] reads 'b', but nothing above it has that name: is it 'a'?");

    /// <summary>The output of a dense layer at the end of a head is the head's, not a value that others read.</summary>
    [Theory]
    [InlineData("[Head(\"two\", From = [\"top\"])]\n[Dense(1)]", "top", "Head")]
    [InlineData("[Head(\"two\")]\n[Gru(4, InitialState = \"top\")]\n[Dense(1)]", "\"top\"", "Gru")]
    [InlineData("[Head(\"two\")]\n[Rnn(4, From = [\"top[0..1]\"])]\n[Dense(1)]", "top", "Rnn")]
    public void ALayerThatIsAHeads(string head, string place, string reader) => Run(
        $"[Gru(4)]\n[Head(\"one\")]\n[Dense(2, Name = \"top\")]\n{head}").Reports(
        $"RNN060 [{place}] [{reader}] reads 'top', but nothing above it has that name: it names a dense layer at the end of a head, "
        + "which the head alone reads");

    [Theory]
    [InlineData("a", "A", "a layer, [Gru]")]
    [InlineData("a", "input", "the input")]
    public void ANameTwice(string first, string second, string what) => Run(
        $"[Gru(4, Name = \"{first}\")]\n[Gru(4, Name = \"{second}\")]").Reports(
        $"RNN061 [\"{second}\"] '{second}' is the name of {what} already; names differ in more than the case of their letters");

    /// <summary>What layers without a name are called, in the graph and in heads.</summary>
    [Theory]
    [InlineData("[Gru(4, Name = \"gru1\")]\n[Gru(4)]", "gru1", "Gru")]
    [InlineData("[Gru(4)]\n[Gru(4, Name = \"Gru0\")]", "Gru0", "Gru")]
    [InlineData("[Conv1D(5, 2, Name = \"conv1d1\")]\n[Conv1D(5, 2)]", "conv1d1", "Conv1D")]
    [InlineData("[Conv1D(5, 2, Name = \"maxpool1d0\")]\n[MaxPool1D(2)]\n[Conv1D(2, 2)]", "maxpool1d0", "MaxPool1D")]
    [InlineData("[Gru(4, Name = \"sum0\")]\n[Gru(4, Name = \"b\")]\n[Sum(From = [\"sum0\", \"b\"])]", "sum0", "Sum")]
    [InlineData("[Gru(4, Name = \"dense1\")]\n[Dense(2)]", "dense1", "Dense")]
    [InlineData("[Gru(4)]\n[Dense(3, Name = \"dense2\")]\n[Dense(2)]", "dense2", "Dense")]
    [InlineData("[Gru(4, Name = \"attention\")]\n[Pooling(Pooling.Attention, AttentionUnits = 3)]", "attention", "Pooling")]
    public void ANameThatALayerWithoutOneHas(string layers, string name, string kind) => Run(layers).Reports(
        $"RNN061 [\"{name}\"] '{name}' is the name of a [{kind}] without a Name already; "
        + "names differ in more than the case of their letters");

    [Theory]
    [InlineData("")]
    [InlineData("2a")]
    [InlineData("a b")]
    public void NoName(string name) => Run($"[Gru(4, Name = \"{name}\")]").Reports(
        $"RNN062 [\"{name}\"] '{name}' cannot name a layer, [Gru]: it must be a letter, then letters, digits or underscores");

    [Theory]
    [InlineData("[2..5]")]
    [InlineData("[1..1]")]
    [InlineData("[1]")]
    [InlineData("[-1..2]")]
    [InlineData("[0..2")]
    [InlineData("[..99999999999]")]
    public void NoRangeOfColumns(string range) => Run($"[Gru(4, From = [\"input{range}\"])]").Reports(
        $"RNN063 [{range}] '{range}' is none of the 3 columns of 'input': write a range such as 'input[0..3]', the end excluded");

    [Theory]
    [InlineData("Sum")]
    [InlineData("Product")]
    public void ValuesOfOtherWidths(string layer) => Run(
        $"[Gru(4, Name = \"a\")]\n[Gru(5, Name = \"b\")]\n[{layer}(From = [\"a\", \"b\"])]").Reports(
        $"RNN064 [b] [{layer}] needs values of equal width: 'a' has 4 columns, 'b' has 5");

    [Fact]
    public void TooFewValues() => Run("[Gru(4)]\n[Sum]").Reports(
        "RNN065 [Sum] [Sum] reads 1 value; it needs at least 2: name them, as in From = [\"a\", \"b\"]");

    [Theory]
    [InlineData("[Gru(4)]\n[Pooling(Pooling.Mean)]\n[Lstm(3)]", "Pooling(Pooling.Mean)", "[Lstm]", "[Pooling]")]
    [InlineData(
        "[Gru(4)]\n[Pooling(Pooling.Mean)]\n[Activation(Activation.Tanh)]\n[Dense(3, EveryStep = true)]", "Activation(Activation.Tanh)",
        "[Dense(3)]", "[Activation]")]
    [InlineData("[Gru(4, Name = \"a\")]\n[Pooling(Pooling.Max, Name = \"b\")]\n[Sum(From = [\"a\", \"a\", \"b\"])]", "b", "[Sum]", "'b'")]
    public void AVectorWhereStepsAreNeeded(string layers, string place, string reader, string value) => Run(layers).Reports(
        $"RNN066 [{place}] {reader} needs every step of what it reads, but {value} is one vector a row: put [Repeat] between them");

    [Fact]
    public void NobodyReads()
    {
        Run("[Gru(4, Name = \"a\")]\n[Gru(5, From = [\"input\"])]").Reports(
            "RNN067 [Gru(4, Name = \"a\")] Nobody reads 'a': put its name into a From, or take the layer out");
        Run("[Gru(4)]\n[Gru(5, From = [\"input\"])]").Reports(
            "RNN067 [Gru(4)] Nobody reads [Gru]: give it a Name and put that into a From, or take the layer out");
        Run("[Input(\"a\", 2)]\n[Input(\"b\", 2)]\n[Gru(5, From = [\"a\"])]", model: "").Reports(
            "RNN067 [Input(\"b\", 2)] Nobody reads the input 'b': put its name into a From, or take it out");
    }

    [Theory]
    [InlineData("Gru(5, ", "it needs h [5], and there is h [4]")]
    [InlineData("Lstm(4, ", "it needs c [4], h [4], and there is h [4]")]
    [InlineData("Gru(4, Direction = Direction.Bidirectional, ", "one of the two is bidirectional")]
    public void StatesThatDoNotFit(string layer, string reason) => Run(
        $"[Gru(4, Name = \"a\")]\n[{layer}InitialState = \"a\")]").Reports(
        $"RNN068 [\"a\"] [{layer[..layer.IndexOf('(', System.StringComparison.Ordinal)]}] cannot start from the states of 'a': {reason}");

    [Fact]
    public void ALayerWithoutStates() => Run("[Dense(4, Name = \"a\")]\n[Gru(4, InitialState = \"a\")]").Reports(
        "RNN068 [\"a\"] [Gru] cannot start from the states of 'a': [Dense] has none");

    [Fact]
    public void Inputs()
    {
        Run("[Gru(4, From = new string[0])]").Reports("RNN069 [new string[0]] [Gru] reads nothing: From is empty");
        Run("[Input(\"a\", 2, PerSequence = true)]\n[Gru(4)]", model: "").Reports(
            "RNN069 [RnnModel] Class 'Net' has inputs of whole sequences alone: a sequence needs an input of every step");
        Run("[Input(\"a\", 2)]\n[Gru(4)]").Reports("RNN017 [InputSize = 3] InputSize has no effect: [Input(\"a\", ...)] says it");
        Run("[Gru(4)]\n[Input(\"a\", 2)]\n[Gru(4)]", model: "").Reports(
            "RNN011 [Input(\"a\", 2)] [Input] cannot come after [Gru]: inputs stand above all layers");
        Run("[Input(\"a\", 0)]\n[Gru(4)]", model: "").Reports("RNN006 [0] The size of input 'a' is 0; it must be 1 to 1048576");
    }

    private static GeneratorRun Run(string layers, string model = "(InputSize = 3)") =>
        GeneratorHost.Run($"using RnnGen;\n[RnnModel{model}]\n{layers}\npartial class Net;\n");
}
