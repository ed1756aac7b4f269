using System;

namespace RnnGen;

/// <summary>
/// Names the file whose weights a new model of the class has: one of the project's <c>&lt;RnnWeights Include="..." /&gt;</c>, which the
/// build puts into the assembly. <c>new Model()</c> has these weights and reads no file; <c>new Model(seed)</c> draws them as of any
/// class. Tensors and shapes are compared while the project is compiled.
/// </summary>
/// <param name="file">The file as the project names it, or the end of its path, such as <c>model.safetensors</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WeightsAttribute(string file) : Attribute
{
    /// <summary>The file as the project names it, or the end of its path.</summary>
    public string File { get; } = file;
}
