using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Parsing.Hooks;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads and checks the attributes of one class.</summary>
internal sealed class ModelParser
{
    private readonly INamedTypeSymbol _type;
    private readonly AttributeReader _model;
    private readonly Fault _fault;
    private readonly SemanticModel _semantics;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly List<Part> _parts = [];
    private readonly HeadListParser _heads;
    private readonly ValueTable _values;
    private readonly InputListParser _inputs;
    private GraphParser _graph = null!;
    private bool _incomplete;

    private ModelParser(INamedTypeSymbol type, AttributeReader model, SemanticModel semantics, Fault fault)
    {
        _type = type;
        _model = model;
        _semantics = semantics;
        _fault = fault;
        _heads = new HeadListParser(_diagnostics);
        _values = new ValueTable(Report);
        _inputs = new InputListParser(model, type.Name, _values, Report);
    }

    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        if (type.GetAttributes().FirstOrDefault(IsModel) is not AttributeData data)
        {
            // Another class of the same name.
            return new ParseResult(null, default);
        }

        AttributeReader model = new(data, cancellation);
        if (model.Declaration != context.TargetNode)
        {
            // A second [RnnModel] on another declaration: the compiler refuses it, and the first one counts.
            return new ParseResult(null, default);
        }

        if (ProjectChecks.ProblemOf(type, model, cancellation) is DiagnosticInfo problem)
        {
            return new ParseResult(null, new[] { problem }.ToEquatable());
        }

        Fault fault = Fault.At(context);
        FileModelParser file = new(type, model, context.SemanticModel, fault);
        ParseResult result = file.HasNetwork
            ? file.Parse(cancellation)
            : Parse(type, model, context.SemanticModel, fault, cancellation) with { Weights = file.Weights(cancellation) };
        return BudgetParser.Read(type, fault, result, cancellation);
    }

    /// <summary>Reads a class that a file declares.</summary>
    public static ParseResult Parse(
        INamedTypeSymbol type, AttributeReader model, SemanticModel semantics, CancellationToken cancellation) =>
        Parse(type, model, semantics, Fault.At((BaseTypeDeclarationSyntax)model.Declaration!), cancellation);

    private static ParseResult Parse(
        INamedTypeSymbol type, AttributeReader model, SemanticModel semantics, Fault fault, CancellationToken cancellation)
    {
        ModelParser parser = new(type, model, semantics, fault);
        ModelSpec? spec = parser.Parse(cancellation);
        bool failed = parser._incomplete
            || parser._diagnostics.Any(diagnostic => diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
        return new ParseResult(failed ? null : spec, parser._diagnostics.ToEquatable())
        {
            Places = PlacesOf(model),
        };
    }

    /// <summary>Where a model says what only its plan can find fault with.</summary>
    public static ModelPlaces PlacesOf(AttributeReader model) => new(
        SourcePlace.Of(model.Location), SourcePlace.Of(model.ArgumentLocation("Steps")),
        SourcePlace.Of(model.ArgumentLocation("Weights")));

    /// <summary>The class that an attribute makes a model, and where that stands; null of a second attribute.</summary>
    public static (TypeName Type, SourcePlace Place)? FindPlace(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol.GetAttributes().FirstOrDefault(IsModel) is AttributeData data
        && new AttributeReader(data, cancellation) is AttributeReader model && model.Declaration == context.TargetNode
            ? (TypeChecks.NameOf((INamedTypeSymbol)context.TargetSymbol), SourcePlace.Of(model.Location))
            : null;

    /// <summary>The layer attributes of a declaration whose class is not a model.</summary>
    public static EquatableArray<DiagnosticInfo> FindOrphans(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol.GetAttributes().Any(IsModel)
            ? default
            : context.Attributes
                .Where(attribute => AttributeNames.IsOurs(attribute.AttributeClass))
                .Select(attribute => new AttributeReader(attribute, cancellation))
                .Where(attribute => attribute.Declaration == context.TargetNode)
                .Select(attribute => DiagnosticInfo.Create(
                    Descriptors.NoModel, attribute.Location, attribute.ShortName, context.TargetSymbol.Name))
                .ToEquatable();

    /// <summary>Whether an attribute is [RnnModel].</summary>
    public static bool IsModel(AttributeData attribute) => AttributeNames.Is(attribute.AttributeClass, AttributeNames.Model);

    private ModelSpec? Parse(CancellationToken cancellation)
    {
        if (!new LimitsParser(_type, _model.Location, Report).Check())
        {
            return null;
        }

        new TypeChecks(_type, _model.Location, _semantics.Compilation, _diagnostics).Check(cancellation);
        foreach (AttributeData data in _type.GetAttributes())
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeReader attribute = new(data, cancellation);
            if (CellEquationsParser.IsStranger(data.AttributeClass))
            {
                string stranger = data.AttributeClass!.Name;
                Report(
                    Descriptors.CellClass,
                    attribute.Location,
                    $"[{attribute.ShortName}] is not a layer: class '{stranger}' must derive from RecurrentCellAttribute, "
                    + "with [CellEquations(...)]");
                _incomplete = true;
            }
            else if ((AttributeNames.IsPart(data.AttributeClass) || CellEquationsParser.IsCell(data.AttributeClass))
                && IsOnModelDeclaration(attribute))
            {
                _parts.Add(new Part(attribute));
            }
        }

        Part.Assign(_parts);
        _values.Announce(_parts.Select(part => part.Attribute.Named("Name") as string).OfType<string>());
        _inputs.Parse(_parts);
        _incomplete |= !_inputs.IsComplete;
        _graph = new GraphParser(_values, _inputs.All, Report);
        new PartsParser(_graph, _heads, _values, ReadCell, Report).Parse(_parts, out bool isComplete);
        _incomplete |= !isComplete;
        _parts.ForEach(part => CheckUnderflow(part.Attribute));
        Initialization initialization = new InitializerParser(_model, Report).Preset();
        WeightStorage weights = (WeightStorage)LayerParser.Member(_model, Report, "Weights", typeof(WeightStorage));
        int? steps = ParseSteps(_model, Report);
        if (!_graph.Nodes.Any(node => node.Spec.IsRecurrent || node.Spec.Role == LayerRole.Conv1D) && !_incomplete)
        {
            Report(Descriptors.NoLayers, _model.Location, _type.Name);
        }

        LayerChecks checks = new(_graph.Nodes, Report);
        checks.Widths(isComplete: !_incomplete);
        if (_model.Named("Training") is false)
        {
            checks.NothingDrops();
        }

        GraphHead[] heads = [.. _heads.Graph(_graph, _model.Location)];
        bool isWhole = !_incomplete && _diagnostics.Count == 0;
        if (isWhole)
        {
            checks.Unread(heads, _inputs);
        }

        ShapeInference shapes = new(_graph.Nodes, heads, _inputs.Size, _inputs.SequenceSize, Report);
        bool hasShapes = isWhole && shapes.Infer();
        if (hasShapes)
        {
            shapes.Build();
        }

        EquatableArray<HeadSpec> specs = hasShapes ? _heads.Specs(shapes, heads) : default;
        if (hasShapes)
        {
            checks.Names(_parts.Select(part => part.Attribute), shapes.Layers, specs);
        }

        _heads.Check(hasShapes ? shapes.Layers : [.. _graph.Nodes.Select(node => node.Spec)]);
        if (!hasShapes || _diagnostics.Count > 0)
        {
            return null;
        }

        return new ModelSpec(
            TypeChecks.NameOf(_type), _inputs.Size, steps, _model.Named("Training") as bool? ?? true, shapes.Layers.ToEquatable(), specs,
            initialization)
        {
            Inputs = _inputs.Inputs.ToEquatable(),
            Embedding = _inputs.Embedding,
            Weights = weights,
            Fault = _fault,
            IsWatched = StepHook.IsImplemented(_type, cancellation),
            Surroundings = SurroundingsParser.Parse(_type, _semantics, _model.Declaration!.SpanStart),
        };
    }

    private bool IsOnModelDeclaration(AttributeReader attribute)
    {
        if (attribute.Declaration == _model.Declaration)
        {
            return true;
        }

        Report(Descriptors.TwoDeclarations, attribute.Location, attribute.ShortName, _type.Name);
        _incomplete = true;
        return false;
    }

    /// <summary>
    /// The equations of a layer that are text; null where they have mistakes, which are reported where the text is in sight.
    /// </summary>
    private string? ReadCell(AttributeReader attribute)
    {
        INamedTypeSymbol cell = attribute.Class!;
        string? text = CellEquationsParser.TextOf(cell);
        bool isHere = SymbolEqualityComparer.Default.Equals(cell.ContainingAssembly, _type.ContainingAssembly);
        if (text is null || (CellEquationsParser.ProblemOf(cell) is not null && !isHere))
        {
            Report(Descriptors.CellClass, attribute.Location, text is null
                ? $"[{attribute.ShortName}] has no equations: class '{cell.Name}' needs [CellEquations(...)]"
                : CellEquationsParser.ProblemOf(cell)!);
            return null;
        }

        CellText read = CellText.Read(text);
        foreach (CellTextError error in read.Errors.Where(_ => !isHere))
        {
            Report(error.Descriptor, attribute.Location, CellEquationsParser.Quote(text, error));
        }

        return read.Errors.Count == 0 ? read.Canonical : null;
    }

    /// <summary>
    /// A number that is something else as a float: 0. To a bias that makes no difference, and options of a cell's own class are that
    /// class's business.
    /// </summary>
    private void CheckUnderflow(AttributeReader attribute)
    {
        foreach ((
            string name,
            double value) in attribute.Doubles.Where(option => !IsBias(option.Name) && option.Value != 0 && (float)option.Value == 0))
        {
            Location location = attribute.ArgumentLocation(name);
            if (_diagnostics.All(diagnostic => diagnostic.Span != location.SourceSpan))
            {
                Report(Descriptors.NumberOutOfRange, location, name, value, "0, or at least 1.4E-45, the smallest number of float");
            }
        }

        bool IsBias(string name) => CellCatalogue.Option(attribute.ShortName, name) is { Range: LayerOptionRange.Any };
    }

    /// <summary>The steps of a static network; null of a dynamic one.</summary>
    public static int? ParseSteps(AttributeReader model, Action<DiagnosticDescriptor, Location, object[]> report)
    {
        if (model.Named("Steps") is not int steps)
        {
            return null;
        }

        if (steps is < 1 or > Limits.Steps)
        {
            report(Descriptors.StepsOutOfRange, model.ArgumentLocation("Steps"), [steps, Limits.Steps]);
        }

        return steps;
    }

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
