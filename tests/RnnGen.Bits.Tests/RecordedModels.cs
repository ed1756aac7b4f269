using System.Collections.Generic;

namespace RnnGen.Bits.Tests;

/// <summary>
/// The models of the record: every cell, option, wrapper, head and loss at least once, with units around the vector widths.
/// </summary>
internal static class RecordedModels
{
    private const string Classes = "\n[Dense(5)]\n[SoftmaxCrossEntropy]";
    private const string NoTraining = "InputSize = 3, Training = false";

    /// <summary>Cells as text: a block, a vector and a next state as operands; an input added unit by unit; a normalisation.</summary>
    public const string Cells = """"
        /// <summary>Several products, one of them of a state that is not yet stored.</summary>
        [CellEquations("""
            state h, m
            vector v = 0.5
            z, y = [x, m] * a/kernel + a/bias(-0.5)
            p = [z, v] * b/kernel
            h' = tanh(p + y)
            q = [h', h] * c/kernel + c/bias
            m' = clip(q·0.5 + m, 0.75) + h'
            output m'
            """)]
        internal sealed class ChainAttribute(int units) : RecurrentCellAttribute(units);

        /// <summary>Products of the input alone.</summary>
        [CellEquations("""
            state c, h
            k, zf, zr = [x] * kernel + bias
            vector vf, vr
            f = sigmoid(zf + vf*c)
            r = sigmoid(zr + vr*c)
            c' = f*c + (1 - f)*k
            h' = r*c' + (1 - r)*x
            output h'
            """)]
        internal sealed class HighwayAttribute(int units) : RecurrentCellAttribute(units);

        /// <summary>No product.</summary>
        [CellEquations("""
            state h
            vector u = 0.5
            vector w, b
            h' = softplus(w*x + u*h + b) - 0.5
            """)]
        internal sealed class PointwiseAttribute(int units) : RecurrentCellAttribute(units);

        /// <summary>A normalised product.</summary>
        [CellEquations("""
            state h
            z = [x, h] * kernel
            vector g = 1
            vector b
            n = normalize(z, 0.001)
            h' = tanh(g*n + b)
            """)]
        internal sealed class NormalizedAttribute(int units) : RecurrentCellAttribute(units);
        """";

    /// <summary>All of them, in the order of the record.</summary>
    public static IReadOnlyList<RecordedModel> All { get; } =
    [
        // Cells and their sizes.
        new("rnn", "[Rnn(17)]" + Classes),
        new("lstm", "[Lstm(9)]" + Classes),
        new("gru", "[Gru(33)]" + Classes),
        new("mgu", "[Mgu(15)]" + Classes),
        new("ugrnn", "[Ugrnn(16)]" + Classes),
        new("chain text", "[Chain(9)]\n[Dense(2)]\n[MeanSquaredError]"),
        new("highway text", "[Highway(17)]\n[Highway(17)]\n[Dense(2)]\n[MeanSquaredError]") { Options = "InputSize = 17" },
        new("pointwise text", "[Pointwise(5)]\n[MeanSquaredError]") { Options = "InputSize = 5" },
        new("normalized text", "[Normalized(19)]" + Classes),
        new("minimal cells", "[MinGru(17)]\n[MinLstm(9, Activation = Activation.Tanh)]" + Classes),
        new("diagonal cells", "[IndRnn(9)]\n[Sru(9)]\n[Qrnn(17)]\n[FastGrnn(5)]" + Classes),
        new("linear recurrence", "[Lru(17, States = 9)]" + Classes),
        new("exponential gates", "[SLstm(12, Heads = 3)]\n[SLstm(5)]" + Classes),
        new("one unit", "[Rnn(1)]\n[Lstm(1)]\n[Gru(1)]\n[Dense(1)]\n[BinaryCrossEntropy]") { Options = "InputSize = 1" },
        new("stack", "[Lstm(31)]\n[Gru(8)]\n[Rnn(32)]" + Classes) { Options = "InputSize = 5" },
        new("readme, small", "[Lstm(128)]\n[Gru(64)]\n[Dense(10)]\n[SoftmaxCrossEntropy]") { Options = "InputSize = 28", Steps = 5 },
        new("beyond a block", "[Gru(200)]\n[Lstm(193)]\n[Dense(3)]\n[SoftmaxCrossEntropy]") { Options = "InputSize = 200", Steps = 3 },
        new("repeated chunk", "[Gru(8)]\n[Lstm(3)]\n[Dense(2)]\n[MeanSquaredError]") { Options = "InputSize = 2", Steps = 213 },
        new("four layers", "[Rnn(4)]\n[Gru(4)]\n[Lstm(4)]\n[Gru(4)]" + Classes) { Steps = 50 },
        new("interleaved", "[Lstm(8)]\n[Gru(7)]\n[Rnn(5)]\n[Dense(2)]") { Options = "InputSize = 5, Training = false", Steps = 19 },

        // Options of cells.
        new("rnn activations",
            "[Rnn(7, Activation = Activation.Relu)]\n[Rnn(9, Activation = Activation.LeakyRelu)]\n[Rnn(8, Activation = Activation.Relu6, "
            + "Bias = false)]" + Classes),
        new("rnn more activations",
            "[Rnn(7, Activation = Activation.Elu)]\n[Rnn(9, Activation = Activation.Selu)]\n[Rnn(8, Activation = Activation.Softplus)]\n"
            + "[Rnn(8, Activation = Activation.Swish)]" + Classes),
        new("rnn other activations",
            "[Rnn(7, Activation = Activation.Softsign)]\n[Rnn(9, Activation = Activation.HardSigmoid)]\n[Rnn(8, "
            + "Activation = Activation.Sigmoid)]\n[Rnn(8, Activation = Activation.Linear)]" + Classes),
        new("lstm peepholes", "[Lstm(9, Peepholes = true, CellClip = 0.25)]" + Classes),
        new("lstm projection", "[Lstm(18, Projection = 7, ProjectionClip = 0.3, ForgetBias = 0.5)]" + Classes),
        new("lstm coupled", "[Lstm(12, CoupledGates = true, Bias = false, Activation = Activation.Softsign)]" + Classes),
        new("lstm normalized",
            "[Lstm(20, LayerNorm = true)]\n[Lstm(6, LayerNorm = true, Peepholes = true, CellClip = 1.5, Projection = 4)]" + Classes),
        new("gru reset after", "[Gru(17, ResetAfter = true)]\n[Gru(5, ResetAfter = true, Bias = false)]" + Classes),
        new("gru normalized", "[Gru(9, LayerNorm = true)]\n[Gru(4, LayerNorm = true, ResetAfter = true)]" + Classes),
        new("ugrnn options", "[Ugrnn(5, Activation = Activation.Elu, ForgetBias = 0.25)]" + Classes),
        new("learned states",
            "[Lstm(4, LearnedInitialState = true)]\n[Gru(17, LearnedInitialState = true)]\n[Dense(2)]\n[MeanSquaredError]"),

        // Wrappers.
        new("residual",
            "[Gru(9, Residual = true)]\n[Lstm(9, Residual = true)]\n[Dense(2)]\n[MeanSquaredError]") { Options = "InputSize = 9" },
        new("reverse", "[Lstm(4, Direction = Direction.Reverse)]\n[Gru(4, Direction = Direction.Reverse, Residual = true)]" + Classes),
        new("bidirectional", "[Gru(4, Direction = Direction.Bidirectional)]\n[Lstm(17, Direction = Direction.Bidirectional)]" + Classes),
        new("merges",
            "[Lstm(4, Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true)]\n[Gru(4, Direction = "
            + "Direction.Bidirectional, Merge = Merge.Product)]\n[Rnn(3, Direction = Direction.Bidirectional, Merge = Merge.Average)]\n"
            + "[MeanSquaredError]") { Options = "InputSize = 4" },
        new("layer norm", "[LayerNorm]\n[Lstm(8)]\n[LayerNorm(Epsilon = 1e-3)]\n[Gru(19)]\n[LayerNorm]\n[Dense(2)]\n[MeanSquaredError]"),
        new("dropout", "[Lstm(17, InputDropout = 0.2, StateDropout = 0.3, OutputDropout = 0.4)]\n[Gru(6, OutputDropout = 0.5)]" + Classes),
        new("variational dropout",
            "[Gru(9, InputDropout = 0.2, StateDropout = 0.3, OutputDropout = 0.4, VariationalDropout = true)]" + Classes),
        new("bidirectional dropout",
            "[Lstm(5, Direction = Direction.Bidirectional, InputDropout = 0.25, StateDropout = 0.25, VariationalDropout = true)]"
            + Classes),

        // Starts.
        new("keras start", "[Lstm(9)]\n[Gru(5)]\n[Rnn(4)]" + Classes) { Options = "InputSize = 3, Initialization = Initialization.Keras" },
        new("pytorch start",
            "[Lstm(9, Projection = 4)]\n[Gru(5, ResetAfter = true)]\n[Rnn(4)]" + Classes)
        {
            Options = "InputSize = 3, Initialization = Initialization.PyTorch",
        },
        new("chosen starts",
            "[Lstm(5, KernelInitializer = Initializer.HeNormal, RecurrentInitializer = Initializer.Orthogonal, BiasInitializer = "
            + "Initializer.Constant, BiasInitializerValue = 0.1)]\n[Gru(6, KernelInitializer = Initializer.LecunUniform, "
            + "RecurrentInitializer = Initializer.GlorotNormal)]\n[Rnn(4, KernelInitializer = Initializer.TruncatedNormal, "
            + "KernelInitializerValue = 0.2)]" + Classes),

        // Heads and losses.
        new("no head", "[Lstm(6)]\n[Rnn(17)]"),
        new("last step", "[Rnn(5)]\n[Pooling(Pooling.Last)]\n[MeanSquaredError(Reduction = LossReduction.Sum)]"),
        new("mean",
            "[Gru(17)]\n[Pooling(Pooling.Mean)]\n[Dense(3)]\n[SoftmaxCrossEntropy(ClassWeights = new double[] { 0.5, 2, 1 }, "
            + "IgnoreIndex = 7)]") { Ignored = 7 },
        new("max", "[Gru(17)]\n[Pooling(Pooling.Max)]\n[Huber(Delta = 0.25, Reduction = LossReduction.Sum)]"),
        new("attention", "[Gru(6)]\n[Pooling(Pooling.Attention)]" + Classes),
        new("attention units",
            "[Lstm(17, Direction = Direction.Bidirectional, Merge = Merge.Sum)]\n[Pooling(Pooling.Attention, AttentionUnits = 5)]\n"
            + "[Dense(2)]\n[MeanSquaredError]"),
        new("dense activations",
            "[Gru(4)]\n[Dense(5, Activation = Activation.Tanh)]\n[Dense(17, Activation = Activation.Softplus)]\n[Dense(3, "
            + "Activation = Activation.Sigmoid)]\n[MeanSquaredError]"),
        new("every step",
            "[Lstm(4)]\n[Dense(5, Activation = Activation.Tanh, EveryStep = true)]\n[Dense(18, EveryStep = true)]\n"
            + "[SoftmaxCrossEntropy(LabelSmoothing = 0.1, IgnoreIndex = -100, Reduction = LossReduction.PerValidStep)]") { Ignored = -100 },
        new("every step, reverse",
            "[Rnn(4)]\n[Gru(4, Direction = Direction.Reverse)]\n[Dense(3, Activation = Activation.Swish, EveryStep = true)]\n"
            + "[MeanSquaredError]"),
        new("truth values", "[Rnn(5)]\n[Dense(3, EveryStep = true)]\n[BinaryCrossEntropy]"),
        new("absolute", "[Gru(16)]\n[Rnn(17)]\n[MeanAbsoluteError(Reduction = LossReduction.PerValidStep)]"),
        new("gaussian", "[Lstm(5)]\n[Dense(34, EveryStep = true)]\n[GaussianNegativeLogLikelihood]"),
        new("gaussian of the last step",
            "[Lstm(5)]\n[Dense(4, Activation = Activation.Sigmoid)]\n[Dense(2)]\n[GaussianNegativeLogLikelihood(Reduction = "
            + "LossReduction.PerValidStep)]"),
        new("label sequences", "[Lstm(5)]\n[Dense(18, EveryStep = true)]\n[ConnectionistTemporalClassification]") { Steps = 20 },
        new("label sequences of heads",
            "[Gru(6)]\n[Head(\"spoken\", Weight = 0.5)]\n[Dense(4, EveryStep = true)]\n[ConnectionistTemporalClassification(Blank = 3, "
            + "Reduction = LossReduction.Sum)]\n[Head(\"speaker\")]\n[Dense(3)]\n[SoftmaxCrossEntropy]"),
        new("three heads",
            "[Gru(6)]\n[Lstm(5)]\n[Head(\"label\", Weight = 0.25)]\n[Dense(4, Activation = Activation.Tanh)]\n[Dense(3)]\n"
            + "[SoftmaxCrossEntropy(IgnoreIndex = 7)]\n[Head(\"next\")]\n[Dense(3, EveryStep = true)]\n[MeanSquaredError]\n[Head(\"loud\", "
            + "Weight = 2)]\n[Pooling(Pooling.Mean)]\n[Dense(2)]\n[BinaryCrossEntropy]") { Ignored = 7 },
        new("four heads",
            "[Rnn(17)]\n[Head(\"shape\", Weight = 0.5)]\n[Huber(Delta = 0.25)]\n[Head(\"same\")]\n[MeanAbsoluteError(Reduction = "
            + "LossReduction.PerValidStep)]\n[Head(\"tag\", Weight = 3)]\n[Dense(4, EveryStep = true)]\n[SoftmaxCrossEntropy(Reduction = "
            + "LossReduction.Sum)]\n[Head(\"last\", Weight = 0.125)]\n[Dense(4)]\n[GaussianNegativeLogLikelihood]"),
        new("heads of two directions",
            "[Lstm(5, Direction = Direction.Bidirectional)]\n[Head(\"mean\")]\n[Pooling(Pooling.Mean)]\n[MeanSquaredError]\n"
            + "[Head(\"scored\")]\n[Pooling(Pooling.Attention, AttentionUnits = 4)]\n[MeanSquaredError]\n[Head(\"last\", Weight = 0.5)]\n"
            + "[Dense(2)]\n[MeanSquaredError]"),

        // Tokens.
        new("tokens", "[Embedding(11, 5)]\n[Lstm(6)]\n[Dense(11, EveryStep = true)]\n[SoftmaxCrossEntropy]") { Options = "" },
        new("padding token",
            "[Embedding(9, 4, PaddingToken = 2)]\n[Gru(4, Direction = Direction.Bidirectional, Merge = Merge.Sum, Residual = true)]\n"
            + "[Lstm(17)]" + Classes) { Options = "Initialization = Initialization.PyTorch" },
        new("token heads",
            "[Embedding(9, 3)]\n[Gru(4)]\n[Head(\"tag\")]\n[Dense(5, EveryStep = true)]\n[SoftmaxCrossEntropy]\n[Head(\"score\")]\n"
            + "[Dense(1)]\n[MeanSquaredError]") { Options = "Initialization = Initialization.Keras" },
        new("token dropout", "[Embedding(9, 6)]\n[Rnn(5, InputDropout = 0.3)]\n[Dense(2)]\n[MeanSquaredError]") { Options = "" },

        // Graphs.
        new("dense first", "[Dense(8, Activation = Activation.Tanh)]\n[Lstm(8)]\n[Dense(1, EveryStep = true)]\n[MeanSquaredError]"),
        new("vector norm",
            "[Gru(5)]\n[Dense(9, Bias = false)]\n[LayerNorm]\n[Activation(Activation.Swish)]\n[Dropout(0.2)]" + Classes),
        new("joined features",
            "[Dense(4, Activation = Activation.Tanh, Name = \"d\")]\n[Gru(6, Activation = Activation.Relu, Name = \"v\")]\n"
            + "[Gru(17, Name = \"n\", From = new[] { \"d\", \"v\", \"input\" })]\n"
            + "[Gru(9, Name = \"g\", From = new[] { \"v\", \"n\", \"input\" })]\n[Head(\"vad\", From = new[] { \"v\" })]\n"
            + "[Dense(1, EveryStep = true)]\n[BinaryCrossEntropy]\n[Head(\"gains\", Weight = 2, From = new[] { \"g\" })]\n"
            + "[Dense(3, Activation = Activation.Sigmoid, EveryStep = true)]\n[MeanSquaredError]") { Options = "InputSize = 5" },
        new("mask",
            "[Dense(18, Bias = false, Name = \"encoded\")]\n[LayerNorm(Epsilon = 1e-7)]\n[Lstm(5)]\n"
            + "[Dense(18, Activation = Activation.Sigmoid, Name = \"mask\")]\n[Product(From = new[] { \"mask\", \"encoded\" })]\n"
            + "[Dense(6, Bias = false, EveryStep = true)]\n[MeanSquaredError]") { Options = "InputSize = 6" },
        new("skip",
            "[Lstm(6)]\n[Dense(1, Name = \"wet\")]\n[Sum(From = new[] { \"wet\", \"input[0..1]\" })]\n[MeanSquaredError]")
        {
            Options = "InputSize = 2",
        },
        new("three vectors",
            "[Gru(6, Name = \"h\")]\n[Pooling(Pooling.Mean, Name = \"mean\")]\n[Pooling(Pooling.Max, Name = \"max\", "
            + "From = new[] { \"h\" })]\n[Dense(4, From = new[] { \"mean\", \"h\", \"max\" })]\n[MeanSquaredError]"),
        new("autoencoder",
            "[Gru(6)]\n[Dense(4)]\n[Repeat]\n[Gru(5, Direction = Direction.Reverse)]\n[Dense(3, EveryStep = true)]\n[MeanSquaredError]"),
        new("states of another",
            "[Lstm(5, Name = \"encoder\", From = new[] { \"input[0..2]\" })]\n[Lstm(5, InitialState = \"encoder\", "
            + "From = new[] { \"input[2..]\" })]\n[Dense(2, EveryStep = true)]\n[MeanSquaredError]"),
        new("many readers",
            "[Lstm(5, Name = \"a\", Direction = Direction.Bidirectional)]\n[Rnn(4, Name = \"b\")]\n"
            + "[LayerNorm(Name = \"c\", From = new[] { \"a[2..7]\" })]\n"
            + "[Concatenate(Name = \"all\", From = new[] { \"b\", \"a\", \"c[1..3]\" })]\n"
            + "[Rnn(5, Name = \"r\", Direction = Direction.Reverse, From = new[] { \"all\", \"b[1..2]\" })]\n"
            + "[Sum(From = new[] { \"a[0..5]\", \"a[5..10]\", \"c\", \"r\" })]\n[Head(\"steps\")]\n[MeanSquaredError]\n"
            + "[Head(\"one\", From = new[] { \"all\", \"a\" })]\n[Dense(3)]\n[MeanSquaredError]\n"
            + "[Head(\"last\", From = new[] { \"a\" })]\n[Pooling(Pooling.Last)]\n[MeanSquaredError]"),

        // Windows over time.
        new("convolutions",
            "[Conv1D(17, 5, Dilation = 2, Activation = Activation.Tanh)]\n[MaxPool1D(3)]\n[Gru(5)]\n[AveragePool1D(2)]\n"
            + "[Conv1D(3, 1, Bias = false)]\n[MeanSquaredError]"),
        new("windows around a step",
            "[Conv1D(9, 4, Padding = TimePadding.Same)]\n[AveragePool1D(4, Padding = TimePadding.Same)]\n[Conv1D(6, 3, Dilation = 3, "
            + "Padding = TimePadding.Same, Activation = Activation.Relu)]\n[MaxPool1D(2, Padding = TimePadding.Same)]" + Classes),
        new("int8 convolution", "[Conv1D(33, 3)]\n[Lstm(24)]\n[Dense(9)]")
        {
            Options = "InputSize = 5, Training = false, Weights = WeightStorage.Int8",
        },

        // Weights in fewer bits.
        new("int8 lstm and gru", "[Lstm(65)]\n[Gru(40)]\n[Dense(9, Activation = Activation.Tanh)]\n[Dense(3)]\n[SoftmaxCrossEntropy]")
        {
            Options = "InputSize = 5, Weights = WeightStorage.Int8",
        },
        new("int8 few inputs", "[Gru(3, ResetAfter = true)]\n[Lstm(24, Projection = 7, Peepholes = true)]\n[Rnn(1)]")
        {
            Options = "InputSize = 1, Training = false, Weights = WeightStorage.Int8",
        },
        new("int8 chain and norm",
            "[Chain(9)]\n[LayerNorm]\n[Normalized(19)]\n[Lstm(17, Direction = Direction.Bidirectional)]\n[Pooling(Pooling.Attention)]"
            + Classes)
        {
            Options = "InputSize = 3, Training = false, Weights = WeightStorage.Int8",
        },
        new("int8 every step", "[Lstm(70)]\n[Gru(256)]\n[Dense(34, EveryStep = true)]")
        {
            Options = "InputSize = 130, Training = false, Weights = WeightStorage.Int8",
        },
        new("bfloat16", "[Lstm(65)]\n[Gru(200)]\n[Rnn(24)]" + Classes) { Options = "InputSize = 3, Weights = WeightStorage.BFloat16" },

        // Prediction alone, sizes of single rows.
        new("rows of 24 to 40", "[Gru(24)]\n[Lstm(40)]\n[Dense(4)]\n[Dense(3)]") { Options = NoTraining },
        new("rows of 48 and 100", "[Rnn(48)]\n[Rnn(100)]") { Options = NoTraining },
        new("rows of 56 and 120", "[Gru(56)]\n[Rnn(120)]\n[Dense(10)]") { Options = NoTraining },
        new("rows of 200 and 400", "[Gru(200, ResetAfter = true)]\n[Lstm(400, Projection = 24)]") { Options = NoTraining },
        new("rows of 1400", "[Gru(1400)]\n[Dense(1)]") { Options = "InputSize = 1, Training = false", Steps = 3 },
    ];
}
