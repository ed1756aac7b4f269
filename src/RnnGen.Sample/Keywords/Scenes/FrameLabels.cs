using System;
using System.Collections.Generic;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Networks;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>
/// What the network is to say at each frame: a word from its end on for half a second, or until the next one begins; nothing while a word
/// lasts, since it may still become another one. Around the places where one becomes the other nothing is asked.
/// </summary>
internal static class FrameLabels
{
    /// <summary>Samples for which a word is told after its end.</summary>
    public const int Hold = SoundFormat.SampleRate / 2;

    // Samples before and after the end of a word, and after the hold, that nothing is learned from.
    private const int BeforeEnd = SoundFormat.SampleRate / 10, AfterEnd = SoundFormat.SampleRate / 20;
    private const int AfterHold = SoundFormat.SampleRate / 10;

    /// <summary>The labels of a scene's frames, [frames].</summary>
    /// <param name="frames">Number of frames.</param>
    /// <param name="words">The words of the scene, in the order of time.</param>
    /// <param name="labels">Receives the labels.</param>
    public static void Write(int frames, IReadOnlyList<PlacedWord> words, Span<int> labels)
    {
        int word = -1;
        for (int frame = 0; frame < frames; frame++)
        {
            // The last sample that has been heard.
            int now = (frame * LogMelFrames.Hop) + LogMelFrames.Length;
            while (word + 1 < words.Count && words[word + 1].End - BeforeEnd <= now)
            {
                word++;
            }

            bool isNext = word + 1 < words.Count && words[word + 1].Begin <= now;
            labels[frame] = word < 0 ? KeywordClasses.Silence : Label(words[word], now - words[word].End, isNext);
        }
    }

    private static int Label(PlacedWord word, int sinceEnd, bool isNext) => sinceEnd switch
    {
        < AfterEnd => KeywordClasses.Ignored,
        < Hold => isNext ? KeywordClasses.Ignored : word.Class,
        < Hold + AfterHold => KeywordClasses.Ignored,
        _ => KeywordClasses.Silence,
    };
}
