using RnnGen.Generator.Tests.Support;
using Xunit;

namespace RnnGen.Generator.Tests.Diagnostics;

/// <summary>RNN040: initializers.</summary>
public sealed class InitializerDiagnosticTests
{
    [Theory]
    [InlineData("KernelInitializer = Initializer.Uniform", "KernelInitializer = Initializer.Uniform", "KernelInitializer = Uniform: it needs a value, KernelInitializerValue")]
    [InlineData("RecurrentInitializer = Initializer.Constant", "RecurrentInitializer = Initializer.Constant", "RecurrentInitializer = Constant: it needs a value, RecurrentInitializerValue")]
    [InlineData("BiasInitializer = Initializer.Orthogonal", "BiasInitializer = Initializer.Orthogonal", "BiasInitializer = Orthogonal: only a matrix can be orthogonal")]
    [InlineData("KernelInitializer = Initializer.HeNormal, KernelInitializerValue = 2", "KernelInitializerValue = 2", "KernelInitializerValue = 2: HeNormal takes no value")]
    [InlineData("BiasInitializerValue = 2", "BiasInitializerValue = 2", "BiasInitializerValue = 2: Preset takes no value")]
    [InlineData("KernelInitializer = Initializer.Normal, KernelInitializerValue = -0.5", "KernelInitializerValue = -0.5", "KernelInitializerValue = -0.5: Normal needs a number greater than 0")]
    [InlineData("RecurrentInitializer = Initializer.Orthogonal, RecurrentInitializerValue = 0", "RecurrentInitializerValue = 0", "RecurrentInitializerValue = 0: Orthogonal needs a number greater than 0")]
    [InlineData("BiasInitializer = (Initializer)99", "BiasInitializer = (Initializer)99", "BiasInitializer = 99: it is none of Preset, Zeros, Ones, Constant, Uniform, Normal, TruncatedNormal, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, Orthogonal, InverseRootUniform")]
    public void OfALayer(string arguments, string place, string message) =>
        GeneratorHost.Run(GeneratorHost.Source($"[Gru(4, {arguments})]")).Reports($"RNN040 [{place}] {message}");

    [Fact]
    public void OfADenseLayer() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]\n[Dense(2, KernelInitializer = Initializer.Constant)]"))
        .Reports("RNN040 [KernelInitializer = Initializer.Constant] KernelInitializer = Constant: it needs a value, KernelInitializerValue");

    [Fact]
    public void OfTheModel() => GeneratorHost.Run(GeneratorHost.Source("[Gru(4)]", "InputSize = 3, Initialization = (Initialization)3"))
        .Reports("RNN040 [Initialization = (Initialization)3] Initialization = 3: it is none of TensorFlow, Keras, PyTorch");

    [Fact]
    public void AValueMustBeFinite() => GeneratorHost.Run(GeneratorHost.Source("[Lstm(4, BiasInitializer = Initializer.Constant, BiasInitializerValue = double.NaN)]"))
        .Reports("RNN014 [BiasInitializerValue = double.NaN] BiasInitializerValue is NaN; it must be a finite number within the range of float");

    [Fact]
    public void WhatIsRightIsNotReported() => GeneratorHost.Run(GeneratorHost.Source(
        "[Lstm(4, KernelInitializer = Initializer.Normal, KernelInitializerValue = 0.1, RecurrentInitializer = Initializer.Orthogonal, BiasInitializer = Initializer.Constant, BiasInitializerValue = -1)]",
        "InputSize = 3, Initialization = Initialization.PyTorch")).Reports();
}
