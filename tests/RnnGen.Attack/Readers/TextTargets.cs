using System;
using System.Linq;
using System.Text;
using RnnGen.Data;
using RnnGen.Tables;

namespace RnnGen.Attack.Readers;

/// <summary>Sequences of numbers, a line a step.</summary>
internal sealed class SequenceTextTarget() : ReaderTarget("sequences", ".txt")
{
    public override bool IsText => true;

    public override void Read(string path)
    {
        SequenceTextFile file = SequenceTextFile.Read(path, features: 3);
        file.Padded(file.Lengths.DefaultIfEmpty().Max());
    }

    protected override byte[][] Files() => [.. new[]
    {
        "1 2 3\n4 5 6\n\n-1.5e-3 0 1e10\n", "\n\n0.25\t-0 7\r\n1 1 1\r\n\r\n2 2 2", "",
    }.Select(Encoding.UTF8.GetBytes)];
}

/// <summary>Texts of characters, with their own vocabulary and with another one.</summary>
internal sealed class CharactersTarget() : ReaderTarget("characters", ".txt")
{
    private readonly CharacterVocabulary _vocabulary = CharacterVocabulary.Of("abcdefghijklmnopqrstuvwxyz ,.\n");

    public override bool IsText => true;

    public override void Read(string path)
    {
        CharacterCorpus corpus = CharacterCorpus.Read(path);
        corpus.Vocabulary.Decode(corpus.Tokens.Span);
        CharacterCorpus.Read(path, _vocabulary);
    }

    protected override byte[][] Files() =>
        [.. new[] { "to be, or not to be.\nthat is", "the quick brown fox jumps over the lazy dog" }.Select(Encoding.UTF8.GetBytes)];
}

/// <summary>Delimited text.</summary>
/// <param name="form">What it is read as.</param>
/// <param name="read">Reads it.</param>
/// <param name="options">How it is written.</param>
/// <param name="texts">Whole files.</param>
internal sealed class CsvTarget(
    string form, Action<Func<TableReader>> read, CsvOptions options, params string[] texts) : ReaderTarget($"csv-{form}", ".csv")
{
    // Times of one form in each, and of a step: others are refused as they are. The first has a gap.
    private const string Long = "id,time,x,y\nA,2024-01-01,1,2.5\nA,2024-01-02T00:00:00,3,4e2\nA,2024-01-03 00:00,0,6\nA,2024-01-06,1,1\n"
        + "B,2024-01-01 06:00,0,6\nB,2024-01-02 06:00,1,1\n",
        Zoned = "id,time,x,y\nA,2024-01-01T00:00Z,1,2.5\nA,2024-01-01T02:00:00.0+01:00,0,4\n",
        Quoted = "id,time,x,y\r\n\"A\",1,\" 1\",0\r\n\r\nA,2, 3 ,0\r\n\"B \"\"q\"\"\",-5,1,1\r\n",
        German = "id;time;x;y\nA;31.01.2024 23:30;1,5;-2e1\nA;01.02.2024 00:30;0,25;3\nB;01.02.2024 06:00;7;,5\n";

    public static ReaderTarget[] All() =>
    [
        new CsvTarget("series", Using(TableReads.Series), new CsvOptions(), Long, Quoted, Zoned),
        new CsvTarget("sequences", Using(TableReads.Sequences), new CsvOptions(), Quoted),
        new CsvTarget("windows", TableReads.Windows, new CsvOptions(), Long, Quoted, Zoned),
        new CsvTarget("german", Using(TableReads.German), new CsvOptions { Delimiter = ';', DecimalSeparator = ',' }, German),
        new CsvTarget(
            "cells", Using(TableReads.Cells), new CsvOptions { Delimiter = ';', HasHeader = false }, Long.Replace(',', ';'),
            Quoted.Replace(',', ';')),
    ];

    public override bool IsText => true;

    public override void Read(string path) => read(() => new CsvTable(path, options));

    protected override byte[][] Files() =>
        [
            .. texts.Select(Encoding.UTF8.GetBytes),
            [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(texts[0])],
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(texts[0])],
        ];

    private static Action<Func<TableReader>> Using(Action<TableReader> read) => open =>
    {
        using TableReader table = open();
        read(table);
    };
}
