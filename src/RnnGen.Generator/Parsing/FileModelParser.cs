using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Parsing.Hooks;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads which file a class takes its weights from, and a class whose network is the file's as well.</summary>
internal sealed class FileModelParser(INamedTypeSymbol type, AttributeReader model, SemanticModel semantics, Fault fault)
{
    private const string FromOnnx = "FromOnnx";

    private readonly List<DiagnosticInfo> _diagnostics = [];

    /// <summary>Whether the network is that of a file.</summary>
    public bool HasNetwork => IsFile(model);

    /// <summary>Whether the class that an attribute makes a model has a network that is told elsewhere.</summary>
    public static bool IsFile(AttributeReader model) => model.Named(FromOnnx) is string;

    /// <summary>The attribute that names the file of a class's weights; null where there is none.</summary>
    public static AttributeData? Find(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => AttributeNames.Is(attribute.AttributeClass, AttributeNames.Weights));

    /// <summary>The file that <c>[Weights]</c> names; null without it.</summary>
    public WeightsRequest? Weights(CancellationToken cancellation) =>
        Find(type) is AttributeData data && new AttributeReader(data, cancellation) is { HasErrors: false } attribute
            ? new WeightsRequest(attribute.Positional(0) as string ?? "", SourcePlace.Of(attribute.PositionalLocation(0)), fault)
            : null;

    /// <summary>What the class says beside the file.</summary>
    public ParseResult Parse(CancellationToken cancellation)
    {
        string file = (string)model.Named(FromOnnx)!;
        new TypeChecks(type, model.Location, semantics.Compilation, _diagnostics).Check(cancellation);
        foreach (AttributeData data in type.GetAttributes())
        {
            if (AttributeNames.IsPart(data.AttributeClass) || CellEquationsParser.IsCell(data.AttributeClass))
            {
                AttributeReader part = new(data, cancellation);
                Says(file, part.Location, $"[{part.ShortName}]", "the network is the file's");
            }
        }

        if (Find(type) is AttributeData weights)
        {
            Says(file, new AttributeReader(weights, cancellation).Location, "[Weights]", "the weights are the file's");
        }

        if (model.Named("InputSize") is not null)
        {
            Says(file, model.ArgumentLocation("InputSize"), "InputSize", "the inputs are the file's");
        }

        if (model.Named("Initialization") is not null)
        {
            Says(file, model.ArgumentLocation("Initialization"), "Initialization", "nothing is drawn");
        }

        if (model.Named("Training") is true)
        {
            Says(
                file, model.ArgumentLocation("Training"), "Training = true",
                "a file has no loss; rnngen import --training writes a class that can be trained further");
        }

        WeightStorage storage = (WeightStorage)LayerParser.Member(model, Report, "Weights", typeof(WeightStorage));
        int? steps = ModelParser.ParseSteps(model, Report);
        WeightsRequest request = new(file, SourcePlace.Of(model.ValueLocation(FromOnnx)), fault);
        if (_diagnostics.Count > 0)
        {
            return new ParseResult(null, _diagnostics.ToEquatable()) { Weights = request };
        }

        ModelSpec spec = new(TypeChecks.NameOf(type), 1, steps, Training: false, default, default)
        {
            Weights = storage,
            Fault = fault,
            IsWatched = StepHook.IsImplemented(type, cancellation),
            Surroundings = SurroundingsParser.Parse(type, semantics, model.Declaration!.SpanStart),
        };
        return new ParseResult(null, default)
        {
            Weights = request with { Model = new FileModel(spec, ModelParser.PlacesOf(model)) },
        };
    }

    private void Says(string file, Location location, string what, string why) => Report(Descriptors.FileSaysIt, location, what, file, why);

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
