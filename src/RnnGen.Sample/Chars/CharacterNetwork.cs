namespace RnnGen.Sample.Chars;

/// <summary>
/// Says what the next character is: an LSTM of 2 x 128 units over windows of 50 characters, the defaults of char-rnn (Karpathy: The
/// Unreasonable Effectiveness of Recurrent Neural Networks, 2015), the characters looked up in a table.
/// </summary>
[RnnModel(Steps = Window)]
[Embedding(Characters, 64)]
[Lstm(128)]
[Lstm(128)]
[Dense(Characters, EveryStep = true)]
[SoftmaxCrossEntropy(Reduction = LossReduction.PerValidStep)]
public sealed partial class CharacterNetwork
{
    /// <summary>Characters that the network can tell apart.</summary>
    public const int Characters = 128;

    /// <summary>Steps through which the gradient flows back.</summary>
    public const int Window = 50;
}
