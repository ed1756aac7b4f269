using System.Collections.Generic;

namespace RnnGen.Tests.Models;

/// <summary>A description as generated code would give it, small enough to check by hand.</summary>
internal static class SmallModel
{
    public const float KernelLimit = 0.75f, BiasValue = 1.5f;

    /// <summary>Parameters a/kernel [2, 3], a/bias [3], b/kernel [3, 1], b/scale [].</summary>
    public static ModelDescription Describe(string name = "Small", string specHash = "hash-1") => Describe(
        name,
        specHash,
        ("a/kernel", [2, 3], ParameterInitializer.Uniform(KernelLimit)),
        ("a/bias", [3], ParameterInitializer.Constant(BiasValue)),
        ("b/kernel", [3, 1], ParameterInitializer.Uniform(KernelLimit)),
        ("b/scale", [], ParameterInitializer.Constant(-2)));

    public static ModelDescription Describe(
        string name, string specHash, params (string Name, int[] Shape, ParameterInitializer Initializer)[] parameters)
    {
        List<ParameterInfo> infos = [];
        int offset = 0;
        foreach ((string parameter, int[] shape, ParameterInitializer initializer) in parameters)
        {
            ParameterInfo info = new(parameter, shape, offset, initializer);
            infos.Add(info);
            offset += info.Count;
        }

        return new ModelDescription
        {
            Name = name,
            InputSize = 2,
            OutputSize = 1,
            OutputsEveryStep = false,
            Steps = null,
            Parameters = infos,
            States = [new StateInfo("a/h", 3, 0)],
            MultiplyAddsPerStep = 6,
            MultiplyAddsPerSequence = 3,
            SpecHash = specHash,
        };
    }
}
