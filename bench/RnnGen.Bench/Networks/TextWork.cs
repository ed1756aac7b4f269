using RnnGen.Data;
using RnnGen.Numerics;
using RnnGen.Sample.Chars;
using RnnGen.Training;

namespace RnnGen.Bench.Networks;

/// <summary>
/// What the sample's command <c>chars</c> does in an epoch of Tiny Shakespeare: 90 % of 1,115,394 characters, 50 places side by side,
/// windows of 50. The characters are random ones, since the time does not depend on them.
/// </summary>
internal sealed class TextWork
{
    /// <summary>Places in the text that are read side by side.</summary>
    public const int BatchSize = 50;

    /// <summary>Largest norm of the gradients.</summary>
    public const float Clipping = 5;

    /// <summary>Adam's learning rate.</summary>
    public const float LearningRate = 0.002f;

    private const int Characters = 1_115_394 * 9 / 10;

    private readonly int[] _tokens = new int[Characters];

    /// <summary>Draws the text.</summary>
    public TextWork()
    {
        CounterRandom random = new(seed: 1, stream: 0);
        for (int i = 0; i < _tokens.Length; i++)
        {
            // As uneven as letters are, so that there is something to learn.
            int drawn = random.Below(CharacterNetwork.Characters, (ulong)i);
            _tokens[i] = drawn * drawn / CharacterNetwork.Characters;
        }

        Source = new TokenSource(
            _tokens, CharacterNetwork.Characters, new TokenOptions { BatchSize = BatchSize, Steps = CharacterNetwork.Window });
    }

    /// <summary>The text in windows.</summary>
    public TokenSource Source { get; }

    /// <summary>A new network with the same weights each time.</summary>
    public static CharacterNetwork Network() => new(seed: 1);

    /// <summary>How this project trains it.</summary>
    public static FitOptions Options() =>
        new() { Optimizer = new Adam(LearningRate, form: AdamForm.PyTorch), Clipping = new GlobalNormClipping(Clipping) };
}
