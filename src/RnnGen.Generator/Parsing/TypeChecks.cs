using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Parsing.Hooks;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Parsing;

/// <summary>Checks that a class can be extended by generated parts, and says how it is spelled.</summary>
internal sealed class TypeChecks(INamedTypeSymbol type, Location location, Compilation compilation, List<DiagnosticInfo> diagnostics)
{
    /// <summary>Every member that a generated part declares, except nested types named after sizes.</summary>
    private static readonly ImmutableHashSet<string> GeneratedMembers =
    [
        "InputSize", "OutputSize", "Steps", "StateSize", "ParameterCount", "ParameterBytes", "MultiplyAddsPerStep",
        "MultiplyAddsPerSequence", "PackedWeightBytes", "PackedSingleRowWeightBytes", "ActivationBytesPerStep",
        "ActivationBytesPerSequence", "TrainingActivationBytesPerStep", "TrainingActivationBytesPerSequence",
        "Description", "Summary", "Parameters", "Save", "Load", "Threads", "Predict", "Probabilities", "Trace", "FlatStates", "Step",
        "StepFlat", "StepBatch", "StepRows", "State",
        "CreateTrainer", "Trainer",
        "LayerSizes", "Stages", "Schedule", "Workspace", "Weights", "_predictor",
        "StepStages", "StepScratch", "StepMemory", "StepOnCopy", "RowStages", "RowWeights", "_rowWeights", "_stepMemory", "t_back",
        "StepBlock", "_blockMemory", StepHook.Name,
    ];

    // Only a class whose inputs have names has them.
    private static readonly ImmutableHashSet<string> InputMembers =
        ["SequenceInputSize", "JoinInputs", "SplitInputs", "JoinSequenceInputs", "SplitSequenceInputs"];

    // What a class declares besides, of an embedding and of learned states.
    private const string Vocabulary = "Vocabulary", InitialState = "InitialState", Heads = "Heads";

    // The network of a file may have each of them, and another one the next time it is written.
    private readonly bool _isFile = type
        .GetAttributes()
        .Any(attribute => ModelParser.IsModel(attribute) && FileModelParser.IsFile(new AttributeReader(attribute, default)));
    private readonly bool _hasEmbedding = Has(type, AttributeNames.Embedding);
    private readonly bool _hasInputs = Has(type, AttributeNames.Input);
    private readonly bool _hasWeights = Has(type, AttributeNames.Weights);
    private readonly bool _learnsStates = type.GetAttributes().Any(
        attribute => new AttributeReader(attribute, default).Named("LearnedInitialState") is true);
    // Only a class with named heads has it.
    private readonly bool _hasHeads = Has(type, AttributeNames.HeadAttribute);

    /// <summary>How generated code spells a class and what stands around it.</summary>
    public static TypeName NameOf(INamedTypeSymbol type)
    {
        Stack<string> containers = [];
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Push($"{Keyword(outer)} {Identifier(outer.Name)}");
        }

        string? @namespace = type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();
        return new TypeName(@namespace, containers.ToEquatable(), Identifier(type.Name));
    }

    /// <summary>Reports what is wrong with the class.</summary>
    public void Check(CancellationToken cancellation)
    {
        if (type.IsRecord || type.TypeKind != TypeKind.Class)
        {
            Report(
                Descriptors.WrongKind, type.Name,
                type.IsRecord ? "a record" : type.TypeKind == TypeKind.Interface ? "an interface" : "a struct");
        }
        else if (type.IsStatic || type.IsAbstract)
        {
            Report(Descriptors.WrongKind, type.Name, type.IsStatic ? "static" : "abstract");
        }
        else if (HasPrimaryConstructor(cancellation))
        {
            Report(Descriptors.WrongKind, type.Name, "a class with a primary constructor");
        }
        else if (type.IsComImport)
        {
            Report(Descriptors.WrongKind, type.Name, "imported from COM");
        }
        else if (ProblemOfLayout() is string layout)
        {
            Report(Descriptors.WrongKind, type.Name, layout);
        }
        else if (ConstructorChecks.ProblemOfBase(type, compilation) is string problem)
        {
            Report(Descriptors.WrongKind, type.Name, problem);
        }
        else if (ModelBase() is INamedTypeSymbol model)
        {
            Report(Descriptors.WrongKind, type.Name, $"derived from '{model.Name}', which is a model itself");
        }

        if (IsFileLocal())
        {
            Report(Descriptors.WrongKind, type.Name, "local to its file");
        }

        if (!IsPartial(type, cancellation))
        {
            Report(Descriptors.NotPartial, type.Name);
        }

        if (type.TypeParameters.Length > 0)
        {
            Report(Descriptors.Generic, type.Name, type.Name);
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer, cancellation))
            {
                Report(Descriptors.NestedInNonPartial, type.Name, outer.Name);
            }

            if (outer.TypeParameters.Length > 0)
            {
                Report(Descriptors.Generic, type.Name, outer.Name);
            }
        }

        if (IsGenerated(type.Name))
        {
            Report(Descriptors.MemberConflict, type.Name, type.Name);
        }

        for (INamedTypeSymbol? parent = type.BaseType; parent is { SpecialType: not SpecialType.System_Object }; parent = parent.BaseType)
        {
            foreach (ISymbol member in parent.GetMembers().Where(member => member.DeclaredAccessibility != Accessibility.Private))
            {
                if (member is IMethodSymbol method && StepHook.IsMistaken(method, cancellation))
                {
                    Report(Descriptors.NotTheHook, parent.Name);
                }
                else if (IsGenerated(member) && member.Name != ".ctor")
                {
                    Report(Descriptors.MemberConflict, parent.Name, member.Name);
                }
            }
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsImplicitlyDeclared && IsGenerated(member))
            {
                diagnostics.Add(
                    DiagnosticInfo.Create(
                        Descriptors.MemberConflict, member.Locations[0], type.Name, member.Name == ".ctor" ? "constructor" : member.Name));
            }
            else if (member is IMethodSymbol method && StepHook.IsMistaken(method, cancellation))
            {
                diagnostics.Add(DiagnosticInfo.Create(Descriptors.NotTheHook, member.Locations[0], type.Name));
            }
            else if (ImplementedByHand(member) is ISymbol implemented)
            {
                string implementedName = $"{implemented.ContainingType.Name}.{implemented.Name}";
                diagnostics.Add(DiagnosticInfo.Create(Descriptors.MemberConflict, member.Locations[0], type.Name, implementedName));
            }
            else if (member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } constructor &&
                !ConstructorChecks.Chains(constructor, cancellation))
            {
                diagnostics.Add(DiagnosticInfo.Create(Descriptors.ConstructorDoesNotChain, member.Locations[0], type.Name));
            }
        }
    }

    private static bool Has(INamedTypeSymbol type, string name) =>
        type.GetAttributes().Any(attribute => AttributeNames.Is(attribute.AttributeClass, name));

    private bool IsGenerated(string name) =>
        GeneratedMembers.Contains(name) || IsUnits(name) || (name == Heads && (_hasHeads || _isFile))
        || (name == Vocabulary && (_hasEmbedding || _isFile)) || (name == InitialState && (_learnsStates || _isFile))
        || ((_hasInputs || _isFile) && InputMembers.Contains(name));

    private bool IsGenerated(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor, IsStatic: false } constructor =>
            constructor.Parameters switch
            {
                [] => _hasWeights || _isFile,
                [IParameterSymbol only] => only.Type.SpecialType == SpecialType.System_UInt64
                    || ((_hasWeights || _isFile) && only.Type.ToDisplayString() == "RnnGen.ModelParameters"),
                _ => false,
            },
        // The hook itself, or another method that may have the name too.
        IMethodSymbol { MethodKind: not MethodKind.Ordinary } or IMethodSymbol { Name: StepHook.Name } => false,
        _ => IsGenerated(member.Name),
    };

    /// <summary>The member of an interface that both halves of the class would implement explicitly, or null.</summary>
    private ISymbol? ImplementedByHand(ISymbol member)
    {
        IEnumerable<ISymbol> implemented = member switch
        {
            IMethodSymbol method => method.ExplicitInterfaceImplementations,
            IPropertySymbol property => property.ExplicitInterfaceImplementations,
            _ => [],
        };
        return implemented.FirstOrDefault(other => AttributeNames.IsOurs(other.ContainingType)
            && other.ContainingType.Name is "IRnnModel" or "ITrainableModel" &&
            (other.Name is "Description" or "Predict" or "Step" or "StepBatch" or "Trace" or "CreateTrainer"
                || (other.Name == InitialState && _learnsStates)));
    }

    /// <summary>What a layout asks of the fields that the fields of a second declaration cannot meet, or null.</summary>
    private string? ProblemOfLayout()
    {
        LayoutKind? kind = type.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.ToDisplayString() == "System.Runtime.InteropServices.StructLayoutAttribute"
                && attribute.ConstructorArguments.Length == 1)
            .Select(attribute => attribute.ConstructorArguments[0].Value switch
            {
                int number =>
                (LayoutKind?)number,
                short number => (LayoutKind)number,
                _ => null
            })
            .FirstOrDefault();
        bool hasFields = type.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && !field.IsConst);
        return kind switch
        {
            LayoutKind.Explicit => "laid out by [StructLayout(LayoutKind.Explicit)], which gives every field its place",
            LayoutKind.Sequential when hasFields =>
                "laid out by [StructLayout(LayoutKind.Sequential)], but fields of two declarations have no order",
            _ => null,
        };
    }

    private static bool IsUnits(string name) =>
        name.StartsWith("Units", System.StringComparison.Ordinal) && name.Length > 5 && name.Skip(5).All(char.IsDigit);

    private bool HasPrimaryConstructor(CancellationToken cancellation) => type.DeclaringSyntaxReferences.Any(
        reference => reference.GetSyntax(cancellation) is ClassDeclarationSyntax { ParameterList: not null });

    private INamedTypeSymbol? ModelBase()
    {
        INamedTypeSymbol? symbol = type.BaseType;
        while (symbol is not null && !symbol.GetAttributes().Any(ModelParser.IsModel))
        {
            symbol = symbol.BaseType;
        }

        return symbol;
    }

    private bool IsFileLocal()
    {
        INamedTypeSymbol? symbol = type;
        while (symbol is not null && !symbol.IsFileLocal)
        {
            symbol = symbol.ContainingType;
        }

        return symbol is not null;
    }

    // Statements at the top of a file declare a part of Program too, and that part is partial by nature.
    private static bool IsPartial(INamedTypeSymbol symbol, CancellationToken cancellation) => symbol.DeclaringSyntaxReferences.All(
        reference => reference.GetSyntax(cancellation) is CompilationUnitSyntax ||
            (reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
                && declaration.Modifiers.Any(SyntaxKind.PartialKeyword)));

    private static string Keyword(INamedTypeSymbol symbol) => (symbol.TypeKind, symbol.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    // Names of small letters alone may become keywords, the compiler warns; and some are.
    private static string Identifier(string name) =>
        name.All(letter => letter is >= 'a' and <= 'z') || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private void Report(DiagnosticDescriptor descriptor, params object[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
