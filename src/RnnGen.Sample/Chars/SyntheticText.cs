using System.Globalization;
using System.Text;
using RnnGen.Numerics;

namespace RnnGen.Sample.Chars;

/// <summary>
/// A text that the program makes itself, for a machine without one: short dialogues after a few rules, with names, verbs, numbers and
/// brackets that close. It has much to learn in little time: spelling, who speaks next, what an answer refers to.
/// </summary>
internal static class SyntheticText
{
    /// <summary>Seed of the text of the command: it is the same whatever the seed of the training.</summary>
    public const ulong BuiltInSeed = 1;

    private const int Dialogues = 1200;

    private static readonly string[] Names = ["Ada", "Blaise", "Carl", "Emmy", "Grace", "Leonhard", "Sofia", "Srinivasa"];
    private static readonly string[] Things =
    [
        "lantern", "river", "theorem", "clock", "garden", "letter", "bridge", "violin", "comet", "harbour",
    ];
    private static readonly string[] Kinds = ["old", "quiet", "golden", "broken", "distant", "small", "curious"];
    private static readonly string[] Deeds = ["found", "lost", "drew", "measured", "forgot", "described", "repaired", "counted"];
    private static readonly string[] Places =
    [
        "under the stairs", "behind the hill", "by the sea", "in the library", "at noon", "before the storm",
    ];

    /// <summary>Makes the text.</summary>
    /// <param name="seed">Equal seeds give equal texts on every machine.</param>
    public static string Create(ulong seed)
    {
        StringBuilder text = new();
        for (int dialogue = 0; dialogue < Dialogues; dialogue++)
        {
            CounterRandom random = new(seed, (ulong)dialogue);
            ulong drawn = 0;
            string speaker = Pick(Names), thing = $"{Pick(Kinds)} {Pick(Things)}", deed = Pick(Deeds), place = Pick(Places);
            string other = Pick(Names);
            int count = 2 + random.Below(8, drawn++);
            text.Append(CultureInfo.InvariantCulture, $"{speaker.ToUpperInvariant()}:\n");
            text.Append(random.Below(3, drawn++) switch
            {
                0 => $"I {deed} the {thing} {place}.\n",
                1 => $"Who {deed} the {thing} {place}?\n",
                _ => $"There were {count} of them ({Pick(Kinds)} ones), {place}.\n",
            });
            text.Append(CultureInfo.InvariantCulture, $"\n{other.ToUpperInvariant()}:\n");
            text.Append(random.Below(3, drawn++) switch
            {
                0 => $"Then tell me, {speaker}: was the {thing} yours?\n\n",
                1 => $"Not I, {speaker}. I {Pick(Deeds)} the {Pick(Things)}.\n\n",
                _ => $"{count} and {count} are {2 * count}, {speaker}.\n\n",
            });

            string Pick(string[] words) => words[random.Below(words.Length, drawn++)];
        }

        return text.ToString();
    }
}
