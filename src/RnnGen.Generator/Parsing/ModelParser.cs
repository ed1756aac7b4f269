using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Language;
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
    private readonly List<LayerSpec> _layers = [];
    private readonly List<AttributeReader> _layerAttributes = [];
    private readonly HeadListParser _heads;
    private EmbeddingSpec? _embedding;
    private string _previous = "";
    private int _rank;
    private bool _incomplete;
    private bool _hasEmbedding;

    private ModelParser(INamedTypeSymbol type, AttributeReader model, SemanticModel semantics, Fault fault)
    {
        _type = type;
        _model = model;
        _semantics = semantics;
        _fault = fault;
        _heads = new HeadListParser(_diagnostics);
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

        ModelParser parser = new(type, model, context.SemanticModel, Fault.At(context));
        ModelSpec? spec = parser.Parse(cancellation);
        bool failed = parser._incomplete
            || parser._diagnostics.Any(diagnostic => diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
        return new ParseResult(failed ? null : spec, parser._diagnostics.ToEquatable())
        {
            Places = new ModelPlaces(SourcePlace.Of(model.Location), SourcePlace.Of(model.ArgumentLocation("Steps"))),
        };
    }

    /// <summary>The layer attributes of a declaration whose class is no model.</summary>
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
                    $"[{attribute.ShortName}] is no layer: class '{stranger}' must derive from RecurrentCellAttribute, "
                    + "with [CellEquations(...)]");
                _incomplete = true;
            }
            else if ((AttributeNames.IsPart(data.AttributeClass) || CellEquationsParser.IsCell(data.AttributeClass))
                && IsOnModelDeclaration(attribute))
            {
                ParsePart(attribute);
                CheckUnderflow(attribute);
            }
        }

        Initialization initialization = new InitializerParser(_model, Report).Preset();
        int inputSize = ParseInputSize();
        int? steps = ParseSteps();
        LayerChecks checks = new(_layers, _layerAttributes, Report);
        checks.Widths(inputSize, isComplete: !_incomplete);
        if (_model.Named("Training") is false)
        {
            checks.NothingDrops();
        }

        _heads.Check(_layers);
        if (!_layers.Any(layer => layer.IsRecurrent) && !_incomplete)
        {
            Report(Descriptors.NoLayers, _model.Location, _type.Name);
        }

        if (_layers.Count == 0 || _diagnostics.Count > 0)
        {
            return null;
        }

        return new ModelSpec(
            TypeChecks.NameOf(_type), inputSize, steps, _model.Named("Training") as bool? ?? true, _layers.ToEquatable(), _heads.Specs,
            initialization)
        {
            Embedding = _embedding,
            Fault = _fault,
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

    private void ParsePart(AttributeReader attribute)
    {
        string name = attribute.ShortName;
        if (AttributeNames.Is(attribute.Class, AttributeNames.Embedding))
        {
            EmbeddingSpec? embedding = new EmbeddingParser(attribute, Report).Parse(_previous.Length == 0 ? null : $"[{_previous}]");
            _embedding ??= embedding;
            _hasEmbedding = true;
            _incomplete |= embedding is null;
            _previous = name;
            return;
        }

        bool isCell = CellEquationsParser.IsCell(attribute.Class);
        if (isCell && name.Length > Limits.NameLength)
        {
            Report(Descriptors.NameTooLong, attribute.Location, Limits.LongName(name));
            _incomplete = true;
        }

        if (AttributeNames.Is(attribute.Class, AttributeNames.HeadAttribute))
        {
            // What follows begins anew.
            _incomplete |= !_heads.Open(attribute);
            _rank = 1;
            _previous = name;
            return;
        }

        int rank = isCell ? 0 : HeadParser.Rank(name);
        if (rank < _rank)
        {
            Report(Descriptors.WrongOrder, attribute.Location, name, _previous);
            _incomplete = true;
        }

        _rank = rank;
        _previous = name;
        HeadParser head = _heads.Current;
        if (rank > 0)
        {
            _heads.Add(attribute);
        }

        if (rank == 1)
        {
            _incomplete |= !head.Pooling(attribute);
            return;
        }

        if (rank == 3)
        {
            head.Loss(
                attribute, _layers.Count == 0 ? "missing" : $"[{_layers[_layers.Count - 1].Kind}({_layers[_layers.Count - 1].Units})]");
            return;
        }

        if (!isCell && CellCatalogue.Find(name) is { TakesUnits: false })
        {
            // As many units as there are features so far.
            AddLayer(
                attribute,
                _layers.Count > 0 ? _layers[_layers.Count - 1].OutputSize : _embedding?.Units ?? _model.Named("InputSize") as int? ?? 1,
                null);
            return;
        }

        string? equations = isCell ? ReadCell(attribute) : null;
        int position = isCell ? CellEquationsParser.UnitsIndex(attribute.Constructor) : 0;
        if (attribute.Positional(position) is not int units || (isCell && equations is null))
        {
            // The attribute itself does not compile; the compiler says so.
            _incomplete = true;
            return;
        }

        if (units is < 1 or > Limits.Units)
        {
            Report(
                Descriptors.SizeOutOfRange, attribute.PositionalLocation(position), $"The number of units of [{name}]", units, 1,
                Limits.Units);
            _incomplete = true;
        }

        if (rank == 2)
        {
            head.Dense(attribute, units);
            return;
        }

        AddLayer(attribute, units, equations);
    }

    private void AddLayer(AttributeReader attribute, int units, string? equations)
    {
        _layers.Add(new LayerParser(attribute, Report).Parse(units, equations));
        _layerAttributes.Add(attribute);
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

    private int ParseInputSize()
    {
        if (_embedding is not null)
        {
            if (_model.Named("InputSize") is not null)
            {
                Report(
                    Descriptors.NoEffect, _model.ArgumentLocation("InputSize"), "InputSize",
                    $"{_embedding.Text} reads tokens and gives {_embedding.Units} features");
            }

            return _embedding.Units;
        }

        if (_model.Named("InputSize") is not int size)
        {
            // An embedding in the wrong place has been reported.
            if (!_model.HasErrors && !_hasEmbedding)
            {
                Report(Descriptors.InputSizeMissing, _model.Location, _type.Name);
            }

            _incomplete = true;
            return 1;
        }

        if (size is < 1 or > Limits.InputSize)
        {
            Report(Descriptors.SizeOutOfRange, _model.ArgumentLocation("InputSize"), "InputSize", size, 1, Limits.InputSize);
        }

        return size;
    }

    private int? ParseSteps()
    {
        if (_model.Named("Steps") is not int steps)
        {
            return null;
        }

        if (steps is < 1 or > Limits.Steps)
        {
            Report(Descriptors.StepsOutOfRange, _model.ArgumentLocation("Steps"), steps, Limits.Steps);
        }

        return steps;
    }

    private void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
