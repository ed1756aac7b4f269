using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Checks;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Manifests;
using RnnGen.Generator.Parsing;
using RnnGen.Generator.Parsing.Attributes;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator;

/// <summary>Compiles classes marked with <c>[RnnModel]</c>: attributes to specification, specification to plan, plan to C#.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RnnModelGenerator : IIncrementalGenerator
{
    /// <summary>Name of the step that holds specifications, for tests of incrementality.</summary>
    public const string SpecStep = "Spec";

    /// <summary>Name of the step that holds diagnostics.</summary>
    public const string DiagnosticsStep = "Diagnostics";

    /// <summary>Name of the step that holds diagnostics of cells written as text.</summary>
    public const string CellsStep = "Cells";

    /// <summary>Name of the step that holds the file of the contract.</summary>
    public const string ContractStep = "Contract";

    /// <summary>Name of the step that holds diagnostics of libraries.</summary>
    public const string LibrariesStep = "Libraries";

    /// <summary>Name of the step that holds what has been written.</summary>
    public const string EmittedStep = "Emitted";

    /// <summary>Name of the step that holds what networks cost.</summary>
    public const string CostStep = "Cost";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // 1. Parse and check: every user error ends here, and no symbol or syntax goes further.
        IncrementalValuesProvider<ParseResult> declared = context.SyntaxProvider.ForAttributeWithMetadataName(
            AttributeNames.Model,
            static (node, _) => node is TypeDeclarationSyntax,
            (target, cancellation) => Guarded(
                "Parse", target, () => ModelSizeCheck.Check(ModelParser.Parse(target, cancellation)),
                fault => new ParseResult(null, new[] { fault }.ToEquatable())));
        IncrementalValuesProvider<ParseResult> parsed = WithWeights(context, declared).Select(static (result, _) => result.Budget is null
            ? result
            : result.Budget.Fault.Guard(
                () => BudgetCheck.Check(result), fault => new ParseResult(null, new[] { fault }.ToEquatable())));

        // 2. Report. Kept apart from the code, so that a diagnostic that moves emits nothing again.
        IncrementalValuesProvider<DiagnosticInfo> diagnostics = parsed
            .SelectMany(static (result, _) => (IEnumerable<DiagnosticInfo>)result.Diagnostics)
            .WithTrackingName(DiagnosticsStep);
        Report(context, diagnostics.Collect().SelectMany(static (found, _) => OncePerProject(found)));
        foreach (string attribute in AttributeNames.Parts.Append(AttributeNames.Weights).Append(AttributeNames.Budget))
        {
            Find(attribute, ModelParser.FindOrphans, null);
        }

        // Cells written as text, whether or not a model uses them.
        Find(AttributeNames.Equations, CellEquationsParser.FindErrors, CellsStep);

        // Libraries that the runtime would refuse, whether or not this project has models.
        Report(context, context.CompilationProvider
            .Select(ContractChecks.FindLibraries)
            .WithTrackingName(LibrariesStep)
            .SelectMany(static (found, _) => (IEnumerable<DiagnosticInfo>)found));

        // 3. Plan and print.
        IncrementalValuesProvider<ModelSpec> specs = parsed
            .Where(static result => result.Spec is not null)
            .Select(static (result, _) => result.Spec!)
            .WithTrackingName(SpecStep);

        // Names of files ignore case, names of classes do not.
        IncrementalValueProvider<EquatableArray<string>> clashes = specs
            .Select(static (spec, _) => spec.Type.Hint.ToUpperInvariant())
            .Collect()
            .Select(
                static (hints, _) => hints
                    .GroupBy(hint => hint)
                    .Where(group => group.Count() > 1)
                    .Select(group => group.Key)
                    .ToEquatable());
        IncrementalValueProvider<EquatableArray<HidingDeclaration>> hiding = context.CompilationProvider.Select(HidingNames.Find);
        IncrementalValueProvider<EquatableArray<HidingName>> names = hiding.Select(
            static (found, _) => found.Select(declaration => declaration.Name).ToEquatable());

        // One file more for all models together.
        IncrementalValueProvider<SourceFile> contract = context.CompilationProvider
            .Select(static (compilation, _) => compilation.AssemblyName ?? "")
            .Select(static (assembly, _) => ContractFile.Emit(assembly))
            .WithTrackingName(ContractStep);
        IncrementalValueProvider<bool> hasModels = parsed
            .Where(static result => result.Spec is not null)
            .Collect()
            .Select(static (found, _) => !found.IsEmpty);
        context.RegisterSourceOutput(hasModels.Combine(contract).Combine(names), static (output, item) =>
        {
            ((bool isNeeded, SourceFile file), EquatableArray<HidingName> hiding) = item;
            if (isNeeded && !hiding.Any(name => ContractFile.IsHidden(file, name)))
            {
                output.AddSource(file.Hint, file.Text);
            }
        });

        IncrementalValuesProvider<EmittedModel> emitted = specs
            .Select((spec, _) => spec.Fault!.Guard(() => Emit(spec), failed => new EmittedModel(spec.Type, default, null, failed)))
            .WithTrackingName(EmittedStep);
        context.RegisterSourceOutput(emitted.Combine(clashes).Combine(names.Combine(contract)), static (output, item) =>
        {
            ((EmittedModel model, EquatableArray<string> taken), (EquatableArray<HidingName> hiding, SourceFile contract)) = item;
            if (model.Fault is not null)
            {
                output.ReportDiagnostic(model.Fault.ToDiagnostic(null));
            }

            if (hiding.Any(name => ContractFile.IsHidden(contract, name) || model.Files.Any(file => name.IsIn(file.Text))))
            {
                return;
            }

            // All files or none.
            string hint = taken.Contains(model.Type.Hint.ToUpperInvariant()) ? model.Type.DistinctHint : model.Type.Hint;
            foreach (SourceFile file in model.Files)
            {
                output.AddSource(hint + file.Hint, file.Text);
            }
        });
        ReportCosts(context, emitted);
        Report(context, emitted.Combine(hiding.Combine(contract))
            .SelectMany(static (item, _) => Hiding(item.Left, item.Right.Left, item.Right.Right)).Collect().SelectMany(
                static (found, _) => found.Distinct()));

        void Find(
            string attribute, Func<GeneratorAttributeSyntaxContext, CancellationToken, EquatableArray<DiagnosticInfo>> find, string? step)
        {
            IncrementalValuesProvider<DiagnosticInfo> found = context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                (target, cancellation) => Guarded("Find", target, () => find(target, cancellation), fault => new[] { fault }.ToEquatable()))
                .SelectMany(static (found, _) => (IEnumerable<DiagnosticInfo>)found);
            Report(context, step is null ? found : found.WithTrackingName(step));
        }
    }

    /// <summary>
    /// The models with the weights that the build has put into the assembly. Of files only the manifests are read, which the compiler
    /// hands over: a class without weights runs through again only when one of them has changed.
    /// </summary>
    private static IncrementalValuesProvider<ParseResult> WithWeights(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParseResult> declared)
    {
        IncrementalValuesProvider<WeightsManifest> manifests = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(ManifestReader.Extension, StringComparison.OrdinalIgnoreCase))
            .Select(static (text, cancellation) => ManifestReader.Read(text.GetText(cancellation)?.ToString() ?? ""));
        IncrementalValuesProvider<FileNetwork> networks = manifests
            .Combine(context.MetadataReferencesProvider.Collect())
            .Select(static (item, cancellation) => FileNetworkParser.Parse(item.Left, item.Right, cancellation))
            .Where(static network => network is not null)
            .Select(static (network, _) => network!);
        IncrementalValueProvider<EquatableArray<WeightsManifest>> all = manifests
            .Collect()
            .Select(static (found, _) => found.ToEquatable());
        IncrementalValueProvider<EquatableArray<FileNetwork>> allNetworks = networks
            .Collect()
            .Select(static (found, _) => found.ToEquatable());

        IncrementalValueProvider<EquatableArray<string>> named = declared
            .SelectMany(static (result, _) => result.Weights is null ? Array.Empty<string>() : [result.Weights.File])
            .Collect()
            .Select(static (files, _) => files.ToEquatable());
        Report(context, all.Combine(named).SelectMany(static (item, _) => WeightsCheck.Unused(item.Left, item.Right)));
        return declared.Combine(all).Combine(allNetworks).Select(static (item, _) =>
        {
            ((ParseResult result, EquatableArray<WeightsManifest> files), EquatableArray<FileNetwork> networks) = item;
            return result.Weights is null
                ? result
                : result.Weights.Fault.Guard(
                    () => WeightsCheck.Check(result, files, networks), fault => new ParseResult(null, new[] { fault }.ToEquatable()));
        });
    }

    /// <summary>
    /// For tests: called before each step with its name and that of the class: "Parse Net", "Find OwnAttribute", "Emit Net".
    /// </summary>
    internal Action<string>? Starting { get; init; }

    private T Guarded<T>(
        string what, GeneratorAttributeSyntaxContext target, Func<T> step, Func<DiagnosticInfo, T> failed) => Fault.At(target).Guard(
        () =>
        {
            Starting?.Invoke($"{what} {target.TargetSymbol.Name}");
            return step();
        },
        failed);

    private EmittedModel Emit(ModelSpec spec)
    {
        Starting?.Invoke($"Emit {spec.Type.Name}");
        EquatableArray<SourceFile> files = SourceFiles.Emit(ModelPlanner.Plan(spec)).ToEquatable();
        return new EmittedModel(spec.Type, files, CostNote.Of(spec, files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text))), null);
    }

    /// <summary>
    /// What each network costs, at its attribute. Code knows no place, so that an attribute that moves writes nothing again; here the two
    /// meet.
    /// </summary>
    private void ReportCosts(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<EmittedModel> emitted)
    {
        IncrementalValueProvider<EquatableArray<(TypeName Type, string Cost)>> costs = emitted.Collect().Select(
            static (models, _) => models.Where(model => model.Cost is not null).Select(model => (model.Type, model.Cost!)).ToEquatable());
        IncrementalValuesProvider<(TypeName Type, SourcePlace Place)?> places = context.SyntaxProvider.ForAttributeWithMetadataName(
            AttributeNames.Model,
            static (node, _) => node is TypeDeclarationSyntax,
            (target, cancellation) => Guarded("Place", target, () => ModelParser.FindPlace(target, cancellation), static _ => null));
        Report(context, places.Collect()
            .Combine(costs)
            .SelectMany(static (item, _) => item.Right.SelectMany(model => item.Left
                .Where(place => place?.Type == model.Type)
                .Select(place => DiagnosticInfo.Create(Descriptors.Cost, place!.Value.Place, model.Type.PlainName, model.Cost))))
            .WithTrackingName(CostStep));
    }

    private static IEnumerable<DiagnosticInfo> OncePerProject(IEnumerable<DiagnosticInfo> found)
    {
        HashSet<DiagnosticDescriptor> said = [];
        return found.Where(diagnostic => !Descriptors.OncePerProject.Contains(diagnostic.Descriptor) || said.Add(diagnostic.Descriptor));
    }

    /// <summary>The declarations that give another meaning to a name in the code of a model.</summary>
    private static IEnumerable<DiagnosticInfo> Hiding(
        EmittedModel model, EquatableArray<HidingDeclaration> declarations, SourceFile contract) => declarations
        .Where(declaration =>
            ContractFile.IsHidden(contract, declaration.Name) || model.Files.Any(file => declaration.Name.IsIn(file.Text)))
        .Select(declaration => declaration.Diagnostic);

    /// <summary>
    /// Reports in the trees of the compilation at hand, where #pragma and .editorconfig reach a diagnostic; what is kept from run to run
    /// knows no tree.
    /// </summary>
    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<DiagnosticInfo> diagnostics) =>
        context.RegisterSourceOutput(
            diagnostics.Combine(context.CompilationProvider),
            static (output, item) => output.ReportDiagnostic(item.Left.ToDiagnostic(item.Right)));
}
