namespace RnnGen.Bits.Tests;

/// <summary>The inputs of a pass: a function of their seed on every platform and in every version of .NET.</summary>
internal sealed class RecordedBatch
{
    private readonly int[] _tokens = [];
    private readonly float[] _values = [];
    private readonly int[] _lengths = [];

    /// <summary>Draws a batch for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">Of all its numbers.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="ragged">
    /// Whether rows have lengths of their own (row 0 has none, row 1 all steps), states to start from, and time comes first.
    /// </param>
    public RecordedBatch(ModelDescription model, ulong seed, int rows, int steps, bool ragged = false)
    {
        (Rows, Steps) = (rows, steps);
        Layout = ragged ? SequenceLayout.TimeMajor : SequenceLayout.BatchMajor;
        Numbers numbers = new(seed);
        if (model.Vocabulary is int vocabulary)
        {
            _tokens = numbers.Integers(rows * steps, vocabulary);
        }
        else
        {
            _values = numbers.Floats(rows * steps * model.InputSize);
        }

        if (ragged)
        {
            _lengths = numbers.Integers(rows, steps + 1);
            _lengths[0] = 0;
            _lengths[1] = steps;
            States = numbers.Floats(rows * model.StateSize);
        }
    }

    public int Rows { get; }

    public int Steps { get; }

    public SequenceLayout Layout { get; }

    /// <summary>Steps of a row.</summary>
    public int Length(int row) => _lengths.Length == 0 ? Steps : _lengths[row];

    /// <summary>[rows, state size], or empty.</summary>
    public float[] States { get; } = [];

    public SequenceBatch Values => new(_values, Rows, Steps) { Lengths = _lengths, Layout = Layout };

    public TokenBatch Tokens => new(_tokens, Rows, Steps) { Lengths = _lengths, Layout = Layout };

    /// <summary>What the model reads.</summary>
    public SequenceBatch Of(ModelDescription model) => model.Vocabulary is null ? Values : Tokens;

    public (float[] Outputs, float[] States) Predict(IRnnModel model)
    {
        float[] outputs = new float[model.Description.OutputCount(Rows, Steps)], states = new float[Rows * model.Description.StateSize];
        model.Predict(Of(model.Description), outputs, States, states);
        return (outputs, states);
    }

    public (float[] Outputs, float[] States) Forward(IRnnTrainer trainer)
    {
        ModelDescription model = trainer.Model.Description;
        float[] outputs = new float[model.OutputCount(Rows, Steps)], states = new float[Rows * model.StateSize];
        trainer.Forward(Of(model), outputs, States, states);
        return (outputs, states);
    }
}
