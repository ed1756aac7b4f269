using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace RnnGen.Interop;

/// <summary>
/// The operands of kernels as a text of a file, a kernel a line: its name and the rows of each, with an f where models of eight bits keep
/// them in floats. A program that knows the file alone can store it in eight bits as the model would:
/// <code>
/// lstm0/kernel 28 128
/// gru1/gates/kernel 3f 64
/// </code>
/// </summary>
public static class StoredOperands
{
    /// <summary>The name of the text in the file's metadata.</summary>
    public const string Key = "operands";

    private const char FloatMark = 'f';

    /// <summary>Rows and columns that a matrix must have to be stored in eight bits where nothing is known of it.</summary>
    private const int FewestOfUnknown = 5;

    /// <summary>The text; <see langword="null"/> where no tensor is a kernel.</summary>
    public static string? Text(IEnumerable<StoredTensor> tensors)
    {
        StringBuilder text = new();
        foreach (StoredTensor tensor in tensors.Where(tensor => tensor.Operands.Count > 0))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(tensor.Name);
            foreach (KernelOperand operand in tensor.Operands)
            {
                text.Append(CultureInfo.InvariantCulture, $" {operand.Rows}").Append(operand.StaysFloat ? "f" : "");
            }
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The operands of each kernel by its name.</returns>
    /// <exception cref="InvalidDataException">A line is not one of a kernel; the message has it.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<KernelOperand>> Read(string text)
    {
        Dictionary<string, IReadOnlyList<KernelOperand>> kernels = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            List<KernelOperand> operands = [];
            foreach (string word in words.Skip(1))
            {
                if (!int.TryParse(word.TrimEnd(FloatMark), NumberStyles.None, CultureInfo.InvariantCulture, out int rows) || rows == 0
                    || word.Length - word.TrimEnd(FloatMark).Length > 1)
                {
                    throw Wrong(line);
                }

                operands.Add(new KernelOperand(rows, word.EndsWith(FloatMark)));
            }

            if (operands.Count == 0 || !kernels.TryAdd(words[0], operands))
            {
                throw Wrong(line);
            }
        }

        return kernels;
    }

    /// <summary>
    /// The operands of a tensor of which nothing else is known: one for a matrix of more than four rows and columns that is no table of
    /// tokens, none of others.
    /// </summary>
    public static IReadOnlyList<KernelOperand> OfUnknown(string name, IReadOnlyList<int> shape) =>
        shape is [>= FewestOfUnknown, >= FewestOfUnknown] && name.Split('/')[^1] != "table" ? [new KernelOperand(shape[0])] : [];

    private static InvalidDataException Wrong(string line) =>
        new($"The text '{Key}' must have a kernel's name and the rows of its operands in each line, once, found '{line}'");
}
