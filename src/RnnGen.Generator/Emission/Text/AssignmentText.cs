using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission.Text;

/// <summary>Loads, assignments and stores of pointwise code, as C# over vectors.</summary>
internal static class AssignmentText
{
    /// <summary>Declares a value that is loaded; <paramref name="suffix"/> stands behind every name.</summary>
    public static string Load(LoadPlan load, string place, string suffix = "", string type = "V") =>
        $"{type} {ExprText.Numbered(load.Name, suffix)} = {type}.Load({place});";

    /// <summary>Declares a mask of dropout: 1 where nothing is dropped.</summary>
    public static string Mask(LoadPlan load, string place) =>
        $"V {ExprText.Identifier(load.Name)} = M.Drops ? V.Load({place}) : V.Create(1f);";

    /// <summary>The equation, for a comment.</summary>
    public static string Equation(StatementPlan statement) => $"{CellNames.Display(statement.Name)} = {ExprText.Maths(statement.Value)}";

    /// <summary>The equation and what it stands for, for the comment above it.</summary>
    public static string Explained(StatementPlan statement) =>
        Equation(statement) + (statement.Words is null ? "" : $": {statement.Words}");

    /// <summary>Declares a value that is computed.</summary>
    public static string Statement(StatementPlan statement, string suffix = "", string type = "V") =>
        $"{type} {ExprText.Numbered(statement.Name, suffix)} = {ExprText.Code(statement.Value, suffix, type)};";

    /// <summary>What a comment says above stores of what is carried on.</summary>
    public const string Carried = "// What is carried on is 0 below 2^-100 in magnitude: the smallest numbers of all are slow.";

    /// <summary>Stores a value, or adds it to what is there.</summary>
    public static string Store(StorePlan store, string place, string suffix = "", string type = "V")
    {
        string value = ExprText.Code(store.Value, suffix, type);
        string result = store.Accumulate ? $"{type}.Load({place}) + {value}" : value;
        return $"{type}.Store({(store.IsCarried ? Flush(result, type) : result)}, {place});";
    }

    /// <summary>What is stored of a value that is carried on.</summary>
    public static string Flush(string value, string type = "V") => $"{type}.{nameof(Function.FlushTiny)}({value})";
}
