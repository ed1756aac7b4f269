namespace RnnGen.Tests.Networks.Strange;

/// <summary>Networks that nobody needs but that one may write: joins, slices, repeats, normalisations and dropout.</summary>
internal static class StrangeJoins
{
    public static readonly StrangeGraph[] All =
    [
        new("SelfJoin", """
            [Rnn(4, Name = "a")]
            [Gru(5, From = ["a", "a"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("Thrice", """
            [Lstm(3, Name = "a")]
            [Sum(From = ["a", "a", "a"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("Square", """
            [Product(From = ["input", "input"])]
            [Rnn(4)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("CubeOfAVector", """
            [Gru(4)]
            [Dense(3, Activation = Activation.Tanh, Name = "v")]
            [Product(From = ["v", "v", "v"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("Overlap", """
            [Rnn(6, Name = "a")]
            [Gru(4, From = ["a[0..4]", "a[2..6]", "a[1..5]"])]
            [Dense(3)]
            [MeanSquaredError]
            """),
        new("OverlapOfSums", """
            [Gru(7, Name = "a")]
            [Sum(From = ["a[0..5]", "a[1..6]", "a[2..7]"])]
            [MeanSquaredError]
            """),
        new("SingleColumns", """
            [Lstm(5, Name = "a")]
            [Rnn(3, From = ["a[4..5]", "a[0..1]", "a[4..5]", "input[5..6]"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("VectorsJoined", """
            [Gru(5, Name = "h")]
            [Dense(3, Name = "p", Activation = Activation.Tanh)]
            [Dense(4, Name = "q", From = ["h"], Activation = Activation.Sigmoid)]
            [Concatenate(From = ["p", "q", "p[1..3]"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("RepeatOfASlice", """
            [Gru(6, Name = "h")]
            [Repeat(From = ["h[1..4]"])]
            [Rnn(4)]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("RepeatOfAJoin", """
            [Gru(4, Name = "a")]
            [Dense(3, Name = "b", Activation = Activation.Tanh)]
            [Repeat(From = ["b", "a[1..3]", "b"])]
            [Lstm(3)]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("RepeatOfARepeat", """
            [Gru(3)]
            [Repeat]
            [Gru(4)]
            [Repeat]
            [Rnn(2)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("RepeatOfTheInput", """
            [Repeat(From = ["input[1..4]"], Name = "r")]
            [Gru(4, From = ["r", "input"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("RepeatBesideSteps", """
            [Gru(4, Name = "h")]
            [Dense(3, Name = "code", Activation = Activation.Tanh)]
            [Repeat(Name = "r")]
            [Lstm(4, From = ["r", "input", "h"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("HeadOnTheInput", """
            [Rnn(3, Name = "a")]
            [Head("one", From = ["input"])]
            [Dense(2)]
            [MeanSquaredError]
            [Head("two", From = ["a"])]
            [Dense(1)]
            [MeanSquaredError]
            """),
        new("HeadIsASliceOfTheInput", """
            [Rnn(3, Name = "a")]
            [Head("one", From = ["input[1..3]"])]
            [MeanSquaredError]
            [Head("two", From = ["a"])]
            [Dense(1, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("HeadsOnSlicesAndJoins", """
            [Lstm(5, Name = "a")]
            [Gru(4, Name = "b")]
            [Head("x", From = ["a[2..5]", "b"])]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            [Head("y", From = ["b[0..1]", "b[3..4]"])]
            [Pooling(Pooling.Mean)]
            [MeanSquaredError]
            [Head("z", From = ["a", "input", "a"])]
            [Pooling(Pooling.Attention, AttentionUnits = 3)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("BidirectionalInTheMiddle", """
            [Dense(5, Activation = Activation.Tanh, Name = "d")]
            [Gru(4, Direction = Direction.Bidirectional, Name = "m")]
            [Rnn(3, From = ["m", "d"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("DirectionsMultiplied", """
            [Lstm(4, Direction = Direction.Bidirectional, Name = "m")]
            [Product(From = ["m[0..4]", "m[4..8]"])]
            [Gru(3)]
            [Dense(1)]
            [MeanSquaredError]
            """),
        new("MergedDirections", """
            [Lstm(4, From = ["input[1..5]", "input[0..2]"], Direction = Direction.Bidirectional,
                Merge = Merge.Product, Name = "m")]
            [Gru(4, Direction = Direction.Bidirectional, Merge = Merge.Average, From = ["m", "m[1..2]"], Name = "k")]
            [Sum(From = ["k", "m"])]
            [Dense(1)]
            [MeanSquaredError]
            """),
        new("ResidualOfAJoin", """
            [Rnn(3, Name = "a")]
            [Gru(9, From = ["a", "input"], Residual = true)]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("ResidualOfTwice", """
            [Rnn(6, From = ["input"], Residual = true, Name = "a")]
            [Lstm(12, From = ["a", "a"], Residual = true)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("ResidualReverse", """
            [Gru(3, Name = "a", From = ["input[2..5]"], Residual = true, Direction = Direction.Reverse)]
            [Rnn(3, Residual = true, From = ["a"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("NormOfAJoinedVector", """
            [Gru(4, Name = "h")]
            [Dense(3, Name = "p")]
            [Dense(2, Name = "q", From = ["h"])]
            [LayerNorm(From = ["p", "q", "p"])]
            [Activation(Activation.Tanh)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("NormOfAVectorAndSteps", """
            [Gru(4, Name = "h")]
            [Dense(3, Name = "p")]
            [LayerNorm(From = ["p", "h[1..3]"], Epsilon = 0.01)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("NormsFirst", """
            [LayerNorm(Name = "n")]
            [Activation(Activation.Softsign, Name = "s")]
            [LayerNorm(From = ["s", "n"])]
            [Mgu(4)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("OwnCellOfAJoin", """
            [Rnn(3, Name = "a")]
            [Own(4, From = ["a", "input"], Name = "own")]
            [Own(4, From = ["own"], InitialState = "own")]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("OwnCellByUnit", """
            [Rnn(3, Name = "a")]
            [ByUnit(9, From = ["a", "input"], Name = "b")]
            [ByUnit(4, From = ["b[3..5]", "a[0..2]"], Direction = Direction.Reverse, Residual = true)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("DropoutLayers", """
            [Gru(5)]
            [Dropout(0.4)]
            [Lstm(4)]
            [Dropout(0.3, Variational = true)]
            [Dense(2, EveryStep = true)]
            [MeanSquaredError]
            """),
        new("DropoutOfASlice", """
            [Dropout(0.5, From = ["input[0..3]"], Name = "d")]
            [Rnn(4, From = ["d", "input"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("DropoutOfAVector", """
            [Gru(5)]
            [Dense(4, Activation = Activation.Tanh)]
            [Dropout(0.5)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("VariationalDropoutOfAVector", """
            [Gru(5)]
            [Dense(4, Activation = Activation.Tanh, Name = "v")]
            [Dropout(0.5, Variational = true)]
            [Repeat]
            [Dropout(0.25, Variational = true)]
            [Rnn(3, InputDropout = 0.25)]
            [Dense(2)]
            [MeanSquaredError]
            """),
        new("TwoMasksOfOneValue", """
            [Gru(5, Name = "a")]
            [Dropout(0.3, Name = "p", From = ["a"])]
            [Dropout(0.3, Name = "q", From = ["a"])]
            [Sum(From = ["p", "q", "p"])]
            [Dense(2)]
            [MeanSquaredError]
            """),
    ];
}
