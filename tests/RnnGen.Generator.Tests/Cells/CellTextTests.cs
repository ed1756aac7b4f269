using System;
using System.Linq;
using RnnGen.Generator.Language;
using Xunit;

namespace RnnGen.Generator.Tests.Cells;

/// <summary>The language of cells: every mistake has one message at its place.</summary>
public sealed class CellTextTests
{
    private const string Functions =
        "sigmoid, tanh, relu, leakyRelu, relu6, elu, selu, softplus, softsign, hardSigmoid, clip, exp, log, sqrt, abs, "
        + "sin, cos, max, min, where, normalize";

    private const string Legal = """
        // A minimal gated unit.
        state h

        zf, zk = [x, h] * kernel + bias   # both at once
        f = sigmoid(zf + 1)
        k = tanh(zk)
        h' = f*h + (1 - f)*k
        """;

    [Theory]
    [InlineData(
        "state h\nz [4] = [x, h] * k\nh' = tanh(z)",
        "RNN047 [z] 'z' has the width 4, but 'h', which stands in the same equation, has units")]
    [InlineData(
        "state h, m [2*units]\nz [2*units] = [x] * k\nm' = z\nh' = m'*h",
        "RNN047 [h] 'h' has the width 2*units; the output of a layer has as many numbers as the layer has units")]
    [InlineData(
        "state h\nstate m [4]\nz [4] = [x] * k\ny = z + h\nm' = z\nh' = tanh(x)",
        "RNN047 [h] 'h' has the width units, but 'z', which stands in the same equation, has 4")]
    [InlineData(
        "state m [4]\nz [4] = [x] * k\nm' = tanh(z)*m\noutput m'",
        "RNN047 [m'] 'm'' has the width 4; the output of a layer has as many numbers as the layer has units")]
    [InlineData(
        "state h\nscalar a\nz = [x, a] * k\nh' = tanh(z)*h",
        "RNN030 [a] 'a' is one number at every unit: no operand of a product")]
    [InlineData(
        "state h\nz = [x, h] * k(heads = 2)\nh' = tanh(z)",
        "RNN047 [x] 'x' has the width of the layer's input, and the product by heads units: each head reads its own share of the operands, "
        + "so that they have the same")]
    [InlineData(
        "state h\nz [2*units] = [x] * a\ny = [z] * k(heads = 2)\nh' = tanh(y)*h",
        "RNN047 [z] 'z' has the width 2*units, and the product by heads units: each head reads its own share of the operands, "
        + "so that they have the same")]
    [InlineData(
        "input t\nstate h\nz = [x, t] * k\nh' = tanh(z)*h",
        "RNN030 [t] 't' is read unit by unit: no operand of a product; what a product reads beside x, From joins to it")]
    [InlineData("input t\nstate h\nz = [x, h] * k\nh' = tanh(z)", "RNN033 [t] No equation reads the input 't'")]
    [InlineData(
        "input t\nstate h\nz [4] = [x, h] * k\ny = z + t\nw = [y] * l\nh' = tanh(w)",
        "RNN047 [t] 't' has the width units, but 'z', which stands in the same equation, has 4")]
    public void WidthsThatDiffer(string text, string expected) => Assert.Equal(expected, Report(text));

    [Theory]
    [InlineData(Legal)]
    [InlineData(Legal + "\noutput h'")]
    [InlineData("state c\nz = [x, c] * a/b/kernel + a/b/bias(-1.5e+1)\nc' = σ(z)·c − tanh(-z)⊙0.5\noutput c'")]
    [InlineData("state h\r\nvector w, u = -0.5\r\nz = [x] * kernel\r\nh' = tanh(z + w*h/(2 + u*u))")]
    [InlineData("state h\nz = [x, h] * kernel\nh' = leaky_relu(z, 0.1) + clip(LeakyRelu(elu(z)), .5)")]
    [InlineData("state h\nh' = tanh(x - h)")]
    [InlineData("state h\nz = [x, h] * kernel\nh' = normalize(normalize(z, 1e-3)*normalize(x - h))")]
    [InlineData("state h, y\nz = [x, h] * k\nh' = tanh(z)\ny' = h'*2\noutput y'")]
    [InlineData("state h\nz = [x, h] * k\nh' = tanh(z)\ny = h'*2\noutput y")]
    [InlineData("state h\nz = [x, h] * kernel\rh′ = tanh(z)")]
    [InlineData("state h\nstate m [3]\nscalar a = 2\nz [3] = [x, h, m] * k\nm' = tanh(z)*m\ny [units] = [m'] * o\nh' = a*tanh(y)")]
    [InlineData("state h\nvector w [2 * units] = 1\nz [2*units] = [x] * k\nu = z*w\ny = [u, h] * o\nscalar = tanh(y)\nh' = scalar")]
    [InlineData("state h\nz = [x] * k + b\nr = [h] * u(heads = 4) + v(1)\nh' = tanh(z + r)")]
    [InlineData("state h, m\nz = [x, h] * k\nm' = max(z, min(m, 1))\nh' = where(z ≥ m + 1, sin(z), where(z<=0, cos(m'), x))")]
    public void LegalTexts(string text) => Assert.Equal("", Report(text));

    [Theory]
    [InlineData("k = tanh(zk)", "k = tanh(zk", "RNN030 [zk] Expected ',' or ')' after an argument of 'tanh', found the end of the line")]
    [InlineData("k = tanh(zk)", "k = (zk", "RNN030 [zk] Expected ')', found the end of the line")]
    [InlineData("k = tanh(zk)", "k = tanh(zk))", "RNN030 [)] Expected an operator or the end of the line, found ')'")]
    [InlineData("k = tanh(zk)", "k = tanh()", "RNN030 [)] Expected a value after '(', found ')'")]
    [InlineData("k = tanh(zk)", "k = tanh(zk) +", "RNN030 [+] Expected a value after '+', found the end of the line")]
    [InlineData("k = tanh(zk)", "k = tanh(zk) + * f", "RNN030 [*] Expected a value after '+', found '*'")]
    [InlineData("k = tanh(zk)", "k = 2 zk", "RNN030 [zk] Expected an operator or the end of the line, found 'zk'")]
    [InlineData("k = tanh(zk)", "k = zk % 2", "RNN030 [%] Expected an operator or the end of the line, found '%'")]
    [InlineData("k = tanh(zk)", "k tanh(zk)", "RNN030 [tanh] Expected '=' after 'k', found 'tanh'")]
    [InlineData("k = tanh(zk)", "k", "RNN030 [k] Expected '=' after 'k', found the end of the line")]
    [InlineData("k = tanh(zk)", "k =", "RNN030 [=] Expected a value after '=', found the end of the line")]
    [InlineData(
        "k = tanh(zk)", "= tanh(zk)", "RNN030 [=] Expected a name to assign, 'input', 'state', 'vector', 'scalar' or 'output', found '='")]
    [InlineData("k = tanh(zk)", "k = tanh(1e40)", "RNN030 [1e40] The number 1e40 is beyond the range of float")]
    [InlineData("k = tanh(zk)", "k = tanh(1e999)", "RNN030 [1e999] The number 1e999 is beyond the range of float")]
    [InlineData("k = tanh(zk)", "k = tanh(1e-60)", "RNN030 [1e-60] The number 1e-60 is 0 as a float, whose smallest is 1.4E-45")]
    [InlineData("k = tanh(zk)", "k = zk / -1e-60", "RNN030 [1e-60] The number 1e-60 is 0 as a float, whose smallest is 1.4E-45")]
    [InlineData("k = tanh(zk)", "k = clip(zk, 1e-60)", "RNN030 [1e-60] The number 1e-60 is 0 as a float, whose smallest is 1.4E-45")]
    [InlineData(
        "k = tanh(zk)", "k = tanh(normalize(zk, 1e-60))", "RNN030 [1e-60] The number 1e-60 is 0 as a float, whose smallest is 1.4E-45")]
    [InlineData("k = tanh(zk)", "k = zk / 0", "RNN030 [/] This divides by zero")]
    [InlineData("k = tanh(zk)", "k = zk / (1 - 1)", "RNN030 [/] This divides by zero")]
    [InlineData("k = tanh(zk)", "k = zk / (1e8 + 1 - 1e8)", "RNN030 [/] This divides by zero")]
    [InlineData("k = tanh(zk)", "k = zk / (1e-30 * 1e-30)", "RNN030 [*] This is 0 as a float, whose smallest is 1.4E-45")]
    [InlineData("k = tanh(zk)", "k = zk + 1e-30 / 1e30", "RNN030 [/] This is 0 as a float, whose smallest is 1.4E-45")]
    [InlineData("k = tanh(zk)", "k = 2 * 1e30 * 1e30 * 3 * zk", "RNN030 [*] This is beyond the range of float")]
    [InlineData("k = tanh(zk)", "k = zk * (3e38 + 3e38)", "RNN030 [+] This is beyond the range of float")]
    [InlineData("k = tanh(zk)", "k = zk * (-3e38 - 3e38)", "RNN030 [-] This is beyond the range of float")]
    [InlineData("k = tanh(zk)", "k = zk * (3e38 / 1e-30)", "RNN030 [/] This is beyond the range of float")]
    [InlineData("k = tanh(zk)", "k = [h] * q(head = 2)", "RNN030 [head] Expected 'heads' after the kernel's '(', found 'head'")]
    [InlineData("k = tanh(zk)", "k = [h] * q(heads = 0)", "RNN030 [0] The number of heads is a whole number from 1 to 65536, found 0")]
    [InlineData("k = tanh(zk)", "k [0] = [x] * q", "RNN030 [0] A width is a whole number from 1 to 65536, found 0")]
    [InlineData("k = tanh(zk)", "k [1.5] = [x] * q", "RNN030 [1.5] A width is a whole number from 1 to 65536, found 1.5")]
    [InlineData("k = tanh(zk)", "k [65537] = [x] * q", "RNN030 [65537] A width is a whole number from 1 to 65536, found 65537")]
    [InlineData("k = tanh(zk)", "k [17*units] = [x] * q", "RNN030 [17] A width is a whole number from 1 to 16, times the units, found 17")]
    [InlineData("k = tanh(zk)", "k [2*zk] = [x] * q", "RNN030 [zk] Expected 'units' after '*' in a width, found 'zk'")]
    [InlineData("k = tanh(zk)", "k [2 = [x] * q", "RNN030 [=] Expected ']' after the width, found '='")]
    [InlineData(
        "k = tanh(zk)", "k [2] = tanh(zk)",
        "RNN030 [[] An expression has the width of what it reads; only states, vectors, scalars and products state theirs")]
    [InlineData("k = tanh(zk)", "k = max(zk)", "RNN030 [max] 'max' takes two values, not 1 argument")]
    [InlineData("k = tanh(zk)", "k = min(zk, f, zk)", "RNN030 [min] 'min' takes two values, not 3 arguments")]
    [InlineData(
        "k = tanh(zk)", "k = max(zk > f, zk)",
        "RNN030 [>] A comparison is no value: it is the first of three arguments, where(a > b, x, y)")]
    [InlineData(
        "k = tanh(zk)", "k = where(zk > f, zk < f, zk)",
        "RNN030 [<] A comparison is no value: it is the first of three arguments, where(a > b, x, y)")]
    [InlineData(
        "k = tanh(zk)", "k = where(zk, f, zk)",
        "RNN030 [where] The first argument of 'where' must be a comparison with >, <, >= or <=")]
    [InlineData(
        "k = tanh(zk)", "k = where(zk > f, zk)",
        "RNN030 [where] 'where' takes a comparison and two values, such as a > b, x, y, not 2 arguments")]
    [InlineData("k = tanh(zk)", "k = zk > f", "RNN030 [>] Expected an operator or the end of the line, found '>'")]
    [InlineData("k = tanh(zk)", "k = where(zk > f > 1, zk, f)", "RNN030 [>] Expected ',' or ')' after an argument of 'where', found '>'")]
    [InlineData("k = tanh(zk)", "k = tanh(zk, 2)", "RNN030 [tanh] 'tanh' takes one argument, not 2")]
    [InlineData(
        "k = tanh(zk)", "k = clip(zk)",
        "RNN030 [clip] 'clip' takes an argument and a number, the limit on both sides of zero, not 1 argument")]
    [InlineData(
        "k = tanh(zk)", "k = clip(zk, f)",
        "RNN030 [clip] The second argument of 'clip', the limit on both sides of zero, must be a number above 0")]
    [InlineData(
        "k = tanh(zk)", "k = elu(zk, -1)", "RNN030 [elu] The second argument of 'elu', the limit below zero, must be a number above 0")]
    [InlineData(
        "k = tanh(zk)", "k = tanh(normalize(zk, 0))",
        "RNN030 [normalize] The second argument of 'normalize', what is added to the variance, must be a number above 0")]
    [InlineData(
        "k = tanh(zk)", "k, l = tanh(zk)",
        "RNN030 [k] Only a matrix product gives several values at a time: name, name = [x, h] * kernel + bias")]
    [InlineData(
        "k = tanh(zk)", "k = tanh([x, h] * kernel2)", "RNN030 [[] A matrix product needs a line of its own: name = [x, h] * kernel + bias")]
    [InlineData(
        "zk = [x, h] * kernel + bias", "zk = [x, h] * kernel + bias + 1",
        "RNN030 [+] A matrix product needs a line of its own: the line should end before '+'")]
    [InlineData(
        "zk = [x, h] * kernel + bias", "zk = [x, h * kernel + bias", "RNN030 [*] Expected ',' or ']' in the list of operands, found '*'")]
    [InlineData(
        "zk = [x, h] * kernel + bias", "zk = [x, h] + bias", "RNN030 [+] Expected '*' and the name of a kernel after ']', found '+'")]
    [InlineData("zk = [x, h] * kernel + bias", "zk = [] * kernel + bias", "RNN030 []] Expected the name of an operand, found ']'")]
    [InlineData("zk = [x, h] * kernel + bias", "zk = [x, h] * kernel + 1", "RNN030 [1] Expected the name of a bias, found '1'")]
    [InlineData(
        "zk = [x, h] * kernel + bias", "zk = [x, h] * kernel' + bias", "RNN030 [kernel'] A parameter has no next value: write 'kernel'")]
    [InlineData(
        "zk = [x, h] * kernel + bias", "zk = [x, h] * gates/ + bias", "RNN030 [+] Expected the rest of the name 'gates/', found '+'")]
    [InlineData("zk = [x, h] * kernel + bias", "zk = [x, h] * kernel + bias(f)", "RNN030 [f] Expected a number, found 'f'")]
    [InlineData("[x, h]", "[h, x]", "RNN030 [x] x comes first among operands: [x, h]")]
    [InlineData("state h", "state", "RNN030 [state] Expected the name of a state, found the end of the line")]
    [InlineData("state h", "state h c", "RNN030 [c] Expected the end of the line, found 'c'")]
    [InlineData("state h", "state h\nvector w = x", "RNN030 [x] Expected a number, found 'x'")]
    [InlineData("state h", "state h\noutput", "RNN030 [output] Expected the name of the output, found the end of the line")]
    public void LinesThatCannotBeRead(string line, string changed, string expected) =>
        Assert.Equal(expected, Report(Legal.Replace(line, changed)));

    [Theory]
    [InlineData("tanh(zk)", "tanh(zq)", "RNN031 [zq] There is no value 'zq'; here are x, h, zf, zk, f")]
    [InlineData("tanh(zk)", "tanh(c')", "RNN031 [c'] 'c'' has no value: there is no state 'c'")]
    [InlineData("tanh(zk)", "tanh(kk) + zk", "RNN031 [kk] There is no value 'kk'; here are x, h, zf, zk, f")]
    [InlineData("tanh(zk)", "tanh(h')*zk", "RNN031 [h'] 'h'' is read before it is assigned, in line 7")]
    [InlineData("f = sigmoid(zf + 1)", "f = sigmoid(zf + k)", "RNN031 [k] 'k' is read before it is declared or assigned, in line 6")]
    [InlineData("tanh(zk)", "tanh*zk", "RNN031 [tanh] 'tanh' is a function; it needs an argument in parentheses")]
    [InlineData("tanh(zk)", "tahn(zk)", "RNN031 [tahn] There is no function 'tahn'; there are " + Functions)]
    [InlineData("tanh(zk)", "f(zk)", "RNN031 [f] There is no function 'f'; there are " + Functions)]
    [InlineData(
        "tanh(zk)", "tanh(sign(zk))", "RNN034 [sign] 'sign' has no derivative that could train what stands in it; there are " + Functions)]
    [InlineData(
        "tanh(zk)", "Round(zk)", "RNN034 [Round] 'Round' has no derivative that could train what stands in it; there are " + Functions)]
    [InlineData("h' = f", "c' = f", "RNN031 [c'] There is no state 'c' before this line: declare it, state c")]
    [InlineData("[x, h]", "[x, c]", "RNN031 [c] There is no value 'c'; here are x, h")]
    public void NamesWithoutAValue(string old, string changed, string expected) =>
        Assert.Equal(expected, Report(Legal.Replace(old, changed)));

    [Theory]
    [InlineData("k = tanh(zk)", "f = tanh(zk)", "RNN032 [f] 'f' is assigned twice, first in line 5; every value is assigned once")]
    [InlineData(
        "k = tanh(zk)", "k = tanh(zk)\nh' = k", "RNN032 [h'] 'h'' is assigned twice, first in line 7; every value is assigned once")]
    [InlineData("h' = f", "h = f", "RNN032 [h] 'h' is a state, the value before the step; assign h', its value after the step")]
    [InlineData("k = tanh(zk)", "k = tanh(zk)\nx = k", "RNN032 [x] 'x' is the layer's input; choose another name")]
    [InlineData("k = tanh(zk)", "k = tanh(zk)\noutput = k", "RNN032 [output] 'output' is a word of the language; choose another name")]
    [InlineData("k = tanh(zk)", "k = tanh(zk)\nexp = k", "RNN032 [exp] 'exp' is a word of the language; choose another name")]
    [InlineData("state h", "state h, h", "RNN032 [h] 'h' is assigned twice, first in line 2; every value is assigned once")]
    [InlineData("state h", "state h, c'", "RNN032 [c'] 'c'' cannot be declared: declare 'c'")]
    [InlineData(
        "zf, zk =", "h', zk =", "RNN032 [h'] 'h'' cannot be a matrix product itself: name the product, and assign h' on a line of its own")]
    [InlineData(
        "[x, h]", "[x, h, x]", "RNN032 [x] 'x' is an operand twice; once is enough, since the kernel has a row for each of its values")]
    [InlineData(
        "k = tanh(zk)", "zl = [x] * kernel\nk = tanh(zk + zl)",
        "RNN032 [kernel] The parameter 'kernel' is used twice, first in line 4; give each its own name")]
    [InlineData(
        "k = tanh(zk)", "vector bias\nk = tanh(zk + bias)",
        "RNN032 [bias] The parameter 'bias' is used twice, first in line 4; give each its own name")]
    [InlineData("+ bias", "+ f", "RNN032 [f] 'f' names a parameter here and a value in line 5; a bias is always a parameter")]
    [InlineData("state h", "state h\noutput h'\noutput h'", "RNN032 [h'] The output is declared twice, first in line 3")]
    public void NamesThatAreTaken(string old, string changed, string expected) =>
        Assert.Contains(expected, Report(Legal.Replace(old, changed)).Split('\n'));

    [Theory]
    [InlineData("", "RNN033 [] The text of the cell has no equations")]
    [InlineData("  // nothing\n", "RNN033 [// nothing] The text of the cell has no equations")]
    [InlineData("k = tanh(x)", "RNN033 [k = tanh(x)] The cell has no state: declare one, state h")]
    [InlineData("state h, c\nh' = tanh(x + c)", "RNN033 [c] The state 'c' has no next value: assign c'")]
    [InlineData(
        "state c\nc' = tanh(x + c)", "RNN033 [state c] The cell has no output: it has no state h, so a line such as output c' is needed")]
    [InlineData("state h\nh' = tanh(x + h)\noutput y", "RNN033 [y] There is no value 'y' to hand up")]
    [InlineData(
        "state h\nh' = tanh(x + h)\noutput h", "RNN033 [h] 'h' is the state before the step; the output is a value after it: output h'")]
    [InlineData(
        "state h\nz = [x, h] * k\nh' = tanh(z)\noutput z",
        "RNN033 [z] The output must be a value that an expression assigns: y = z, then output y")]
    [InlineData("state h\nh' = tanh(h)", "RNN033 [state h] No equation reads x, the layer's input")]
    [InlineData("state h, c\nc' = tanh(x)\nh' = c'", "RNN033 [c] No equation reads the state 'c', and it is not the output")]
    [InlineData("state h\nz, y = [x, h] * kernel\nh' = tanh(z)", "RNN033 [y] No equation reads 'y', a block of a matrix product")]
    [InlineData("state h\nvector w\nh' = tanh(x + h)", "RNN033 [w] No equation reads the vector 'w'")]
    [InlineData("state h\nk = tanh(x + h)\ng = exp(k)\nh' = k", "RNN033 [g] No equation reads 'g'")]
    public void TextsThatAreNoWholeCell(string text, string expected) => Assert.Equal(expected, Report(text));

    [Fact]
    public void EveryWrongLineIsReported() => Assert.Equal(
        "RNN030 [)] Expected a value after '(', found ')'\nRNN030 [=] Expected a value after '=', found '='",
        Report("state h\nf = tanh()\nk = = 2\nh' = f*k"));

    [Fact]
    public void LimitsAreNamed()
    {
        string deep = string.Concat(Enumerable.Repeat("(", 200)) + "x" + string.Concat(Enumerable.Repeat(")", 200));
        Assert.Equal(
            "RNN030 [(] The expression is nested more than 40 deep; give a part of it a line of its own", Report($"state h\nh' = {deep}"));
        string wide = string.Join(" + ", Enumerable.Repeat("x", 10_000));
        Assert.Equal(
            "RNN030 [+] The line has more than 100 operators; give a part of it a line of its own", Report($"state h\nh' = {wide}"));
    }

    [Theory]
    [InlineData("state h\nh' = tanh(x + h)", true)]
    [InlineData("state h\nz = [x] * kernel\nh' = tanh(z + h)", false)]
    public void WhetherTheInputIsReadUnitByUnit(string text, bool expected) =>
        Assert.Equal(expected, CellText.Define("Own", 4, text).ReadsInputByUnit);

    [Fact]
    public void TheCanonicalTextHasNeitherCommentsNorSpaces()
    {
        Assert.Equal(
            CellText.Read("state h\nh' = σ(x ) *h").Canonical, CellText.Read("\r\n  state   h // s\r\n\r\n\th′=σ( x)·h # t\r\n").Canonical);
        Assert.NotEqual(CellText.Read("state h\nh' = x*h").Canonical, CellText.Read("state h\nh' = x/h").Canonical);
        Assert.NotEqual(CellText.Read("state h\nh' = x*h").Canonical, CellText.Read("state h h' = x*h").Canonical);
    }

    [Fact]
    public void NoTextMakesItThrow()
    {
        string[] pool =
        [
            "state ", "vector ", "output ", "h", "h'", "x", "z", "zf", "k", "f", "[", "]", "(", ")", "=", "*", "+", "-", "/", ",", "\n",
            "\r", " ", "1", "0.5", "1e", "1e9",
            "9e999", "tanh", "sign", "clip", "kernel", "bias", "'", "′", "//", "#", "σ", "·", "\\", "\"", "\0", "𝒽", ".", "_", "'''",
        ];
        for (int seed = 0; seed < 20_000; seed++)
        {
            Random random = new(seed);
            string text = seed % 2 == 0 ? "" : Legal;
            for (int change = random.Next(1, 30); change > 0; change--)
            {
                int at = random.Next(text.Length + 1);
                int removed = seed % 2 == 0 ? 0 : random.Next(Math.Min(4, text.Length - at + 1));
                text = text.Remove(at, removed).Insert(at, pool[random.Next(pool.Length)]);
            }

            CellText read = CellText.Read(text);
            Assert.All(read.Errors, error => Assert.InRange(error.Span.End, error.Span.Start, text.Length));
            Assert.All(read.Errors, error => Assert.Equal(error.Span.Length == 0, string.IsNullOrWhiteSpace(text)));
            Assert.Equal(read.Errors.Count, CellText.Read(read.Canonical).Errors.Count);
        }
    }

    /// <summary>A line for each error: <c>RNN030 [place] message</c>.</summary>
    private static string Report(string text) => string.Join("\n", CellText.Read(text).Errors.Select(
        error => $"{error.Descriptor.Id} [{text.Substring(error.Span.Start, error.Span.Length)}] {error.Message}"));
}
