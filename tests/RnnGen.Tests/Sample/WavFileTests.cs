using System;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Sample.Audio;
using RnnGen.Sample.Commands;
using RnnGen.Tests.Data;
using Xunit;

namespace RnnGen.Tests.Sample;

public sealed class WavFileTests
{
    private const int Pcm = 1, Float = 3;

    [Fact]
    public void WhatIsWrittenIsReadAgainToSixteenBits()
    {
        using IdxFolder folder = new();
        string path = Path.Combine(folder.Path, "sound.wav");
        float[] samples = [0, 0.5f, -0.5f, 1, -1, 2, -2, 0.1f];
        WavFile.Write(path, samples);
        float[] read = WavFile.Read(path);
        Assert.Equal(samples.Length, read.Length);
        Assert.All(samples.Zip(read), pair => Assert.Equal(Math.Clamp(pair.First, -1, 1), pair.Second, 1.0f / 16384));

        // A header of 44 bytes, then two bytes a sample.
        Assert.Equal(44 + (2 * samples.Length), new FileInfo(path).Length);
    }

    [Fact]
    public void OfSeveralChannelsTheFirstIsRead()
    {
        using IdxFolder folder = new();
        byte[] stereo = [.. new short[] { 16384, 1, -16384, 2, 8192, 3 }.SelectMany(BitConverter.GetBytes)];
        Assert.Equal([0.5f, -0.5f, 0.25f], Read(folder, Wav(Pcm, 2, 16_000, 16, stereo)));
    }

    [Fact]
    public void FloatsAreReadAsTheyAre()
    {
        using IdxFolder folder = new();
        float[] samples = [0.123456f, -3, 1e-20f];
        Assert.Equal(samples, Read(folder, Wav(Float, 1, 16_000, 32, [.. samples.SelectMany(BitConverter.GetBytes)])));
    }

    [Fact]
    public void ChunksThatAreNotKnownAreSkippedAndAnUnknownLengthIsTheRest()
    {
        using IdxFolder folder = new();
        byte[] sound = Wav(Pcm, 1, 16_000, 16, [0, 64, 0, 192]);
        byte[] withList = [.. sound[..12], .. "LIST"u8, 4, 0, 0, 0, .. "INFO"u8, .. sound[12..]];
        BitConverter.TryWriteBytes(withList.AsSpan(4), withList.Length - 8);
        Assert.Equal([0.5f, -0.5f], Read(folder, withList));

        byte[] endless = [.. sound];
        endless.AsSpan(4, 4).Fill(255);
        endless.AsSpan(40, 4).Fill(255);
        Assert.Equal([0.5f, -0.5f], Read(folder, endless));
    }

    [Theory]
    [InlineData("8000 samples a second", Pcm, 1, 8000, 16)]
    [InlineData("44100 samples a second", Float, 2, 44_100, 32)]
    [InlineData("24 bits", Pcm, 1, 16_000, 24)]
    [InlineData("8 bits", Pcm, 1, 16_000, 8)]
    [InlineData("64 bits", Float, 1, 16_000, 64)]
    [InlineData("ALaw", 6, 1, 16_000, 8)]
    [InlineData("block align is 0", Pcm, 0, 16_000, 16)]
    public void OtherSoundsAreRefusedWithWhatTheyAre(string what, int encoding, int channels, int rate, int bits)
    {
        using IdxFolder folder = new();
        Assert.Contains(what, Refusal(folder, Wav(encoding, channels, rate, bits, new byte[24 * 8])), StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedFilesAreRefused()
    {
        using IdxFolder folder = new();
        byte[] sound = Wav(Pcm, 1, 16_000, 16, new byte[200]);
        Assert.Contains("it says that it has 244 bytes; 100 are there", Refusal(folder, sound[..100]), StringComparison.Ordinal);
        Assert.Contains("RIFF", Refusal(folder, []), StringComparison.Ordinal);
        Assert.Contains("RIFF", Refusal(folder, Encoding.UTF8.GetBytes("This is a text, not a sound.")), StringComparison.Ordinal);
        Assert.Contains("no samples", Refusal(folder, Wav(Pcm, 1, 16_000, 16, [])), StringComparison.Ordinal);
        byte[] notANumber = Wav(Float, 1, 16_000, 32, [.. new[] { 0, float.NaN }.SelectMany(BitConverter.GetBytes)]);
        Assert.Contains("sample 1 is NaN", Refusal(folder, notANumber), StringComparison.Ordinal);
        string missing = Path.Combine(folder.Path, "missing.wav");
        Assert.StartsWith(missing, Assert.Throws<CommandFailure>(() => WavFile.Read(missing)).Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.Path, Assert.Throws<CommandFailure>(() => WavFile.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever stands in the header, it is read or refused as such.</summary>
    [Fact]
    public void AnyHeaderIsReadOrRefused()
    {
        using IdxFolder folder = new();
        Random random = new(1);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] sound = Wav(Pcm, 1, 16_000, 16, new byte[64]);
            for (int change = 0; change < 3; change++)
            {
                sound[random.Next(44)] = (byte)random.Next(256);
            }

            try
            {
                Read(folder, sound);
            }
            catch (CommandFailure)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 2000);
    }

    private static float[] Read(IdxFolder folder, byte[] bytes)
    {
        string path = Path.Combine(folder.Path, "sound.wav");
        File.WriteAllBytes(path, bytes);
        return WavFile.Read(path);
    }

    private static string Refusal(IdxFolder folder, byte[] bytes) => Assert.Throws<CommandFailure>(() => Read(folder, bytes)).Message;

    /// <summary>A file as the format's description has it.</summary>
    private static byte[] Wav(int encoding, int channels, int rate, int bits, byte[] data)
    {
        int frame = channels * bits / 8;
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)encoding);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * frame);
        writer.Write((short)frame);
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        return stream.ToArray();
    }
}
