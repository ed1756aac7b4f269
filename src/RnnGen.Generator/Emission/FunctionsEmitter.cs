using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Plans;

namespace RnnGen.Generator.Emission;

/// <summary>Short names for the runtime's vector functions, so that equations read like equations.</summary>
internal static class FunctionsEmitter
{
    /// <summary>The functions that some statements call.</summary>
    public static IEnumerable<Function> Called(IEnumerable<StatementPlan> statements) =>
        statements.SelectMany(statement => Differentiation.Calls(statement.Value)).Distinct().OrderBy(function => function);

    /// <summary>The function that stores call, if some do.</summary>
    public static IEnumerable<Function> Stored(bool carries) => carries ? [Function.FlushTiny] : [];

    public static void Emit(CodeWriter w, IEnumerable<Function> functions)
    {
        foreach (Function function in functions)
        {
            (string parameter, string argument) = Functions.HasParameter(function) ? (", float parameter", ", parameter") : ("", "");
            w.Lines($"""
                {Names.Inline}
                private static V {function}<V>(V value{parameter})
                    {Names.WhereV} => {Names.VectorMath}.{function}(value{argument});

                """);
        }
    }
}
