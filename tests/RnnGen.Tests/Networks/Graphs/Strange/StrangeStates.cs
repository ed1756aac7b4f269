namespace RnnGen.Tests.Networks.Strange;

/// <summary>Networks that nobody needs but that one may write: residuals, losses without a bias, initial states.</summary>
internal static class StrangeStates
{
    public static readonly StrangeGraph[] All =
    [
        new("DropoutOfJoins", """
            [Rnn(3, Name = "a")]
            [Gru(4, InputDropout = 0.3, VariationalDropout = true, From = ["a", "input"], Name = "b")]
            [Lstm(7, StateDropout = 0.2, OutputDropout = 0.3, From = ["a", "b"], Residual = true)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("NoBiasWithSoftmax", """
            [Gru(5)]
            [Dense(3, Bias = false)]
            [SoftmaxCrossEntropy]
            """),
        new("NoBiasWithSoftmaxEveryStep", """
            [Gru(5, Name = "a")]
            [Head("one", From = ["a[1..4]"])]
            [Dense(3, Bias = false, EveryStep = true)]
            [SoftmaxCrossEntropy]
            [Head("two")]
            [Dense(17, Bias = false)]
            [SoftmaxCrossEntropy]
            """),
        new("NoBiasAnywhere", """
            [Dense(7, Bias = false)]
            [Lstm(4, Bias = false)]
            [Dense(5, Bias = false, Activation = Activation.Tanh)]
            [Dense(3, Bias = false)]
            [BinaryCrossEntropy]
            """),
        new("StatesOfBothDirections", """
            [Gru(4, Direction = Direction.Bidirectional, Name = "enc")]
            [Gru(4, Direction = Direction.Bidirectional, InitialState = "enc", From = ["input"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("StatesOfReverse", """
            [Lstm(4, Direction = Direction.Reverse, Name = "enc")]
            [Lstm(4, InitialState = "enc", From = ["input[1..4]"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("StatesOfResidual", """
            [Rnn(6, Residual = true, Name = "enc")]
            [Rnn(6, InitialState = "enc", Residual = true, From = ["input"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("SeveralDecoders", """
            [Lstm(4, Name = "enc")]
            [Lstm(4, Name = "x", InitialState = "enc", From = ["input"])]
            [Lstm(4, Name = "y", InitialState = "enc", Direction = Direction.Reverse, From = ["input[0..2]"])]
            [Sum(From = ["x", "y"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("ChainOfStates", """
            [Gru(4, Name = "enc")]
            [Gru(4, Name = "mid", InitialState = "enc", From = ["input"])]
            [Gru(4, Name = "dec", InitialState = "mid", Direction = Direction.Reverse)]
            [Mgu(4, InitialState = "mid")]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("OutputsAndStates", """
            [Lstm(4, Name = "enc")]
            [Lstm(4, InitialState = "enc", StateDropout = 0.2, Name = "dec")]
            [Head("one", From = ["enc", "dec"])]
            [Dense(2)]
            [MeanSquaredError]
            [Head("two", From = ["enc"])]
            [MeanSquaredError]
            """),
        new("LearnedEncoder", """
            [Lstm(4, LearnedInitialState = true, Name = "enc")]
            [Lstm(4, InitialState = "enc", From = ["input"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("ProjectedEncoder", """
            [Lstm(5, Projection = 3, Peepholes = true, Name = "enc")]
            [Lstm(5, Projection = 3, InitialState = "enc", From = ["enc", "input"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("NormalizedGates", """
            [Lstm(5, LayerNorm = true, From = ["input[0..3]"], Name = "a")]
            [Gru(4, LayerNorm = true, ResetAfter = true, From = ["a", "input[3..]"], Name = "b")]
            [Ugrnn(4, From = ["b", "a[..2]"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
    ];
}
