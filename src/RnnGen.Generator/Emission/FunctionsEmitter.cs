using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Equations;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Short names for the runtime's vector functions, so that equations read like equations.</summary>
internal static class FunctionsEmitter
{
    /// <summary>The functions that some statements call.</summary>
    public static IEnumerable<string> Called(IEnumerable<StatementPlan> statements) => statements
        .Select(statement => statement.Value).OfType<Expr.Call>().Select(call => call.Function).Distinct().OrderBy(function => function).Select(function => $"{function}");

    public static void Emit(CodeWriter w, IEnumerable<string> functions)
    {
        foreach (string function in functions)
        {
            w.Lines($"""
                {Names.Inline}
                private static V {function}<V>(V value)
                    {Names.WhereV} => {Names.VectorMath}.{function}(value);

                """);
        }
    }
}
