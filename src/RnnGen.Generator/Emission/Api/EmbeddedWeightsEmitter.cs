using System.Linq;
using RnnGen.Generator.Emission.Text;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Emission.Api;

/// <summary>The constructors of a class whose weights are in its assembly.</summary>
internal static class EmbeddedWeightsEmitter
{
    private const string Storage = "global::RnnGen.StorageType";

    public static void Emit(CodeWriter w, ModelPlan plan, EmbeddedSpec embedded)
    {
        string name = plan.Spec.Type.Name;
        w.Lines($$"""
            /// <summary>Creates a model with the weights of <c>{{Documentation(embedded.File)}}</c>, which are in this assembly.</summary>
            /// <exception cref="global::System.InvalidOperationException">
            /// The assembly holds other weights than it was compiled for: build it again.
            /// </exception>
            public {{name}}()
                : this(new global::RnnGen.ModelParameters(Description, new {{Names.EmbeddedWeights}}(
                    typeof({{name}}).Assembly,
                    {{Literal(embedded.Resource)}},
                    "{{embedded.Hash}}",
                    [
                        // First element, how many, how they are stored, first byte, columns, first byte of the scales of the columns.
            """);
        foreach (IGrouping<string, EmbeddedPart> parameter in embedded.Parts.GroupBy(part => part.Parameter))
        {
            w.Line($"            // {parameter.Key}");
            foreach (EmbeddedPart part in parameter)
            {
                string stored = $"{Storage}.{part.Type}, {part.Offset}, {part.Columns}, {part.ScaleOffset}";
                w.Line($"            new({part.First}, {part.Count}, {stored}),");
            }
        }

        w.Lines($$"""
                    ])))
            {
            }

            /// <summary>Creates a model with random weights.</summary>
            /// <param name="seed">Equal seeds give equal weights, to the bit, on every machine.</param>
            {{Names.NotCompliant}}
            public {{name}}(ulong seed)
                : this(new global::RnnGen.ModelParameters(Description, seed))
            {
            }

            private {{name}}(global::RnnGen.ModelParameters parameters)
            {
                Parameters = parameters;
                _predictor = {{ModelEmitter.Predictor(plan)}};
            }

            """);
    }

    private static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Documentation(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
