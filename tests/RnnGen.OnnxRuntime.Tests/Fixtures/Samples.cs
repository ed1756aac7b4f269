using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.OnnxRuntime.Tests.Models;
using Xunit;

namespace RnnGen.OnnxRuntime.Tests.Fixtures;

/// <summary>The models of this project, each with weights that none has by accident.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, Func<IRnnModel>> Models =
        CellModels.All.Concat(ActivationModels.All).Concat(WrapperModels.All).Concat(HeadModels.All).Concat(GraphModels.All)
            .Concat(StaticModels.All).Concat(StaticWrapperModels.All).ToDictionary(create => create().Description.Name);

    /// <summary>The names of all, for theories.</summary>
    public static TheoryData<string> Names => [.. Models.Keys];

    /// <summary>A model with all parameters random, biases too.</summary>
    public static IRnnModel Create(string name) => Randomized(Models[name]());

    /// <summary>The model with random parameters.</summary>
    public static IRnnModel Randomized(IRnnModel model)
    {
        Random random = new(7);
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            foreach (ref float value in edit[parameter.Name])
            {
                value += (float)(random.NextDouble() - 0.5);
            }
        }

        return model;
    }
}
