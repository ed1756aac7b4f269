using System;
using System.IO;
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
}
