namespace RnnGen.Tests.Networks.Strange;

/// <summary>Networks that nobody needs but that one may write: names, heads, poolings, tokens.</summary>
internal static class StrangeHeads
{
    public static readonly StrangeGraph[] All =
    [
        new("NamesThatNearlyCollide", """
            [Dense(3, Name = "a", Activation = Activation.Tanh)]
            [Rnn(3, Name = "a1")]
            [Rnn(3, Name = "a_1")]
            [Rnn(3, Name = "ab")]
            [Rnn(3, Name = "rnn", From = ["a", "a1", "a_1", "ab"])]
            [Dense(2, Name = "step")]
            [MeanSquaredError]
            """),
        new("NamesOfTheLanguage", """
            [Dense(3, Name = "class", Activation = Activation.Tanh)]
            [Rnn(3, Name = "V")]
            [Rnn(3, Name = "Kernels", From = ["class"])]
            [Rnn(3, Name = "x", From = ["V", "Kernels"])]
            [Rnn(3, Name = "Workspace")]
            [Head("State")]
            [Dense(2, Name = "Predict")]
            [MeanSquaredError]
            """),
        new("LayersOfHeads", """
            [Gru(5, Name = "a")]
            [Head("one")]
            [Lstm(3)]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            [Head("two", From = ["a[1..4]", "input"])]
            [Gru(4, Direction = Direction.Reverse)]
            [Pooling(Pooling.Max)]
            [Dense(1)]
            [MeanSquaredError]
            """),
        new("GraphsOfHeads", """
            [Gru(5, Name = "a")]
            [Head("one", From = ["a[0..3]", "input"])]
            [Dense(4, Activation = Activation.Tanh)]
            [LayerNorm(Name = "n")]
            [Rnn(3)]
            [Dense(2)]
            [MeanSquaredError]
            [Head("two", From = ["n"])]
            [Rnn(2)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("AllPoolings", """
            [Gru(5, Name = "h")]
            [Pooling(Pooling.Mean, Name = "mean", From = ["h[1..4]", "input"])]
            [Pooling(Pooling.Max, Name = "max", From = ["h"])]
            [Pooling(Pooling.Last, Name = "last", From = ["h", "input[0..1]"])]
            [Concatenate(From = ["mean", "max", "last", "max[0..2]"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("Excitation", """
            [Gru(5, Name = "h")]
            [Pooling(Pooling.Mean)]
            [Dense(5, Activation = Activation.Sigmoid)]
            [Repeat(Name = "gate")]
            [Product(From = ["gate", "h"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("ActivationOfSlices", """
            [Activation(Activation.Tanh, From = ["input[0..2]", "input[4..6]"])]
            [Rnn(3)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("SkipAroundAll", """
            [Lstm(4)]
            [Dense(6, Name = "w")]
            [Sum(From = ["w", "input"])]
            [LayerNorm]
            [MeanSquaredError]
            """),
        new("ManyReaders", """
            [Lstm(4, Name = "a")]
            [Rnn(3, Name = "b")]
            [Rnn(4, Name = "c", From = ["a"], Residual = true)]
            [Sum(Name = "d", From = ["a", "c"])]
            [LayerNorm(Name = "e", From = ["a"])]
            [Product(Name = "f", From = ["a", "e", "d"])]
            [Gru(3, From = ["f", "a", "b"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("PartsOfOneSum", """
            [Gru(8, Name = "a")]
            [Product(Name = "p", From = ["a[0..4]", "a[4..8]", "a[2..6]", "a[0..4]"])]
            [Sum(From = ["p", "a[1..5]", "p"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("PartsOfOneVector", """
            [Gru(8)]
            [Dense(6, Activation = Activation.Tanh, Name = "v")]
            [Product(Name = "p", From = ["v[0..3]", "v[3..6]", "v[2..5]"])]
            [Sum(From = ["p", "v[1..4]"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("FewOutputsWithoutBias", """
            [Gru(5, Name = "a")]
            [Head("one")]
            [Dense(4, Bias = false, EveryStep = true)]
            [SoftmaxCrossEntropy]
            [Head("two", From = ["a[1..4]", "input[..2]"])]
            [Dense(3, Bias = false)]
            [Dense(1, Bias = false)]
            [MeanSquaredError]
            """),
        new("WideSlices", """
            [Gru(33, Name = "a")]
            [Lstm(17, Name = "b", From = ["a[15..32]", "a[1..17]"])]
            [Product(Name = "c", From = ["a[3..20]", "b"])]
            [Concatenate(Name = "d", From = ["c[16..17]", "b[1..16]"])]
            [Dense(18, From = ["d", "c"])]
            [MeanSquaredError]
            """),
        new("HeadsOfOneVector", """
            [Gru(4)]
            [Dense(5, Activation = Activation.Tanh, Name = "v")]
            [Activation(Activation.Softplus)]
            [Head("a", From = ["v"])]
            [Dense(2)]
            [MeanSquaredError]
            [Head("b")]
            [Dense(3)]
            [SoftmaxCrossEntropy]
            [Head("c", From = ["v[1..3]", "v"])]
            [MeanSquaredError]
            """),
        new("ConcatenateOfOne", """
            [Concatenate(From = ["input[1..4]"], Name = "c")]
            [Gru(4)]
            [Concatenate(Name = "k")]
            [Concatenate(From = ["k", "c"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("LastOfReverse", """
            [Gru(4, Direction = Direction.Reverse, Name = "r")]
            [Pooling(Pooling.Last, Name = "p")]
            [Dense(3, From = ["r[1..3]", "p"])]
            [MeanSquaredError]
            """),
        new("NamesOfParts", """
            [Rnn(3, Name = "b")]
            [Rnn(2, Name = "bInput", From = ["b", "input"])]
            [Rnn(4, Name = "b_Input", From = ["bInput[0..1]", "b"])]
            [Gru(5, Name = "b_", From = ["bInput", "b"], InputDropout = 0.2)]
            [Rnn(2, Name = "b__", From = ["b_Input", "b_", "input[2..4]"])]
            [Sum(Name = "bOutput", From = ["b__", "bInput", "b[1..3]"])]
            [Head("bJoined", From = ["bOutput", "b[0..2]"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("DeepVector", """
            [Lstm(4)]
            [Dense(5, Activation = Activation.Tanh, Name = "p")]
            [Dense(5, Activation = Activation.Elu, Name = "q")]
            [Sum(Name = "r", From = ["p", "q"])]
            [LayerNorm(Name = "n")]
            [Product(From = ["r", "p", "n"])]
            [Dropout(0.2)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("NamesOfHeads", """
            [Rnn(3, Name = "one")]
            [Gru(4, Name = "two", From = ["one", "input"])]
            [Head("one")]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            [Head("two", From = ["one", "two[1..3]"])]
            [Rnn(3)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("WordsJoined", """
            [Embedding(7, 5, Name = "words")]
            [Gru(4, Name = "a")]
            [Lstm(4, From = ["words[1..4]", "a", "words"], Name = "b")]
            [Product(Name = "p", From = ["words[0..3]", "words[2..5]", "b[1..4]"])]
            [Head("one", From = ["p"])]
            [Dense(2)]
            [MeanSquaredError]
            [Head("two")]
            [Dense(3, Bias = false, EveryStep = true)]
            [SoftmaxCrossEntropy]
            """),
        new("WordsThatNobodyFollows", """
            [Embedding(4, 9, Name = "words")]
            [Rnn(4, Direction = Direction.Reverse, Name = "encoder")]
            [Rnn(4, InitialState = "encoder", From = ["words[8..9]"], Name = "decoder")]
            [Sum(From = ["words[0..4]", "words[5..]", "decoder"])]
            [MeanSquaredError]
            """),
    ];
}
