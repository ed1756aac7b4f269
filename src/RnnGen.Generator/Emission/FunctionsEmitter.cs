using System.Collections.Generic;

namespace RnnGen.Generator.Emission;

/// <summary>Short names for the runtime's vector functions, so that equations read like equations.</summary>
internal static class FunctionsEmitter
{
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
