using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using RnnGen.Interop;
using Xunit;

namespace RnnGen.Tests.Interop;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WritesANewFileAndReplacesAnOldOne()
    {
        AtomicFile.Write(_folder["target"], stream => stream.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["target"]));
        AtomicFile.Write(_folder["target"], stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(_folder["target"]));
        Assert.Equal(["target"], _folder.Contents);
    }

    [Fact]
    public void OldFileIsWholeUntilTheNewOneIs()
    {
        _folder.Add("target", [1, 2, 3]);
        AtomicFile.Write(_folder["target"], stream =>
        {
            stream.Write(new byte[1 << 18]);
            stream.Flush();
            Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["target"]));
            Assert.Equal(2, _folder.Contents.Length);
        });
        Assert.Equal(1 << 18, new FileInfo(_folder["target"]).Length);
    }

    [Fact]
    public void FailureWhileWritingLeavesTheOldFileAndNoTemporary()
    {
        _folder.Add("target", [1, 2, 3]);
        FormatException thrown = new("in the middle");
        FormatException caught = Assert.Throws<FormatException>(() => AtomicFile.Write(_folder["target"], stream =>
        {
            stream.Write(new byte[1 << 18]);
            throw thrown;
        }));
        Assert.Same(thrown, caught);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_folder["target"]));
        Assert.Equal(["target"], _folder.Contents);
    }

    [Fact]
    public void FailureToRenameLeavesNoTemporary()
    {
        // The folder appears only while the file is being written, so nothing can notice before the rename.
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(_folder["target"], stream =>
        {
            stream.Write([1]);
            Directory.CreateDirectory(_folder["target"]);
        }));
        Assert.Equal(["target"], _folder.Contents);
        Assert.True(Directory.Exists(_folder["target"]));
    }

    [Fact]
    public void FolderAsTargetIsRefusedBeforeWriting()
    {
        Directory.CreateDirectory(_folder["target"]);
        bool written = false;
        IOException refusal = Assert.Throws<IOException>(() => AtomicFile.Write(_folder["target"], _ => written = true));
        Assert.Contains(_folder["target"], refusal.Message, StringComparison.Ordinal);
        Assert.False(written);
        Assert.Equal(["target"], _folder.Contents);
    }

    [Fact]
    public void MissingFolderIsRefusedBeforeWriting()
    {
        bool written = false;
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_folder["missing"], "target"), _ => written = true));
        Assert.False(written);
        Assert.Empty(_folder.Contents);
    }

    [Fact]
    public void TargetsNameMayBeAsLongAsFileSystemsPermit()
    {
        string name = new('n', 255);
        AtomicFile.Write(_folder[name], stream => stream.Write([1]));
        Assert.Equal([name], _folder.Contents);
    }

    [Fact]
    public void TheFolderIsFlushedOnceTheNewFileHasItsName()
    {
        _folder.Add("target", [1, 2, 3]);
        string? flushed = null;
        AtomicFile.Write(_folder["target"], stream => stream.Write([4]), folder =>
        {
            Assert.Null(flushed);
            flushed = folder;
            Assert.Equal([4], File.ReadAllBytes(_folder["target"]));
            Assert.Equal(["target"], _folder.Contents);
        });
        Assert.Equal(Path.GetDirectoryName(_folder["target"]), flushed);
    }

    [Fact]
    public void ALinkStaysALink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets few users make symbolic links.");
        Directory.CreateDirectory(_folder["elsewhere"]);
        _folder.Add("elsewhere/file", [1, 2, 3]);
        File.CreateSymbolicLink(_folder["second"], "elsewhere/file");
        File.CreateSymbolicLink(_folder["first"], "second");
        File.CreateSymbolicLink(_folder["dangling"], "elsewhere/new");

        AtomicFile.Write(_folder["first"], stream => stream.Write([4]));
        AtomicFile.Write(_folder["dangling"], stream => stream.Write([5]));

        Assert.Equal("second", new FileInfo(_folder["first"]).LinkTarget);
        Assert.Equal("elsewhere/file", new FileInfo(_folder["second"]).LinkTarget);
        Assert.Equal([4], File.ReadAllBytes(_folder["elsewhere/file"]));
        Assert.Equal([5], File.ReadAllBytes(_folder["elsewhere/new"]));
        Assert.Equal(["dangling", "elsewhere", "first", "second"], _folder.Contents);
    }

    [Fact]
    public async Task APipeIsWrittenTo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Other systems have no named pipes in folders.");
        using (Process make = Process.Start("mkfifo", [_folder["pipe"]]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(UnixFile.IsSpecial(_folder["pipe"]));
        using Process reader = Process.Start(new ProcessStartInfo("cat", [_folder["pipe"]]) { RedirectStandardOutput = true })!;
        try
        {
            AtomicFile.Write(_folder["pipe"], stream => stream.Write("through the pipe"u8));
            Assert.True(UnixFile.IsSpecial(_folder["pipe"]), "The pipe has been replaced by a file.");
            Assert.Equal("through the pipe", await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            reader.Kill();
        }
    }

    [Fact]
    public void AFullDeviceIsAnErrorAndStaysADevice()
    {
        Assert.SkipUnless(UnixFile.IsSpecial("/dev/full"), "There is no such device.");

        // Behind a link, so that nothing of the machine could be replaced.
        File.CreateSymbolicLink(_folder["full"], "/dev/full");
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder["full"], stream => stream.Write(new byte[1 << 18])));
        Assert.Equal("/dev/full", new FileInfo(_folder["full"]).LinkTarget);
        Assert.True(UnixFile.IsSpecial(_folder["full"]));
        Assert.False(UnixFile.IsSpecial(_folder["missing"]));
        Assert.False(UnixFile.IsSpecial(_folder.Add("file", [1])));
    }

    [Fact]
    public void WhatAKilledProcessLeftOfTheSameTargetIsRemoved()
    {
        string killed = Leave("target"), other = Leave("another target");
        using FileStream living = TemporaryFile.Create(_folder["target"]);

        AtomicFile.Write(_folder["target"], stream => stream.Write([1]));

        Assert.False(File.Exists(killed));
        Assert.True(File.Exists(other));
        Assert.True(File.Exists(living.Name));
        AtomicFile.Write(_folder["another target"], stream => stream.Write([1]));
        Assert.False(File.Exists(other));

        string Leave(string target)
        {
            // A process that ends gives up its lock and nothing else.
            using FileStream stream = TemporaryFile.Create(_folder[target]);
            return stream.Name;
        }
    }

    [Fact]
    public void WritersOfOneTargetDoNotDisturbEachOther()
    {
        Parallel.For(0, 8, lane =>
        {
            for (int i = 0; i < 100; i++)
            {
                AtomicFile.Write(_folder["target"], stream => stream.Write([(byte)lane, (byte)lane]));
            }
        });
        byte[] written = File.ReadAllBytes(_folder["target"]);
        Assert.Equal(2, written.Length);
        Assert.Equal(written[0], written[1]);
        Assert.Equal(["target"], _folder.Contents);
    }
}
