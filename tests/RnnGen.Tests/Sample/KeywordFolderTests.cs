using System;
using System.IO;
using System.Linq;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Sample.Keywords.Scenes;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class KeywordFolderTests
{
    [Fact]
    public void FoldersAreWordsAndNoSpeakerIsInTwoParts()
    {
        using IdxFolder folder = new();
        Write(folder, "cat", "dog", "_noise_", "fish");
        FolderWords words = new(folder.Path, ["dog", "cat"], 1);
        Assert.Equal(["silence", "unknown", "dog", "cat"], words.Classes.Names);
        Assert.Equal((folder.Path, true), (words.Name, words.HasUnknown));

        // Each of 40 speakers has said each word twice.
        FolderSplit split = FolderSplit.Of(folder.Path);
        ILookup<WordPart, int> parts = Enumerable.Range(0, 40).ToLookup(speaker => split.PartOf("cat", FileName(speaker, 0)));
        Assert.Equal(3, parts.Count);
        Assert.InRange(parts[WordPart.Training].Count(), 24, 38);
        Assert.All(
            Enumerable.Range(0, 40),
            speaker => Assert.Equal(split.PartOf("cat", FileName(speaker, 0)), split.PartOf("dog", FileName(speaker, 1))));
        int test = 2 * parts[WordPart.Test].Count();

        // Silence, other words and both commands as often.
        Assert.Equal(4 * test, words.TestClips);
        Assert.Equal(
            Enumerable.Range(0, 4).Select(label => (label, test)),
            Enumerable.Range(0, words.TestClips).CountBy(clip => words.TestClip(clip).Class).Select(pair => (pair.Key, pair.Value)));

        // Loudness is that of the word: its root mean square is 1.
        Utterance word = words.Draw(WordPart.Test, 3, new Draws(1, 1));
        Assert.Equal((3, 4800, 9600), (word.Class, word.Begin, word.End));
        Assert.Equal(1, Math.Sqrt(word.Samples[4800..9600].Average(sample => (double)sample * sample)), 1e-4);
    }

    [Fact]
    public void TheListsOfTheDataSetDecideWhereTheyAreThere()
    {
        using IdxFolder folder = new();
        Write(folder, "cat");
        File.WriteAllText(Path.Combine(folder.Path, "validation_list.txt"), $"cat/{FileName(0, 0)}\ncat/{FileName(1, 1)}\n");
        File.WriteAllText(Path.Combine(folder.Path, "testing_list.txt"), $"cat/{FileName(2, 0)}\r\n\r\n");
        FolderSplit split = FolderSplit.Of(folder.Path);
        Assert.Equal(WordPart.Validation, split.PartOf("cat", FileName(1, 1)));
        Assert.Equal(WordPart.Test, split.PartOf("cat", FileName(2, 0)));
        Assert.Equal(WordPart.Training, split.PartOf("cat", FileName(2, 1)));
        FolderWords words = new(folder.Path, [], 1);
        Assert.False(words.HasUnknown);

        // The one file, and as much silence.
        Assert.Equal([0, 2], Enumerable.Range(0, words.TestClips).Select(clip => words.TestClip(clip).Class));
    }

    [Fact]
    public void TheUsualCommandsAreTakenWhereAllAreThere()
    {
        using IdxFolder folder = new();
        string[] usual = ["yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"];
        Write(folder, [.. usual, "cat"]);
        Assert.Equal(usual, new FolderWords(folder.Path, [], 1).Classes.Words);
        Directory.Delete(Path.Combine(folder.Path, "yes"), recursive: true);
        Assert.Equal(usual.Skip(1).Append("cat").Order(StringComparer.Ordinal), new FolderWords(folder.Path, [], 1).Classes.Words);
        Write(folder, "dog");
        Assert.Equal(
            $"--data: '{folder.Path}' has 11 words; --words chooses up to 10 commands.", Refusal(folder.Path));
    }

    [Fact]
    public void WhatIsMissingIsTold()
    {
        using IdxFolder folder = new();
        string missing = Path.Combine(folder.Path, "nowhere");
        Assert.Equal($"--data: there is no folder '{missing}'.", Refusal(missing));
        Assert.Equal($"--data: '{folder.Path}' has no folders; a folder a word was expected.", Refusal(folder.Path));
        Directory.CreateDirectory(Path.Combine(folder.Path, "cat"));
        Assert.Equal(
            "--data: word 'cat' has 0 WAV files: 0 for training, 0 for validation and 0 for the test; each part needs one.",
            Refusal(folder.Path));
        Write(folder, "cat");
        Assert.Equal($"--data: '{folder.Path}' has no folder 'dog'; it has cat.", Refusal(folder.Path, "dog"));
        Assert.Equal("--words has 'cat' 2 times.", Refusal(folder.Path, "cat", "cat"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "bird"));
        Assert.Equal(
            "--data: word 'bird' has 0 WAV files: 0 for training, 0 for validation and 0 for the test; each part needs one.",
            Refusal(folder.Path, "cat"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "ant"));
        Assert.StartsWith(
            "--data: the words that are no commands (ant, bird) have 0 WAV files", Refusal(folder.Path, "cat"), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherSoundsThanClipsAreRefused()
    {
        using IdxFolder folder = new();
        string file = Path.Combine(folder.Path, "clip.wav");
        WavFile.Write(file, new float[SoundFormat.SampleRate]);
        Assert.Equal(SoundFormat.SampleRate, WavFile.ReadClip(file, SoundFormat.SampleRate).Length);
        WavFile.Write(file, new float[SoundFormat.SampleRate + 1]);
        Assert.Equal($"{file}: it has 16001 samples; at most 16000 are read.", ClipRefusal(file));
        byte[] bytes = File.ReadAllBytes(file);

        // Two channels, then another rate: bytes 22 and 24 of the header; 32 is the size of a frame.
        (bytes[22], bytes[32]) = (2, 4);
        File.WriteAllBytes(file, bytes);
        Assert.Equal($"{file}: it has 2 channels of 16 bits, Pcm; one channel of PCM of 16 bits is read.", ClipRefusal(file));
        (bytes[22], bytes[32]) = (1, 2);
        BitConverter.TryWriteBytes(bytes.AsSpan(24), 8000);
        File.WriteAllBytes(file, bytes);
        Assert.Equal($"{file}: it has 8000 samples a second; sounds of 16000 are read.", ClipRefusal(file));
        File.WriteAllBytes(file, bytes[..100]);
        Assert.Contains("100 are there", ClipRefusal(file), StringComparison.Ordinal);

        static string ClipRefusal(string path) =>
            Assert.Throws<CommandFailure>(() => WavFile.ReadClip(path, SoundFormat.SampleRate)).Message;
    }

    /// <summary>Ten milliseconds of each place are as loud as it says.</summary>
    [Fact]
    public void AWordIsWhereItIsLoud()
    {
        Random random = new(1);
        float[] Clip(params (int Count, double Level)[] parts) =>
            [.. parts.SelectMany(part => Enumerable.Repeat(part.Level, part.Count)).Select(Noise)];
        float Noise(double level) => (float)(level * ((2 * random.NextDouble()) - 1));
        Assert.Equal((4800, 9600), WordBounds.Find(Clip((4800, 0.001), (4800, 0.3), (6400, 0.001))));

        // Soft parts within 30 dB of the loudest belong to it; what is softer does not.
        Assert.Equal((3200, 9600), WordBounds.Find(Clip((3200, 0.0001), (1600, 0.02), (3200, 0.3), (1600, 0.02), (6400, 0.0001))));
        Assert.Equal((4800, 8000), WordBounds.Find(Clip((3200, 0.0001), (1600, 0.002), (3200, 0.3), (1600, 0.002), (6400, 0.0001))));
        Assert.Equal((0, 16000), WordBounds.Find(Clip((16000, 0.1))));
        Assert.Equal((0, 16000), WordBounds.Find(new float[16000]));
        Assert.Equal((0, 700), WordBounds.Find(Clip((700, 0.1))));
    }

    /// <summary>Forty speakers say each word twice: a tone of its own in the middle of a second.</summary>
    internal static void Write(IdxFolder folder, params string[] words)
    {
        foreach ((int index, string word) in words.Index())
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, word));
            for (int speaker = 0; speaker < 40; speaker++)
            {
                for (int time = 0; time < 2; time++)
                {
                    WavFile.Write(Path.Combine(folder.Path, word, FileName(speaker, time)), Tone(400 * (index + 1), speaker + time));
                }
            }
        }
    }

    private static string FileName(int speaker, int time) => $"{speaker * 7919:x8}_nohash_{time}.wav";

    private static float[] Tone(double hertz, int number)
    {
        float[] samples = new float[SoundFormat.SampleRate];
        for (int i = 4800; i < 9600; i++)
        {
            samples[i] = (float)(0.3 * Math.Sin(2 * Math.PI * hertz * (1 + (0.002 * number)) * i / SoundFormat.SampleRate));
        }

        return samples;
    }

    private static string Refusal(string folder, params string[] words) =>
        Assert.Throws<CommandFailure>(() => new FolderWords(folder, words, 1)).Message;
}
