using System;
using System.Text;
using RnnGen.Data;
using RnnGen.Numerics;

namespace RnnGen.Sample.Chars;

/// <summary>Writes text with a trained network: one step a character, the state carried along, nothing else kept.</summary>
/// <param name="network">The network.</param>
/// <param name="vocabulary">Its characters; outputs beyond them are never drawn.</param>
internal sealed class TextGenerator(CharacterNetwork network, CharacterVocabulary vocabulary)
{
    /// <summary>Draws each character from the softmax of the outputs divided by the temperature.</summary>
    /// <param name="start">The text that is read first; at least one character, all of the vocabulary.</param>
    /// <param name="length">Characters to write.</param>
    /// <param name="temperature">Above 0; 1 draws as the network says.</param>
    /// <param name="seed">Equal seeds give equal texts.</param>
    public string Write(string start, int length, float temperature, ulong seed)
    {
        CharacterNetwork.State state = default;
        int[] read = vocabulary.Encode(start);
        float[] outputs = new float[read.Length * CharacterNetwork.OutputSize];
        network.Step(read, ref state, outputs);
        Span<float> logits = outputs.AsSpan(^CharacterNetwork.OutputSize..);

        CounterRandom random = new(seed, stream: 0);
        StringBuilder text = new(length);
        for (int i = 0; i < length; i++)
        {
            int token = Draw(logits[..vocabulary.Count], temperature, random.Uniform((ulong)i));
            text.Append(vocabulary[token].ToString());
            network.Step(token, ref state, logits);
        }

        return text.ToString();
    }

    /// <summary>
    /// The index up to which the probabilities, <c>exp((y - max y) / temperature)</c> divided by their sum, add up to a share of all of
    /// them.
    /// </summary>
    /// <param name="logits">The logits y, at least one, all finite; overwritten.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="share">From 0 to below 1.</param>
    /// <exception cref="ArgumentException">A logit is not finite.</exception>
    internal static int Draw(Span<float> logits, float temperature, float share)
    {
        float max = float.NegativeInfinity;
        for (int token = 0; token < logits.Length; token++)
        {
            max = float.IsFinite(logits[token]) ? Math.Max(max, logits[token]) : throw new ArgumentException(
                $"Logit {token} of {logits.Length} is {logits[token]}; none can be drawn unless all are finite.", nameof(logits));
        }

        // The difference first: a quotient of the logits themselves would overflow at a low temperature. That of the likeliest is 0.
        foreach (ref float logit in logits)
        {
            logit = (logit - max) / temperature;
        }

        Softmax.Rows(logits, logits.Length, logits);
        float sum = 0;
        int last = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            sum += logits[token];
            if (sum > share)
            {
                return token;
            }

            last = logits[token] > 0 ? token : last;
        }

        // Rounded, the sum can stay below the share.
        return last;
    }
}
