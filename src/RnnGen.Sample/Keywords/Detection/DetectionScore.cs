using System.Collections.Generic;
using System.Linq;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Keywords.Scenes;

namespace RnnGen.Sample.Keywords.Detection;

/// <summary>What was told of a recording whose words are known.</summary>
/// <param name="Planted">Commands in it.</param>
/// <param name="Hits">Commands that were told while they lasted, or within <see cref="Latest"/> of their end.</param>
/// <param name="FalseAlarms">What was told besides: another word than was said, the same one twice, or nothing at all.</param>
/// <param name="Hours">Length of the recording.</param>
internal sealed record DetectionScore(int Planted, int Hits, int FalseAlarms, double Hours)
{
    /// <summary>Samples after the end of a word in which it counts as told: for as long as the network tells it, and the mean.</summary>
    public const int Latest = FrameLabels.Hold + (SoundFormat.SampleRate / 4);

    /// <summary>Commands that were not told.</summary>
    public int Misses => Planted - Hits;

    /// <summary>False alarms an hour.</summary>
    public double FalseAlarmsPerHour => FalseAlarms / Hours;

    /// <summary>Compares.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="told">What was told, in the order of time.</param>
    public static DetectionScore Of(Scene recording, IEnumerable<DetectedWord> told)
    {
        PlacedWord[] planted = [.. recording.Words.Where(word => word.Class >= KeywordClasses.FirstWord)];
        bool[] isHit = new bool[planted.Length];
        int alarms = 0;
        foreach (DetectedWord word in told)
        {
            // Of two equal words one after the other the first may have been told already.
            int hit = Enumerable.Range(0, planted.Length).FirstOrDefault(at => !isHit[at] && Explains(planted[at], word), -1);
            if (hit >= 0)
            {
                isHit[hit] = true;
            }
            else
            {
                alarms++;
            }
        }

        return new DetectionScore(
            planted.Length, isHit.Count(hit => hit), alarms, recording.Samples.Length / (3600.0 * SoundFormat.SampleRate));
    }

    private static bool Explains(PlacedWord place, DetectedWord word) =>
        place.Class == word.Class && place.Begin < word.Samples && word.Samples <= place.End + Latest;
}
