using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;

namespace RnnGen.Sample.Digits;

/// <summary>
/// Finds the data: the folder that the user names, else the cache, else a download into the cache, else the built-in digits.
/// </summary>
public static class MnistDownload
{
    /// <summary>Finds the data; only a folder that the user named can fail.</summary>
    /// <param name="options">Where to look, and for how long.</param>
    /// <param name="progress">Receives the share of the download that is done, 0 to 1.</param>
    /// <param name="cancellation">The user's own wish to stop; it is never taken for a missing network.</param>
    /// <exception cref="FileNotFoundException">The named folder lacks files.</exception>
    /// <exception cref="InvalidDataException">A file of the named folder is damaged.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public static async Task<ResolvedDigits> ResolveAsync(
        MnistDownloadOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (options.Directory is string named)
        {
            return new ResolvedDigits(MnistDataSets.Load(named, options.ValidationSize), $"MNIST (folder {named})", "");
        }

        if (TryLoadCache(options, out string damage) is MnistDataSets cached)
        {
            return new ResolvedDigits(cached, "MNIST (cache)", "");
        }

        string failure = await TryDownloadAsync(options, progress, cancellation).ConfigureAwait(false);
        if (failure.Length == 0 && TryLoadCache(options, out failure) is MnistDataSets downloaded)
        {
            return new ResolvedDigits(downloaded, "MNIST (downloaded)", damage);
        }

        cancellation.ThrowIfCancellationRequested();
        MnistDataSets digits = SyntheticDigits.Create(
            options.BuiltInSeed, options.BuiltInTrainingCount, options.BuiltInTestCount, options.ValidationSize);
        return new ResolvedDigits(digits, "built-in digits (offline)", damage.Length == 0 ? failure : $"{damage}; {failure}");
    }

    /// <summary>Loads the cache if it is complete and sound; <paramref name="damage"/> says what is wrong with it.</summary>
    private static MnistDataSets? TryLoadCache(MnistDownloadOptions options, out string damage)
    {
        damage = "";
        try
        {
            return MnistDataSets.Load(options.CacheDirectory, options.ValidationSize);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            damage = exception.Message;
            return null;
        }
    }

    /// <summary>Downloads all files into the cache.</summary>
    /// <returns>Empty, or why it did not work.</returns>
    private static async Task<string> TryDownloadAsync(
        MnistDownloadOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        using CancellationTokenSource total = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        total.CancelAfter(options.TotalLimit);
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(total.Token);
        idle.CancelAfter(options.IdleLimit);

        // A mirror that does not answer leaves the others their share of the limit.
        using HttpClient client = options.Handler is HttpMessageHandler handler
            ? new HttpClient(handler, disposeHandler: false)
            : new HttpClient(new SocketsHttpHandler { ConnectTimeout = options.IdleLimit / Math.Max(1, options.Mirrors.Count) });
        client.Timeout = Timeout.InfiniteTimeSpan;

        List<string> failures = [];
        try
        {
            Directory.CreateDirectory(options.CacheDirectory);
            foreach (Uri mirror in options.Mirrors)
            {
                try
                {
                    await DownloadAsync(client, mirror, options, progress, idle).ConfigureAwait(false);
                    return "";
                }
                catch (Exception exception) when (exception is HttpRequestException or InvalidDataException or IOException
                    || (exception is OperationCanceledException && !idle.IsCancellationRequested))
                {
                    failures.Add($"{mirror.Host}: {exception.GetBaseException().Message}");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            failures.Add(total.IsCancellationRequested
                ? $"the download took longer than {options.TotalLimit.TotalSeconds:0.#} s"
                : $"nothing arrived for {options.IdleLimit.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failures.Add($"cache folder '{options.CacheDirectory}': {exception.Message}");
        }

        return failures.Count > 0 ? string.Join("; ", failures) : "no mirror is configured";
    }

    private static async Task DownloadAsync(
        HttpClient client, Uri mirror, MnistDownloadOptions options, IProgress<double>? progress, CancellationTokenSource idle)
    {
        double size = options.Files.Sum(file => file.CompressedSize), before = 0;
        foreach (MnistRemoteFile file in options.Files)
        {
            string target = Path.Combine(options.CacheDirectory, file.Name + ".gz");
            string partial = $"{target}.{Guid.NewGuid():N}.tmp";
            try
            {
                double done = before;
                await ReceiveAsync(client, new Uri(mirror, file.Name + ".gz"), partial, file, options.IdleLimit, idle,
                    received => progress?.Report((done + Math.Min(received, file.CompressedSize)) / size)).ConfigureAwait(false);
                await CheckAsync(partial, file, idle.Token).ConfigureAwait(false);
                File.Move(partial, target, overwrite: true);
            }
            finally
            {
                File.Delete(partial);
            }

            before += file.CompressedSize;
            progress?.Report(before / size);
        }
    }

    private static async Task ReceiveAsync(
        HttpClient client, Uri address, string path, MnistRemoteFile file, TimeSpan idleLimit, CancellationTokenSource idle,
        Action<long> report)
    {
        using HttpResponseMessage response = await client
            .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, idle.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using Stream source = await response.Content.ReadAsStreamAsync(idle.Token).ConfigureAwait(false);
        using FileStream target = new(path, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[64 * 1024];
        long received = 0, limit = (2 * file.CompressedSize) + buffer.Length;
        for (int count; (count = await source.ReadAsync(buffer, idle.Token).ConfigureAwait(false)) > 0;)
        {
            idle.CancelAfter(idleLimit);
            received += count;
            if (received > limit)
            {
                throw new InvalidDataException($"{address}: expected about {file.CompressedSize} bytes, found more than {limit}.");
            }

            await target.WriteAsync(buffer.AsMemory(0, count), idle.Token).ConfigureAwait(false);
            report(received);
        }
    }

    private static async Task CheckAsync(string path, MnistRemoteFile file, CancellationToken cancellation)
    {
        using Stream content = IdxFile.OpenContent(path);
        string found = Convert.ToHexStringLower(await MD5.HashDataAsync(content, cancellation).ConfigureAwait(false));
        if (found != file.Md5)
        {
            throw new InvalidDataException($"{file.Name}.gz: expected content with MD5 {file.Md5}, found {found}.");
        }
    }
}
