using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;
using Xunit;

namespace RnnGen.Training.Tests.Optimizers;

/// <summary>Every optimizer in every form that has code of its own, by name.</summary>
internal static class OptimizerForms
{
    private static readonly Dictionary<string, (Func<Optimizer> Create, Func<ReferenceOptimizer> Reference)> All = new(
        StringComparer.Ordinal)
    {
        ["sgd"] = (() => new Sgd(0.1f), () => ReferenceOptimizer.Sgd(0.1f, 0, 0, false, 0)),
        ["sgd decay"] = (() => new Sgd(0.1f, weightDecay: 0.05f), () => ReferenceOptimizer.Sgd(0.1f, 0, 0, false, 0.05f)),
        ["sgd momentum"] =
            (() => new Sgd(0.1f, 0.9f, 0.25f, weightDecay: 0.05f), () => ReferenceOptimizer.Sgd(0.1f, 0.9f, 0.25f, false, 0.05f)),
        ["sgd nesterov"] =
            (() => new Sgd(0.1f, 0.9f, nesterov: true, weightDecay: 0.05f), () => ReferenceOptimizer.Sgd(0.1f, 0.9f, 0, true, 0.05f)),
        ["rmsprop"] = (() => new RmsProp(0.01f, 0.9, 1e-3f), () => ReferenceOptimizer.RmsProp(0.01f, 0.9, 1e-3f, 0, false, 0)),
        ["rmsprop momentum"] =
            (() => new RmsProp(0.01f, 0.9, 1e-3f, 0.5f), () => ReferenceOptimizer.RmsProp(0.01f, 0.9, 1e-3f, 0.5f, false, 0)),
        ["rmsprop centered"] =
            (() => new RmsProp(0.01f, 0.9, 1e-3f, 0, true, 0.05f), () => ReferenceOptimizer.RmsProp(0.01f, 0.9, 1e-3f, 0, true, 0.05f)),
        ["rmsprop both"] =
            (() => new RmsProp(
                0.01f, 0.9, 1e-3f, 0.5f, true, 0.05f), () => ReferenceOptimizer.RmsProp(0.01f, 0.9, 1e-3f, 0.5f, true, 0.05f)),
        ["adagrad"] = (() => new Adagrad(0.1f, 0.1, 0.2f, 1e-3f, 0.05f), () => ReferenceOptimizer.Adagrad(0.1f, 0.1, 0.2f, 1e-3f, 0.05f)),
        ["adam"] = (() => new Adam(0.01f, 0.8, 0.9, 1e-3f), () => ReferenceOptimizer.Adam(0.01f, 0.8, 0.9, 1e-3f, false, false, 0, 0)),
        ["adam torch"] = (
            () => new Adam(0.01f, 0.8, 0.9, 1e-3f, AdamForm.PyTorch),
            () => ReferenceOptimizer.Adam(0.01f, 0.8, 0.9, 1e-3f, true, false, 0, 0)),
        ["adam ams"] = (
            () => new Adam(0.01f, 0.8, 0.9, 1e-3f, amsGrad: true, weightDecay: 0.05f),
            () => ReferenceOptimizer.Adam(0.01f, 0.8, 0.9, 1e-3f, false, true, 0.05f, 0)),
        ["adam torch ams"] = (
            () => new Adam(0.01f, 0.8, 0.9, 1e-3f, AdamForm.PyTorch, true, 0.05f),
            () => ReferenceOptimizer.Adam(0.01f, 0.8, 0.9, 1e-3f, true, true, 0.05f, 0)),
        ["adamw"] =
            (() => new AdamW(0.01f, 0.8, 0.9, 1e-3f, 0.5f), () => ReferenceOptimizer.Adam(0.01f, 0.8, 0.9, 1e-3f, true, false, 0, 0.5f)),
        ["adamw ams"] =
            (() => new AdamW(
                0.01f, 0.8, 0.9, 1e-3f, 0.5f, true), () => ReferenceOptimizer.Adam(0.01f, 0.8, 0.9, 1e-3f, true, true, 0, 0.5f)),
    };

    public static TheoryData<string> Names => new(All.Keys);

    public static Optimizer Create(string name) => All[name].Create();

    public static ReferenceOptimizer Reference(string name) => All[name].Reference();

    /// <summary>Numbers that look like gradients, between -0.5 and 0.5, those of the even steps twice as large.</summary>
    public static float[] Gradients(int step, int length)
    {
        CounterRandom random = new(3, (ulong)step);
        return [.. Enumerable.Range(0, length).Select(i => (random.Uniform((ulong)i) - 0.5f) * (step % 2 == 0 ? 2 : 1))];
    }

    /// <summary>Parameters to begin with, between -1 and 1.</summary>
    public static float[] Parameters(int length)
    {
        CounterRandom random = new(4, 0);
        return [.. Enumerable.Range(0, length).Select(i => (2 * random.Uniform((ulong)i)) - 1)];
    }
}
