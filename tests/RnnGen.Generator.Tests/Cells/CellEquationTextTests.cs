using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Language;
using RnnGen.Generator.Specification;
using Xunit;

namespace RnnGen.Generator.Tests.Cells;

/// <summary>The equations that a description tells: the cell's own, in the language in which cells are written.</summary>
public sealed class CellEquationTextTests
{
    [Theory]
    [InlineData("Rnn")]
    [InlineData("Rnn", "Bias", 0.0)]
    [InlineData("Rnn", "Activation", (double)Activation.Swish)]
    [InlineData("Rnn", "Activation", (double)Activation.Linear)]
    [InlineData("Rnn", "Activation", (double)Activation.LeakyRelu)]
    [InlineData("Lstm")]
    [InlineData("Lstm", "ForgetBias", 0.0)]
    [InlineData("Lstm", "ForgetBias", -1e-7)]
    [InlineData("Lstm", "CellClip", 0.75)]
    [InlineData("Lstm", "CoupledGates", 1.0)]
    [InlineData("Lstm", "Activation", (double)Activation.Swish)]
    [InlineData("Gru")]
    [InlineData("Gru", "ResetAfter", 1.0)]
    [InlineData("Gru", "Bias", 0.0)]
    [InlineData("Mgu")]
    [InlineData("Ugrnn")]
    public void WhatTheLanguageCanSayIsReadBackAsTheSameCell(string kind, string? option = null, double value = 0)
    {
        string text = Text(kind, option is null ? [] : [(option, value)]);
        Assert.Empty(CellText.Read(text).Errors);
        Assert.Equal(text, CellEquationText.Of(CellText.Define(kind, 4, text)));
    }

    [Fact]
    public void LstmWithAllThatChangesItsEquations() => Assert.Equal(
        """
        state c, h
        zj, zf, zo = [x, h]·kernel
        nj = normalize(zj, 0.001)
        nf = normalize(zf, 0.001)
        no = normalize(zo, 0.001)
        vector gj = 1 as transform/gamma
        vector bj as transform/beta
        vector gf = 1 as forget/gamma
        vector bf as forget/beta
        vector go = 1 as output/gamma
        vector bo as output/beta
        vector wf as w_f_diag
        j = relu(gj·nj + bj)
        f = σ(gf·nf + bf + wf·c + 0.5)
        s = f·c + (1 - f)·j
        ns = normalize(s, 0.001)
        vector gs = 1 as state/gamma
        vector bs as state/beta
        vector wo as w_o_diag
        c' = clip(gs·ns + bs, 3)
        o = σ(go·no + bo + wo·c')
        t = relu(c')
        m = o·t
        zp = [m]·projection/kernel
        h' = clip(zp, 2)
        """,
        Text(
            "Lstm", ("Peepholes", 1), ("CellClip", 3), ("Projection", 3), ("ProjectionClip", 2), ("CoupledGates", 1), ("LayerNorm", 1),
            ("ForgetBias", 0.5), ("Activation", (double)Activation.Relu)));

    [Fact]
    public void GruWithLayerNormalisation() => Assert.Equal(
        """
        state h
        zr, zu = [x, h]·gates/kernel
        nr = normalize(zr, 0.001)
        nu = normalize(zu, 0.001)
        vector gr = 1 as reset/gamma
        vector br = 1 as reset/beta
        vector gu = 1 as update/gamma
        vector bu = 1 as update/beta
        zx = [x]·candidate/input_projection/kernel
        zh = [h]·candidate/hidden_projection/kernel
        nx = normalize(zx, 0.001)
        nh = normalize(zh, 0.001)
        vector gx = 1 as candidate/input_projection/gamma
        vector bx as candidate/input_projection/beta
        vector gh = 1 as candidate/hidden_projection/gamma
        vector bh as candidate/hidden_projection/beta
        r = σ(gr·nr + br)
        u = σ(gu·nu + bu)
        k = tanh(gx·nx + bx + r·(gh·nh + bh))
        h' = u·h + (1 - u)·k
        """,
        Text("Gru", ("LayerNorm", 1), ("ResetAfter", 1)));

    [Theory]
    [InlineData("state h\nzf,zk=[x,h]*gates/kernel+bias(-1) // both\nh' = (1-f(zf))*zk")]
    [InlineData("state a , b\nvector w=0.5\nz=[x,a]*k\na'=tanh((z+w))*-(2)\nb' = clip(a', 3)\noutput b'")]
    public void TextOfAnAuthorKeepsItsWordsAndSigns(string text)
    {
        string canonical = CellText.Read(text).Canonical, readable = CellText.Readable(canonical);
        Assert.Equal(canonical, CellText.Read(readable).Canonical);
        Assert.DoesNotContain(" ,", readable);
        Assert.DoesNotContain("( ", readable);
    }

    private static string Text(string kind, params (string Name, double Value)[] options) => CellEquationText.Of(CellCatalogue.Define(
        new LayerSpec(kind, 4, options.Select(option => new LayerArgument(option.Name, option.Value)).ToEquatable())));
}
