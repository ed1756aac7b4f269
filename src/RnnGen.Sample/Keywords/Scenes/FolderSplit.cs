using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Sample.Commands;

namespace RnnGen.Sample.Keywords.Scenes;

/// <summary>
/// Which part a file belongs to: what the lists of the folder say, where it has both; otherwise a tenth of the speakers is for validation
/// and a tenth for the test. A file's speaker is what stands before <c>_nohash_</c> in its name.
/// </summary>
internal sealed class FolderSplit
{
    private const string ValidationList = "validation_list.txt", TestList = "testing_list.txt", SpeakerEnd = "_nohash_";

    private readonly HashSet<string>? _validation, _test;

    private FolderSplit(HashSet<string>? validation, HashSet<string>? test) => (_validation, _test) = (validation, test);

    /// <summary>Reads the lists of a folder, if it has them.</summary>
    /// <param name="folder">The folder of the words' folders.</param>
    public static FolderSplit Of(string folder)
    {
        string validation = Path.Combine(folder, ValidationList), test = Path.Combine(folder, TestList);
        return File.Exists(validation) && File.Exists(test) ? new FolderSplit(Lines(validation), Lines(test)) : new FolderSplit(null, null);
    }

    /// <summary>The part of a file.</summary>
    /// <param name="word">Its folder.</param>
    /// <param name="name">Its name.</param>
    public WordPart PartOf(string word, string name)
    {
        string entry = $"{word}/{name}";
        if (_validation is not null)
        {
            return _test!.Contains(entry) ? WordPart.Test : _validation.Contains(entry) ? WordPart.Validation : WordPart.Training;
        }

        int end = name.IndexOf(SpeakerEnd, StringComparison.Ordinal);
        return (StableHash.Of(end >= 0 ? name[..end] : Path.GetFileNameWithoutExtension(name)) % 10) switch
        {
            0 => WordPart.Test,
            1 => WordPart.Validation,
            _ => WordPart.Training,
        };
    }

    private static HashSet<string> Lines(string path) =>
        [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
}
