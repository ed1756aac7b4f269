using System;
using System.Buffers.Binary;
using System.IO;
using NAudio.Wave;
using RnnGen.Interop;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Audio;

/// <summary>Sound files: one channel of 16,000 samples a second, from -1 to 1.</summary>
internal static class WavFile
{
    private const int HeaderBytes = 12;
    private const int MostSamples = 1 << 28;

    /// <summary>Reads a file of 16 bit numbers or of floats; of several channels the first.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CommandFailure">It is no such file, damaged, or of another rate.</exception>
    public static float[] Read(string path) => Read(path, MostSamples, static format =>
        format is { Channels: >= 1, Encoding: WaveFormatEncoding.Pcm, BitsPerSample: 16 }
            or { Channels: >= 1, Encoding: WaveFormatEncoding.IeeeFloat, BitsPerSample: 32 }
            ? null
            : "PCM of 16 bits or floats of 32 are read.");

    /// <summary>Reads a short file of one channel of 16 bit numbers, as data sets of words have them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Most samples it may have.</param>
    /// <exception cref="CommandFailure">It is no such file, damaged, of another rate or form, or longer.</exception>
    public static float[] ReadClip(string path, int most) => Read(path, most, static format =>
        format is { Channels: 1, Encoding: WaveFormatEncoding.Pcm, BitsPerSample: 16 } ? null : "one channel of PCM of 16 bits is read.");

    /// <summary>Writes a file of 16 bit numbers, replacing an older one as a whole; what is beyond -1 and 1 is cut off there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">The samples.</param>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> samples)
    {
        float[] clipped = new float[samples.Length];
        for (int i = 0; i < clipped.Length; i++)
        {
            clipped[i] = Math.Clamp(samples[i], -1, 1);
        }

        try
        {
            using MemoryStream image = new();
            using (WaveFileWriter writer = new(image, new WaveFormat(SoundFormat.SampleRate, 16, 1)))
            {
                writer.WriteSamples(clipped, 0, clipped.Length);
            }

            AtomicFile.Write(path, stream => stream.Write(image.ToArray()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path}: {exception.Message}");
        }
    }

    private static float[] Read(string path, int most, Func<WaveFormat, string?> refuse)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            CheckLength(path, file);
            using WaveFileReader reader = new(file);
            WaveFormat format = reader.WaveFormat.AsStandardWaveFormat();
            if (refuse(format) is string what)
            {
                throw Failure(
                    path,
                    $"it has {format.Channels} {(format.Channels == 1 ? "channel" : "channels")} of {format.BitsPerSample} bits, "
                    + $"{format.Encoding}; {what}");
            }

            if (format.SampleRate != SoundFormat.SampleRate)
            {
                throw Failure(path, $"it has {format.SampleRate} samples a second; sounds of {SoundFormat.SampleRate} are read.");
            }

            long count = reader.Length / (format.BitsPerSample / 8) / format.Channels;
            return count <= most
                ? FirstChannel(path, reader, format.Channels, count)
                : throw Failure(path, $"it has {count} samples; at most {most} are read.");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException
            or FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw Failure(path, exception.Message);
        }
    }

    private static float[] FirstChannel(string path, WaveFileReader reader, int channels, long count)
    {
        float[] samples = new float[(int)count], chunk = new float[channels * 4096];
        ISampleProvider provider = reader.ToSampleProvider();
        for (int done = 0; done < samples.Length;)
        {
            int read = provider.Read(chunk.AsSpan(0, Math.Min(chunk.Length, (samples.Length - done) * channels))) / channels;
            if (read == 0)
            {
                throw Failure(path, $"it ends after {done} of {samples.Length} samples.");
            }

            for (int i = 0; i < read; i++, done++)
            {
                samples[done] = float.IsFinite(chunk[i * channels])
                    ? chunk[i * channels]
                    : throw Failure(path, $"sample {done} is {chunk[i * channels]}, not a finite number.");
            }
        }

        return samples.Length > 0 ? samples : throw Failure(path, "it has no samples.");
    }

    /// <summary>The library takes what is there of a file that was cut off.</summary>
    private static void CheckLength(string path, FileStream file)
    {
        byte[] header = new byte[HeaderBytes];
        int read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read < HeaderBytes || !header.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !header.AsSpan(8, 4).SequenceEqual("WAVE"u8))
        {
            throw Failure(path, "it does not begin with RIFF and WAVE, as WAV files do.");
        }

        // All ones: a program that did not know the length when it began to write.
        long length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)) + 8L;
        if (length > file.Length && length != uint.MaxValue + 8L)
        {
            throw Failure(path, $"it says that it has {length} bytes; {file.Length} are there.");
        }

        file.Position = 0;
    }

    private static CommandFailure Failure(string path, string what) => new($"{path}: {what}");
}
