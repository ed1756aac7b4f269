using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Networks;
using RnnGen.Sample.Keywords.Voices;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>
/// Recorded words, a folder a word, as the Speech Commands data set lays them (Warden, 2018): one channel, 16 bits, at most a second. Files
/// are read when a word is drawn.
/// </summary>
internal sealed class FolderWords : IWordSource
{
    // So that an end that is cut off is not a click.
    private const int Fade = SoundFormat.SampleRate / 100;

    private readonly FolderSplit _split;
    private readonly string[][][] _files;
    private readonly (string? File, int Class)[] _clips;
    private readonly ulong _seed;

    /// <summary>Lists the files.</summary>
    /// <param name="folder">The folder of the words' folders.</param>
    /// <param name="chosen">The commands; empty for those of Speech Commands where all are there, and otherwise for all folders.</param>
    /// <param name="seed">What silence follows from.</param>
    /// <exception cref="CommandFailure">There is no such folder, or a word lacks files.</exception>
    public FolderWords(string folder, IReadOnlyList<string> chosen, ulong seed)
    {
        (Name, _seed) = (folder, seed);
        try
        {
            string[] all = Folders(folder);
            string[] words = [.. Choose(folder, all, chosen)];
            Classes = new KeywordClasses(words);
            _split = FolderSplit.Of(folder);

            // Commands in the order of their classes; all other folders are one class.
            string[][] groups = [[.. all.Except(words)], .. words.Select(word => new[] { word })];
            _files = [.. groups.Select(group => Parts(folder, group))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(exception.Message);
        }

        _clips = [.. Clips()];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public KeywordClasses Classes { get; }

    /// <inheritdoc/>
    public bool HasUnknown => _files[0].All(part => part.Length > 0);

    /// <inheritdoc/>
    public int TestClips => _clips.Length;

    /// <inheritdoc/>
    public Utterance Draw(WordPart part, int label, Draws draws)
    {
        string[] files = _files[label - KeywordClasses.Unknown][(int)part];
        float[] samples = WavFile.ReadClip(files[draws.Below(files.Length)], SoundFormat.SampleRate);
        (int begin, int end) = WordBounds.Find(samples);
        double power = 0;
        foreach (float sample in samples.AsSpan(begin, end - begin))
        {
            power += (double)sample * sample;
        }

        // Digital silence stays what it is.
        double gain = power > 0 ? 1 / Math.Sqrt(power / (end - begin)) : 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double edge = Math.Min(1, Math.Min(i, samples.Length - 1 - i) / (double)Fade);
            samples[i] = (float)(samples[i] * gain * edge);
        }

        return new Utterance(samples, label, begin, end);
    }

    /// <inheritdoc/>
    public (float[] Samples, int Class) TestClip(int index)
    {
        (string? file, int label) = _clips[index];
        if (file is null)
        {
            return (SceneMaker.Clip(null, new Draws(_seed, SceneMaker.Stream(WordPart.Test, 2) + (ulong)index)), label);
        }

        // Shorter ones are followed by silence.
        float[] samples = new float[SoundFormat.SampleRate];
        WavFile.ReadClip(file, samples.Length).CopyTo(samples, 0);
        return (samples, label);
    }

    private static string[] Folders(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw Failure($"there is no folder '{folder}'.");
        }

        // Folders such as _background_noise_ hold no words.
        string[] all =
        [
            .. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!)
                .Where(name => name[0] is not ('_' or '.')).Order(StringComparer.Ordinal),
        ];
        return all.Length > 0 ? all : throw Failure($"'{folder}' has no folders; a folder a word was expected.");
    }

    private static IReadOnlyList<string> Choose(string folder, string[] all, IReadOnlyList<string> chosen)
    {
        if (chosen.FirstOrDefault(word => !all.Contains(word)) is string missing)
        {
            throw Failure($"'{folder}' has no folder '{missing}'; it has {string.Join(", ", all)}.");
        }

        if (chosen.GroupBy(word => word).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new CommandFailure($"--words has '{twice.Key}' {twice.Count()} times.");
        }

        if (chosen.Count > 0 || SpokenWords.Commands.All(all.Contains))
        {
            return chosen.Count > 0 ? chosen : SpokenWords.Commands;
        }

        return all.Length <= KeywordClasses.MostWords
            ? all
            : throw Failure($"'{folder}' has {all.Length} words; --words chooses up to {KeywordClasses.MostWords} commands.");
    }

    /// <summary>Files of each part, in the same order on every machine.</summary>
    private string[][] Parts(string folder, string[] words)
    {
        List<string>[] parts = [[], [], []];
        foreach (string word in words)
        {
            foreach (string name in Directory.GetFiles(Path.Combine(folder, word), "*.wav").Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal))
            {
                parts[(int)_split.PartOf(word, name)].Add(Path.Combine(folder, word, name));
            }
        }

        // Of words that are no commands there may be none at all.
        int files = parts.Sum(part => part.Count);
        bool isWhole = parts.All(part => part.Count > 0) || words.Length == 0;
        return isWhole
            ? [.. parts.Select(part => part.ToArray())]
            : throw Failure(
                $"{(words.Length == 1 ? $"word '{words[0]}' has" : $"the words that are no commands ({string.Join(", ", words)}) have")} "
                + $"{files} WAV files: {parts[0].Count} for training, {parts[1].Count} for validation and {parts[2].Count} for the test; "
                + "each part needs one.");
    }

    /// <summary>All files of commands in the test, and as many of other words and of silence as of a command.</summary>
    private IEnumerable<(string? File, int Class)> Clips()
    {
        string[][] commands = [.. _files.Skip(1).Select(parts => parts[(int)WordPart.Test])];
        int count = (commands.Sum(files => files.Length) + commands.Length - 1) / commands.Length;
        string[] others = _files[0][(int)WordPart.Test];
        int step = Math.Max(1, others.Length / count);
        return
        [
            .. Enumerable.Repeat<(string?, int)>((null, KeywordClasses.Silence), count),
            .. others.Where((_, at) => at % step == 0).Take(count).Select(file => ((string?)file, KeywordClasses.Unknown)),
            .. commands.SelectMany((files, word) => files.Select(file => ((string?)file, KeywordClasses.FirstWord + word))),
        ];
    }

    private static CommandFailure Failure(string what) => new($"--data: {what}");
}
