using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Keywords.Voices;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>
/// Words that the program says itself, each by a speaker of its part: no recordings, and easier than these. Words that are no commands are
/// other ones in the test than in training.
/// </summary>
/// <param name="seed">What they follow from.</param>
internal sealed class SyntheticWords(ulong seed) : IWordSource
{
    // Speakers of training, validation and test.
    private static readonly int[] Speakers = [400, 60, 100];

    private const int ClipsOfClass = 100;

    /// <inheritdoc/>
    public string Name => "synthetic speech";

    /// <inheritdoc/>
    public KeywordClasses Classes { get; } = new(SpokenWords.Commands);

    /// <inheritdoc/>
    public bool HasUnknown => true;

    /// <inheritdoc/>
    public int TestClips => ClipsOfClass * Classes.Count;

    /// <inheritdoc/>
    public Utterance Draw(WordPart part, int label, Draws draws)
    {
        int number = draws.Below(Speakers[(int)part]);
        Speaker speaker = new(new Draws(seed, SceneMaker.Stream(part, 3) + (ulong)number));
        while (true)
        {
            string[] word = label == KeywordClasses.Unknown
                ? SpokenWords.DrawOther(draws, isTest: part != WordPart.Training)
                : SpokenWords.Sounds[label - KeywordClasses.FirstWord];
            float[] samples = new VoiceSynthesizer(speaker, draws).Say(word);
            if (samples.Length <= SceneMaker.LongestWord)
            {
                return new Utterance(samples, label, 0, samples.Length);
            }
        }
    }

    /// <inheritdoc/>
    public (float[] Samples, int Class) TestClip(int index)
    {
        Draws draws = new(seed, SceneMaker.Stream(WordPart.Test, 2) + (ulong)index);
        int label = index % Classes.Count;
        Utterance? word = label == KeywordClasses.Silence ? null : Draw(WordPart.Test, label, draws);
        return (SceneMaker.Clip(word, draws), label);
    }
}
