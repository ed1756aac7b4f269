using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen;

/// <content>Models with several inputs: floats of every step, floats of a whole sequence, tokens.</content>
public sealed partial record ModelDescription
{
    private readonly int? _stepInputSize;

    /// <summary>
    /// The inputs in the order of their declaration, never none; of a model that does not name its inputs one, <c>input</c>.
    /// </summary>
    public IReadOnlyList<InputInfo> Inputs
    {
        get => field ?? [new InputInfo("input", InputSize, Vocabulary is null ? InputKind.EveryStep : InputKind.Tokens, 0)];
        init
        {
            field = value;
            _stepInputSize = SizeOf(value, InputKind.EveryStep);
            SequenceInputSize = SizeOf(value, InputKind.PerSequence);
        }
    }

    /// <summary>
    /// Floats of one step of a batch, <see cref="SequenceBatch.Values"/>: <see cref="InputSize"/> without what an embedding makes of a
    /// token, whose columns come first.
    /// </summary>
    public int StepInputSize => _stepInputSize ?? (Vocabulary is null ? InputSize : 0);

    /// <summary>Floats of one row that all of its steps see, <see cref="SequenceBatch.SequenceInputs"/>; 0 of a model without.</summary>
    public int SequenceInputSize { get; init; }

    /// <summary>What the embedding makes of one token; 0 without.</summary>
    internal int EmbeddingSize => InputSize - StepInputSize;

    /// <summary>Floats of one step of the gradients of the inputs: of tokens alone what the embedding made of one.</summary>
    internal int InputGradientSize => StepInputSize > 0 ? StepInputSize : InputSize;

    /// <summary>A network of tokens was given floats alone.</summary>
    internal NotSupportedException ReadsTokens() => new(StepInputSize > 0 || SequenceInputSize > 0
        ? $"{Name} reads tokens, 0 to {Vocabulary - 1}, beside {Floats()}: pass a TokenBatch with all of them, or all of them to Step."
        : $"{Name} reads tokens, 0 to {Vocabulary - 1}: pass a TokenBatch, or an int to Step.");

    /// <summary>A network of floats was given tokens.</summary>
    internal NotSupportedException ReadsFloats() => new($"{Name} reads {Floats()}, not tokens: pass a SequenceBatch of values.");

    /// <summary>Refuses floats of a sequence, for members of interfaces that a model with such inputs brings itself.</summary>
    /// <exception cref="ArgumentException">There are some.</exception>
    internal void RequireNoSequenceInput(int length, string parameter) =>
        RequireNone(length, "sequence", $"{Name} has none", parameter);

    /// <summary>Refuses floats beside tokens, for members of interfaces that a model with both brings itself.</summary>
    /// <exception cref="ArgumentException">There are some.</exception>
    /// <exception cref="NotSupportedException">The model reads no tokens.</exception>
    internal void RequireTokensAlone(int length, string parameter)
    {
        if (Vocabulary is null)
        {
            throw ReadsFloats();
        }

        RequireNone(length, "step", $"{Name} reads tokens alone", parameter);
    }

    /// <summary>The inputs of a kind with their sizes, in parentheses; nothing where there are fewer than two.</summary>
    internal string NamesOf(InputKind kind)
    {
        InputInfo[] inputs = [.. Inputs.Where(input => input.Kind == kind)];
        return inputs.Length < 2 ? "" : $" ({string.Join(", ", inputs.Select(input => $"{input.Name} {input.Size}"))})";
    }

    /// <summary>How many floats the network reads.</summary>
    internal string Floats() => SequenceInputSize == 0 ? $"{StepInputSize} floats a step"
        : StepInputSize == 0 ? $"{SequenceInputSize} floats a sequence"
        : $"{StepInputSize} floats a step and {SequenceInputSize} a sequence";

    private static void RequireNone(int length, string of, string reason, string parameter)
    {
        if (length != 0)
        {
            throw new ArgumentException($"The inputs of a {of} hold {length} values; 0 were expected ({reason}).", parameter);
        }
    }

    private static int SizeOf(IReadOnlyList<InputInfo> inputs, InputKind kind) =>
        inputs.Where(input => input.Kind == kind).Sum(input => input.Size);
}
