namespace RnnGen.Attack.Sources;

/// <summary>Arguments of attributes: most of them right, the others anything that can be written there.</summary>
internal static class RandomValues
{
    private static readonly string[] Odd =
    [
        "0", "-1", "65536", "65537", "1000000", "1000001", "1048577", "100000000", "int.MaxValue", "int.MinValue", "2147483648",
        "99999999999999999999", "0x7FFFFFFF", "1 + 1", "3 - 4",
        "unchecked(int.MaxValue + 1)", "int.MaxValue + 1", "1 / 0", "'a'", "(byte)200", "(short)-1", "3L", "3u", "3m", "1.5", "1.5f",
        "-0.0", "1e-60", "1e-320", "1e39", "1e400", "double.NaN",
        "double.PositiveInfinity", "double.Epsilon", "float.MaxValue", "null", "default", "default(int)", "\"x\"", "\"\"", "true",
        "false", "typeof(int)", "typeof(Net)", "nameof(Net)", "new[] { 1 }",
        "new int[0]", "new double[] { 1, 2 }", "new double[] { double.NaN, -1 }", "[1.0, 2.0]", "(Activation)99", "(Direction)(-1)",
        "(Initializer)7", "(Pooling)2", "(LossReduction)3", "Activation.Swish",
        "Direction.Bidirectional", "Merge.Product", "Initializer.Orthogonal", "Unknown", "Net.Width", "sizeof(int)", "x => x", "", "1,",
        "(", "@\"a\"", "$\"{1}\"", "\"\"\"raw\"\"\"", "\"\\u212A\"", "\"\\ud800\"",
        "\"class\"", "\"lstm0\"", "\"a b\"", "\"é\"", "\"Ｋ\"", "\"1\"",
    ];

    private static readonly string[] Initializers =
    [
        "Preset", "Zeros", "Ones", "Constant", "Uniform", "Normal", "TruncatedNormal", "GlorotUniform", "HeNormal", "LecunUniform",
        "Orthogonal",
        "InverseRootUniform",
    ];

    /// <summary>Anything.</summary>
    public static string Any(AttackRandom random) => random.Of(Odd);

    /// <summary>A value of a type.</summary>
    /// <param name="type">int, double, bool, string, string[], double[] or the name of an enum.</param>
    /// <param name="random">Which.</param>
    public static string Of(string type, AttackRandom random) => random.OneIn(12) ? Any(random) : type switch
    {
        "int" => random.Of("1", "2", "3", "4", "7", "8", "16", "17", "33", "1", "2", "0x10", "(int)4.5", "2 * 3", "Net.Width"),
        "double" => random.Of("0", "0.5", "1", "0.25", "-1", "1e-3", "1e-30", "3", "1e30", "0.1f", "(double)2"),
        "bool" => random.Of("true", "false", "1 == 1", "!true"),
        "string" => random.Of("\"a\"", "\"b\"", "\"head\"", "\"one\" + \"two\"", "nameof(Net)", "\"Ö\"", "\"x_1\"", "\"K\"", "\"k\""),
        "string[]" => random.Of(
            "[\"a\"]", "[\"a\", \"b\"]", "[\"input\", \"a\"]", "[\"input[0..1]\"]", "new[] { \"a[..1]\", \"input[0..1]\" }",
            "[\"a[1..]\", \"a\"]", "[\"b\", \"b\", \"b\"]", "[nameof(Net)]", "[\"a[2..1]\"]", "[\"a[\"]", "[\"a]\"]", "[\"[0..1]\"]",
            "[\"a[0..999999999999]\"]", "[\"a[^1]\"]", "[\"\", null]", "[null!]", "new string[0]", "[]", "new[] { \"x_1\", @\"a\" }",
            "[.. new[] { \"a\" }]", "[\"one\" + \"two\"]"),
        "double[]" => random.Of(
            "new double[] { 1, 2 }", "new[] { 0.5, 1, 2 }", "new double[3] { 1, 1, 1 }", "new double[0]", "new double[] { }"),
        "Activation" =>
            "Activation." + random.Of(
                "Linear", "Tanh", "Sigmoid", "Relu", "LeakyRelu", "Relu6", "Elu", "Selu", "Softplus", "Softsign", "HardSigmoid", "Swish"),
        "Direction" => $"Direction.{random.Of("Forward", "Reverse", "Bidirectional")}",
        "Merge" => $"Merge.{random.Of("Concatenate", "Sum", "Average", "Product")}",
        "Padding" => $"TimePadding.{random.Of("Causal", "Same")}",
        "Pooling" => $"Pooling.{random.Of("Last", "Mean", "Max", "Attention")}",
        "LossReduction" => $"LossReduction.{random.Of("PerSequence", "PerValidStep", "Sum")}",
        "Initialization" => $"Initialization.{random.Of("TensorFlow", "Keras", "PyTorch")}",
        _ => $"Initializer.{random.Of(Initializers)}",
    };
}
