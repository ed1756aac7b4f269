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
        Span<float> logits = stackalloc float[CharacterNetwork.OutputSize];
        foreach (int token in vocabulary.Encode(start))
        {
            network.Step(token, ref state, logits);
        }

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

    /// <summary>The index up to which the probabilities add up to a share of all of them.</summary>
    private static int Draw(Span<float> logits, float temperature, float share)
    {
        foreach (ref float logit in logits)
        {
            logit /= temperature;
        }

        Softmax.Rows(logits, logits.Length, logits);
        float sum = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            sum += logits[token];
            if (sum > share)
            {
                return token;
            }
        }

        return logits.Length - 1;
    }
}
