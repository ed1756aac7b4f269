using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN040, and what RNN014 and RNN016 to RNN018 say of initializers.</summary>
public sealed class InitializerDiagnosticTests
{
    [Theory]
    [InlineData(
        "KernelInitializer = Initializer.Uniform", "KernelInitializer = Initializer.Uniform",
        "RNN040 KernelInitializer = Uniform: it needs a value, KernelInitializerValue")]
    [InlineData(
        "RecurrentInitializer = Initializer.Constant", "RecurrentInitializer = Initializer.Constant",
        "RNN040 RecurrentInitializer = Constant: it needs a value, RecurrentInitializerValue")]
    [InlineData(
        "BiasInitializer = Initializer.Orthogonal", "BiasInitializer = Initializer.Orthogonal",
        "RNN040 BiasInitializer = Orthogonal: only a matrix can be orthogonal")]
    [InlineData(
        "KernelInitializer = Initializer.HeNormal, KernelInitializerValue = 2", "KernelInitializerValue = 2",
        "RNN017 KernelInitializerValue has no effect: KernelInitializer is HeNormal, which takes no value")]
    [InlineData(
        "BiasInitializerValue = 2", "BiasInitializerValue = 2",
        "RNN017 BiasInitializerValue has no effect: BiasInitializer is Preset, which takes no value")]
    [InlineData(
        "KernelInitializer = Initializer.Normal, KernelInitializerValue = -0.5", "KernelInitializerValue = -0.5",
        "RNN018 KernelInitializerValue is -0.5; it must be greater than 0 for Normal")]
    [InlineData(
        "RecurrentInitializer = Initializer.Orthogonal, RecurrentInitializerValue = 0", "RecurrentInitializerValue = 0",
        "RNN018 RecurrentInitializerValue is 0; it must be greater than 0 for Orthogonal")]
    [InlineData(
        "BiasInitializer = (Initializer)99", "BiasInitializer = (Initializer)99",
        "RNN016 BiasInitializer is 99, which is none of Preset, Zeros, Ones, Constant, Uniform, Normal, TruncatedNormal, GlorotUniform, "
        + "GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, Orthogonal, InverseRootUniform")]
    [InlineData(
        "Bias = false, BiasInitializer = Initializer.Ones", "BiasInitializer = Initializer.Ones",
        "RNN017 BiasInitializer has no effect: [Gru] has no bias")]
    public void OfALayer(string arguments, string place, string message) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4, {arguments})]")).Reports($"{message.Insert(6, $" [{place}]")}");

    [Fact]
    public void OfADenseLayer() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Dense(2, KernelInitializer = Initializer.Constant)]"))
        .Reports(
            "RNN040 [KernelInitializer = Initializer.Constant] KernelInitializer = Constant: it needs a value, KernelInitializerValue");

    [Fact]
    public void OfTheModel() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]", "InputSize = 3, Initialization = (Initialization)3"))
        .Reports("RNN016 [Initialization = (Initialization)3] Initialization is 3, which is none of TensorFlow, Keras, PyTorch");

    [Fact]
    public void AValueMustBeFinite() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4, BiasInitializer = Initializer.Constant, BiasInitializerValue = double.NaN)]"))
        .Reports(
            "RNN014 [BiasInitializerValue = double.NaN] BiasInitializerValue is NaN; it must be a finite number within the range of float");

    [Fact]
    public void WhatIsRightIsNotReported() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4, KernelInitializer = Initializer.Normal, KernelInitializerValue = 0.1, RecurrentInitializer = Initializer.Orthogonal, "
        + "BiasInitializer = Initializer.Constant, BiasInitializerValue = -1)]",
        "InputSize = 3, Initialization = Initialization.PyTorch")).Reports();
}
