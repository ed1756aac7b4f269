using System;

namespace RnnGen;

/// <summary>How a new model fills a parameter, or a block of one.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Value">
/// The limit of a uniform distribution, the deviation of a normal one, the gain of an orthogonal matrix, or the constant.
/// </param>
public readonly record struct ParameterInitializer(InitializerKind Kind, float Value)
{
    /// <summary>
    /// Deviation of a standard normal distribution cut at two: TensorFlow and Keras divide by it to have what they aim at.
    /// </summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>What is added to every number that is drawn; 0 unless set.</summary>
    public float Mean { get; init; }

    /// <summary>Every element is 0.</summary>
    public static ParameterInitializer Zeros => Constant(0);

    /// <summary>Every element is 1.</summary>
    public static ParameterInitializer Ones => Constant(1);

    /// <summary>Every element is <paramref name="value"/>.</summary>
    public static ParameterInitializer Constant(float value) => new(InitializerKind.Constant, value);

    /// <summary>
    /// Uniform in [-<paramref name="limit"/>, <paramref name="limit"/>); for Glorot and Bengio (2010) the limit is √(6 / (fan in + fan
    /// out)).
    /// </summary>
    public static ParameterInitializer Uniform(float limit) => new(InitializerKind.Uniform, limit);

    /// <summary>Normal with mean 0.</summary>
    public static ParameterInitializer Normal(float deviation) => new(InitializerKind.Normal, deviation);

    /// <summary>
    /// Normal with mean 0 and <paramref name="deviation"/>, numbers beyond twice that drawn again (TensorFlow's <c>truncated_normal</c>):
    /// the deviation of what remains is 0.88 times as large.
    /// </summary>
    public static ParameterInitializer TruncatedNormal(float deviation) => new(InitializerKind.TruncatedNormal, deviation);

    /// <summary>
    /// <paramref name="gain"/> times a matrix with orthonormal columns, or rows where there are fewer of them; each such matrix is as
    /// likely as any other (Saxe, McClelland, Ganguli: Exact solutions to the nonlinear dynamics of learning in deep linear neural
    /// networks, ICLR 2014).
    /// </summary>
    public static ParameterInitializer Orthogonal(float gain = 1) => new(InitializerKind.Orthogonal, gain);

    /// <summary>Glorot and Bengio, 2010: uniform, limit √(6 / (fan in + fan out)); Keras' and TensorFlow's <c>glorot_uniform</c>.</summary>
    public static ParameterInitializer GlorotUniform(int fanIn, int fanOut) => Uniform(Root(6, (long)fanIn + fanOut));

    /// <summary>
    /// Glorot and Bengio, 2010: normal, deviation √(2 / (fan in + fan out)) after the cut at two deviations; Keras' and TensorFlow's
    /// <c>glorot_normal</c>.
    /// </summary>
    public static ParameterInitializer GlorotNormal(int fanIn, int fanOut) => Truncated(2, (long)fanIn + fanOut);

    /// <summary>He, Zhang, Ren, Sun, 2015: uniform, limit √(6 / fan in); Keras' <c>he_uniform</c>.</summary>
    public static ParameterInitializer HeUniform(int fanIn) => Uniform(Root(6, fanIn));

    /// <summary>
    /// He, Zhang, Ren, Sun, 2015: normal, deviation √(2 / fan in) after the cut at two deviations; Keras' <c>he_normal</c>.
    /// </summary>
    public static ParameterInitializer HeNormal(int fanIn) => Truncated(2, fanIn);

    /// <summary>LeCun, Bottou, Orr, Müller, 1998: uniform, limit √(3 / fan in); Keras' <c>lecun_uniform</c>.</summary>
    public static ParameterInitializer LecunUniform(int fanIn) => Uniform(Root(3, fanIn));

    /// <summary>
    /// LeCun, Bottou, Orr, Müller, 1998: normal, deviation √(1 / fan in) after the cut at two deviations; Keras' <c>lecun_normal</c>.
    /// </summary>
    public static ParameterInitializer LecunNormal(int fanIn) => Truncated(1, fanIn);

    /// <summary>
    /// Uniform, limit 1 / √<paramref name="size"/>: PyTorch's start of recurrent layers with their units, of linear layers with their
    /// inputs.
    /// </summary>
    public static ParameterInitializer InverseRootUniform(int size) => Uniform(Root(1, size));

    private static ParameterInitializer Truncated(double scale, long fan) =>
        TruncatedNormal((float)(Math.Sqrt(scale / Positive(fan)) / TruncatedDeviation));

    private static float Root(double scale, long fan) => (float)Math.Sqrt(scale / Positive(fan));

    private static long Positive(long fan) =>
        fan > 0
            ? fan
            : throw new ArgumentOutOfRangeException(nameof(fan), fan, $"A fan of {fan} has no distribution; it must be at least 1.");
}

/// <summary>Distributions of <see cref="ParameterInitializer"/>.</summary>
public enum InitializerKind
{
    /// <summary>All elements equal.</summary>
    Constant,

    /// <summary>Uniform around zero.</summary>
    Uniform,

    /// <summary>Normal around zero.</summary>
    Normal,

    /// <summary>Normal around zero, cut at two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>A multiple of a matrix with orthonormal columns or rows.</summary>
    Orthogonal,
}

/// <summary>
/// A block of a parameter that is filled in its own way. The parameter counts as a matrix whose columns are its last extent; a vector
/// is one row.
/// </summary>
/// <param name="Row">First row of the block.</param>
/// <param name="Rows">Number of rows, at least 1.</param>
/// <param name="Column">First column of the block.</param>
/// <param name="Columns">Number of columns, at least 1.</param>
/// <param name="Initializer">How it is filled.</param>
public sealed record InitializerRegion(int Row, int Rows, int Column, int Columns, ParameterInitializer Initializer)
{
    /// <summary>The matrix of which the block is some columns; <see langword="null"/> for a matrix of its own.</summary>
    public SharedMatrix? Matrix { get; init; }
}

/// <summary>
/// A matrix that is drawn as one and whose columns lie in several parameters: what another framework holds in one tensor, such as the
/// recurrent kernel of Keras' GRU.
/// </summary>
/// <param name="Number">Tells the matrices of a model apart.</param>
/// <param name="Columns">Its columns; its rows are those of the block.</param>
/// <param name="FirstColumn">The first column that is the block's.</param>
public sealed record SharedMatrix(int Number, int Columns, int FirstColumn);
