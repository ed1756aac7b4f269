using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using RnnGen.Data;
using RnnGen.Sample.Digits;
using Xunit;

namespace RnnGen.Tests.Data;

public sealed class MnistDownloadTests : IDisposable
{
    private const string BuiltIn = "built-in digits (offline)";

    private readonly IdxFolder _folder = new();
    private readonly Dictionary<string, byte[]> _contents = new()
    {
        [MnistDataSets.FileNames[0]] = IdxFolder.ImageFile(30),
        [MnistDataSets.FileNames[1]] = IdxFolder.LabelFile(30),
        [MnistDataSets.FileNames[2]] = IdxFolder.ImageFile(5),
        [MnistDataSets.FileNames[3]] = IdxFolder.LabelFile(5),
    };

    private string Cache => Path.Combine(_folder.Path, "data", "cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ADownloadFillsTheCacheWhichTheNextCallUses()
    {
        FakeServer server = new(Serve);
        Recorder progress = new();
        ResolvedDigits first = await MnistDownload.ResolveAsync(Options(server), progress, TestContext.Current.CancellationToken);
        Assert.Equal(("MNIST (downloaded)", ""), (first.Source, first.Note));
        Assert.Equal((26, 4, 5), (first.Sets.Train.Count, first.Sets.Validation.Count, first.Sets.Test.Count));
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("first.test", request.Host));
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Equal(1.0, progress.Values[^1], 1e-12);
        Assert.Equal(
            MnistDataSets.FileNames.Select(name => name + ".gz").Order(), Directory.GetFiles(Cache).Select(Path.GetFileName).Order());

        ResolvedDigits second = await MnistDownload.ResolveAsync(Options(server), null, TestContext.Current.CancellationToken);
        Assert.Equal("MNIST (cache)", second.Source);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(first.Sets.Train.Labels, second.Sets.Train.Labels);
    }

    [Fact]
    public async Task AMirrorWithOtherContentIsPassedOverAndNothingOfItStays()
    {
        FakeServer server = new((address, _) => address.Host == "first.test"
            ? Answer("<html>Please log in.</html>"u8.ToArray())
            : Serve(address, default));
        ResolvedDigits digits = await MnistDownload.ResolveAsync(Options(server), null, TestContext.Current.CancellationToken);
        Assert.Equal("MNIST (downloaded)", digits.Source);
        Assert.Equal(
            ["first.test", "second.test", "second.test", "second.test", "second.test"], server.Requests.Select(request => request.Host));
        Assert.Equal(4, Directory.GetFiles(Cache).Length);
    }

    [Fact]
    public async Task WithoutANetworkTheBuiltInDigitsAreUsedAtOnce()
    {
        FakeServer server = new(
            (address, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, $"Name not known ({address.Host})"));
        ResolvedDigits digits = await MnistDownload.ResolveAsync(Options(server), null, TestContext.Current.CancellationToken);
        Assert.Equal(BuiltIn, digits.Source);
        Assert.Equal("first.test: Name not known (first.test); second.test: Name not known (second.test)", digits.Note);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal((36, 4, 10), (digits.Sets.Train.Count, digits.Sets.Validation.Count, digits.Sets.Test.Count));
        Assert.Empty(Directory.GetFiles(Cache));
    }

    [Fact]
    public async Task WrongContentEverywhereLeavesTheCacheEmpty()
    {
        byte[] other = IdxFolder.Gzip(IdxFolder.ImageFile(31));
        ResolvedDigits digits = await MnistDownload.ResolveAsync(
            Options(new FakeServer((_, _) => Answer(other))), null, TestContext.Current.CancellationToken);
        Assert.Equal(BuiltIn, digits.Source);
        Assert.Contains($"expected content with MD5 {Md5(_contents[MnistDataSets.FileNames[0]])}", digits.Note);
        Assert.Contains($"found {Md5(IdxFolder.ImageFile(31))}", digits.Note);
        Assert.Empty(Directory.GetFiles(Cache));
    }

    [Fact]
    public async Task ASilentServerEndsAtTheIdleLimit()
    {
        FakeServer server = new(
            (_, cancellation) => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) });
        MnistDownloadOptions options = Options(server) with { IdleLimit = TimeSpan.FromMilliseconds(200) };
        ResolvedDigits digits = await MnistDownload.ResolveAsync(options, null, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal((BuiltIn, "nothing arrived for 0.2 s"), (digits.Source, digits.Note));
    }

    [Fact]
    public async Task AnEndlessAnswerIsCut()
    {
        FakeServer server = new((_, _) => Answer(new byte[10_000_000]));
        ResolvedDigits digits = await MnistDownload.ResolveAsync(Options(server), null, TestContext.Current.CancellationToken);
        Assert.Equal(BuiltIn, digits.Source);
        Assert.Contains("bytes, found more than", digits.Note);
    }

    [Fact]
    public async Task TheUsersOwnCancellationIsNotTakenForAMissingNetwork()
    {
        using CancellationTokenSource cancellation = new();
        FakeServer server = new((_, token) =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => MnistDownload.ResolveAsync(Options(server), null, cancellation.Token));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ADamagedCacheIsDownloadedAgain()
    {
        FakeServer server = new(Serve);
        await MnistDownload.ResolveAsync(Options(server), null, TestContext.Current.CancellationToken);
        string damaged = Path.Combine(Cache, MnistDataSets.FileNames[2] + ".gz");
        File.WriteAllBytes(damaged, [1, 2, 3]);
        ResolvedDigits digits = await MnistDownload.ResolveAsync(Options(server), null, TestContext.Current.CancellationToken);
        Assert.Equal("MNIST (downloaded)", digits.Source);
        Assert.StartsWith(damaged, digits.Note);
        Assert.Equal(5, digits.Sets.Test.Count);
    }

    [Fact]
    public async Task ANamedFolderIsUsedOrFails()
    {
        FakeServer server = new(Serve);
        MnistDownloadOptions options = Options(server) with { Directory = _folder.Path };
        FileNotFoundException exception = await Assert.ThrowsAsync<FileNotFoundException>(
            () => MnistDownload.ResolveAsync(options, null, TestContext.Current.CancellationToken));
        Assert.Contains(_folder.Path, exception.Message);

        foreach ((string name, byte[] content) in _contents)
        {
            _folder.Write(name, content);
        }

        ResolvedDigits digits = await MnistDownload.ResolveAsync(options, null, TestContext.Current.CancellationToken);
        Assert.Equal($"MNIST (folder {_folder.Path})", digits.Source);
        Assert.Equal(26, digits.Sets.Train.Count);

        _folder.Write(MnistDataSets.FileNames[0], [0, 0, 8]);
        await Assert.ThrowsAsync<InvalidDataException>(
            () => MnistDownload.ResolveAsync(options, null, TestContext.Current.CancellationToken));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TheKnownChecksumsAreThoseOfTheRealFiles()
    {
        string? directory = RealData.Mnist();
        Assert.SkipWhen(directory is null, $"No MNIST files: set {RealData.EnvironmentVariable}.");
        foreach (MnistRemoteFile file in MnistRemoteFile.Mnist)
        {
            string path = Directory.GetFiles(directory, file.Name + "*").First();
            using Stream content = IdxFile.OpenContent(path);
            byte[] hash = await MD5.HashDataAsync(content, TestContext.Current.CancellationToken);
            Assert.Equal(Convert.ToHexStringLower(hash), file.Md5);
        }
    }

    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));

    private static HttpResponseMessage Answer(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };

    private HttpResponseMessage Serve(Uri address, CancellationToken cancellation) =>
        Answer(IdxFolder.Gzip(_contents[Path.GetFileNameWithoutExtension(address.AbsolutePath)]));

    private MnistDownloadOptions Options(FakeServer server) => new()
    {
        CacheDirectory = Cache,
        Mirrors = [new Uri("https://first.test/mnist/"), new Uri("https://second.test/")],
        Files = [.. _contents.Select(file => new MnistRemoteFile(file.Key, IdxFolder.Gzip(file.Value).Length, Md5(file.Value)))],
        Handler = server,
        ValidationSize = 4,
        BuiltInTrainingCount = 40,
        BuiltInTestCount = 10,
    };

    private sealed class FakeServer(Func<Uri, CancellationToken, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<Uri> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!);
            return Task.FromResult(answer(request.RequestUri!, cancellationToken));
        }
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, reports in order and at once.</summary>
    private sealed class Recorder : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }

    /// <summary>Never delivers anything.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
