using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RnnGen.Generator.Common;

namespace RnnGen.Generator.Manifests;

/// <summary>
/// Reads what the build step has written: lines of fields with tabs between them, then the declaration as it is. Whatever is not as that
/// step writes it becomes the error of the manifest.
/// </summary>
internal sealed class ManifestReader
{
    /// <summary>How the names of manifests end.</summary>
    public const string Extension = ".rnnweights";

    private const string Kind = "rnngen-weights", Version = "1", Declaration = "declaration";
    private const string UnknownFile = "a file of <RnnWeights>";

    // The members of the runtime's StorageType.
    private static readonly string[] Types = ["Float32", "BFloat16", "Float16", "Int8"];

    private readonly List<string> _notes = [];
    private readonly List<StoredTensor> _tensors = [];
    private readonly List<StoredPart> _parts = [];
    private WeightsManifest _manifest = new(UnknownFile);
    private string? _name;
    private EquatableArray<int> _shape;

    private ManifestReader()
    {
    }

    /// <summary>The manifest; where the text is none, one whose error says so.</summary>
    public static WeightsManifest Read(string text)
    {
        ManifestReader reader = new();
        try
        {
            return reader.ReadLines(text);
        }
        catch (FormatException damage)
        {
            return new WeightsManifest(reader._manifest.File)
            {
                Error =
                    $"its manifest cannot be read ({damage.Message}): build again, with the generator and the build step of one package",
            };
        }
    }

    private WeightsManifest ReadLines(string text)
    {
        int at = 0;
        for (int line = 1; at < text.Length; line++)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            string[] fields = [.. text.Substring(at, end - at).TrimEnd('\r').Split('\t').Select(Unescape)];
            at = end + 1;
            if (line == 1 && (fields.Length != 2 || fields[0] != Kind || fields[1] != Version))
            {
                throw new FormatException($"line 1 must be '{Kind} {Version}'");
            }

            if (fields[0] == Declaration)
            {
                EndTensor();
                _manifest = _manifest with { Declaration = at < text.Length ? text.Substring(at) : "" };
                break;
            }

            if (line > 1 && !Read(fields))
            {
                throw new FormatException($"line {line.ToString(CultureInfo.InvariantCulture)} is not known");
            }
        }

        EndTensor();
        return _manifest.Error is null && _manifest.Hash.Length != 64
            ? throw new FormatException("it has no hash")
            : _manifest with { Notes = _notes.ToEquatable(), Tensors = _tensors.ToEquatable() };
    }

    private bool Read(string[] fields)
    {
        switch (fields)
        {
            case ["file", string file]:
                _manifest = _manifest with { File = file };
                return true;
            case ["error", string error]:
                _manifest = _manifest with { Error = error };
                return true;
            case ["format", string format]:
                _manifest = _manifest with { Format = format };
                return true;
            case ["resource", string resource]:
                _manifest = _manifest with { Resource = resource };
                return true;
            case ["hash", string hash]:
                _manifest = _manifest with { Hash = hash };
                return true;
            case ["bytes", _]:
                return true;
            case ["spec", string spec]:
                _manifest = _manifest with { SpecHash = spec };
                return true;
            case ["note", string note]:
                _notes.Add(note);
                return true;
            case ["tensor", string name, string shape]:
                EndTensor();
                _name = name;
                _shape = shape.Length == 0 ? default : shape.Split(',').Select(Extent).ToEquatable();
                return true;
            case ["part", _, string rows, string type, string offset, string scales] when _name is not null && Types.Contains(type):
                _parts.Add(new StoredPart(Extent(rows), type, Number(offset), scales == "-" ? 0 : Number(scales)));
                return true;
            default:
                return false;
        }
    }

    private void EndTensor()
    {
        if (_name is not null)
        {
            _tensors.Add(new StoredTensor(_name, _shape, _parts.ToEquatable()));
        }

        _name = null;
        _parts.Clear();
    }

    // No parameter has an extent beyond those of an int.
    private static int Extent(string text) => (int)Math.Min(Number(text), int.MaxValue);

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw new FormatException($"'{text}' is no number");

    private static string Unescape(string field)
    {
        if (field.IndexOf('\\') < 0)
        {
            return field;
        }

        StringBuilder text = new();
        for (int at = 0; at < field.Length; at++)
        {
            char letter = field[at];
            if (letter == '\\' && at + 1 < field.Length)
            {
                at++;
                letter = field[at] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', char other => other };
            }

            text.Append(letter);
        }

        return text.ToString();
    }
}
