using System;
using System.Linq;
using RnnGen.Tool.Compilation;

namespace RnnGen.Interchange.Tests.Fixtures;

/// <summary>Models of classes that a test writes down.</summary>
internal static class Classes
{
    /// <summary>A model of a class with these attributes, all of its parameters random.</summary>
    /// <param name="attributes">The attributes of the class, a line each, without brackets.</param>
    /// <param name="cells">Attribute classes of cells that it uses.</param>
    public static IRnnModel Model(string attributes, string cells = "")
    {
        string[] lines = attributes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string source = $"using RnnGen;\n{cells}\n{string.Concat(lines.Select(line => $"[{line}]\n"))}public sealed partial class Net;\n";
        IRnnModel model = ClassCompiler.Create(ClassCompiler.Compile([source]).Single());
        Random random = new(1);
        using ParameterEdit edit = model.Parameters.Edit();
        foreach (ParameterInfo parameter in model.Description.Parameters)
        {
            foreach (ref float value in edit[parameter.Name])
            {
                value = (float)(random.NextDouble() - 0.5);
            }
        }

        return model;
    }

    /// <summary>The network of such a model.</summary>
    public static Network Network(string attributes, string cells = "") => ModelNetwork.Of(Model(attributes, cells));
}
