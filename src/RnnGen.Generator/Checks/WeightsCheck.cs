using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Common;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Manifests;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Plans;
using RnnGen.Generator.Specification;

namespace RnnGen.Generator.Checks;

/// <summary>
/// Brings a class and the file of its weights together: finds the file among those that the build has put into the assembly, takes the
/// network from it where the class says so, and holds its tensors against the parameters.
/// </summary>
internal sealed class WeightsCheck
{
    private const string Onnx = "Onnx";

    private readonly WeightsRequest _request;
    private readonly List<DiagnosticInfo> _diagnostics = [];

    private WeightsCheck(WeightsRequest request) => _request = request;

    /// <summary>The parser's result with the weights of the class; without a specification where they do not fit.</summary>
    /// <param name="parsed">What the class says.</param>
    /// <param name="manifests">The files of the project.</param>
    /// <param name="networks">The networks in them.</param>
    public static ParseResult Check(
        ParseResult parsed, IReadOnlyList<WeightsManifest> manifests, IReadOnlyList<FileNetwork> networks)
    {
        if (parsed.Weights is not WeightsRequest request || (parsed.Spec is null && request.Model is null))
        {
            return parsed with { Weights = null };
        }

        WeightsCheck check = new(request);
        ModelSpec? spec = check.Find(manifests) is WeightsManifest file ? check.Settle(parsed.Spec, file, networks) : null;
        return parsed with { Spec = spec, Diagnostics = parsed.Diagnostics.Concat(check._diagnostics).ToEquatable(), Weights = null };
    }

    /// <summary>The files that a name can mean: that which is called so, otherwise those whose path ends so.</summary>
    public static IEnumerable<WeightsManifest> Named(string name, IReadOnlyList<WeightsManifest> manifests)
    {
        string wanted = name.Replace('\\', '/');
        wanted = wanted.StartsWith("./", StringComparison.Ordinal) ? wanted.Substring(2) : wanted;
        WeightsManifest[] whole = [.. manifests.Where(manifest => manifest.File == wanted)];
        return whole.Length > 0 || wanted.Length == 0
            ? whole
            : manifests.Where(manifest => manifest.File.EndsWith("/" + wanted, StringComparison.Ordinal));
    }

    /// <summary>What is said of the files that no class names.</summary>
    public static IEnumerable<DiagnosticInfo> Unused(EquatableArray<WeightsManifest> manifests, EquatableArray<string> names)
    {
        HashSet<WeightsManifest> used = [.. names.SelectMany(name => Named(name, manifests))];
        return manifests.Where(manifest => !used.Contains(manifest)).Select(
            manifest => DiagnosticInfo.Create(Descriptors.WeightsUnused, Location.None, manifest.File));
    }

    private WeightsManifest? Find(IReadOnlyList<WeightsManifest> manifests)
    {
        WeightsManifest[] found = [.. Named(_request.File, manifests)];
        if (found.Length == 1 && found[0].Error is null)
        {
            return found[0];
        }

        if (found.Length == 1)
        {
            Report(Descriptors.WeightsUnusable, found[0].File, found[0].Error!);
            return null;
        }

        string others = string.Join(", ", (found.Length > 1 ? found : manifests).Select(manifest => $"'{manifest.File}'"));
        Report(Descriptors.WeightsUnknown, _request.File, found.Length > 1
            ? $"it can be each of {others}; write more of its path"
            : $"add <RnnWeights Include=\"{_request.File}\" /> to the project"
                + (others.Length > 0 ? $", which has {others}" : ", which has none"));
        return null;
    }

    private ModelSpec? Settle(ModelSpec? spec, WeightsManifest file, IReadOnlyList<FileNetwork> networks)
    {
        if (_request.Model is FileModel model)
        {
            spec = Network(model, file, networks);
        }

        return spec is not null && Parts(spec, file) is EquatableArray<EmbeddedPart> parts
            ? spec with { Embedded = new EmbeddedSpec(file.File, file.Resource, file.Hash, parts) }
            : null;
    }

    /// <summary>The network of the file as that of the class.</summary>
    private ModelSpec? Network(FileModel model, WeightsManifest file, IReadOnlyList<FileNetwork> networks)
    {
        if (file.Format != Onnx)
        {
            Report(
                Descriptors.WeightsUnusable, file.File,
                $"FromOnnx reads ONNX and the file is {file.Format}; the tool makes a class of it: rnngen import {file.File}");
            return null;
        }

        if (networks.FirstOrDefault(network => network.File == file.File) is not FileNetwork found)
        {
            Report(Descriptors.WeightsUnusable, file.File, "its manifest declares no network");
            return null;
        }

        _diagnostics.AddRange(found.Result.Diagnostics.Select(diagnostic => Here(diagnostic, found.Class, model.Spec.Type.PlainName)));
        if (found.Result.Spec is not ModelSpec network)
        {
            return null;
        }

        if (network.Steps is int fixedSteps && model.Spec.Steps is int steps && steps != fixedSteps)
        {
            _diagnostics.Add(DiagnosticInfo.Create(
                Descriptors.FileSaysIt, model.Places.Steps, $"Steps = {steps}", file.File,
                $"the network has {Counted.Of(fixedSteps, "step")}"));
            return null;
        }

        foreach (string note in file.Notes)
        {
            Report(Descriptors.WeightsNote, file.File, note);
        }

        ParseResult sized = ModelSizeCheck.Check(new ParseResult(
            network with
            {
                Type = model.Spec.Type,
                Steps = model.Spec.Steps ?? network.Steps,
                Weights = model.Spec.Weights,
                Fault = model.Spec.Fault,
                Surroundings = model.Spec.Surroundings,
            },
            default)
        {
            Places = model.Places,
        });
        _diagnostics.AddRange(sized.Diagnostics);
        return sized.Spec;
    }

    /// <summary>Where each parameter stands in the file; null where one does not fit, and each that does not has been reported.</summary>
    private EquatableArray<EmbeddedPart>? Parts(ModelSpec spec, WeightsManifest file)
    {
        Dictionary<string, StoredTensor> tensors = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        List<EmbeddedPart> parts = [];
        int before = _diagnostics.Count;
        foreach (ParameterPlan parameter in ModelPlanner.Parameters(spec))
        {
            if (!tensors.TryGetValue(parameter.Name, out StoredTensor? tensor))
            {
                DoesNotFit(spec, file, $"{parameter.Name} {Shape(parameter.Dimensions)} is not in the file");
                continue;
            }

            tensors.Remove(parameter.Name);
            if (!tensor.Shape.Equals(parameter.Dimensions))
            {
                DoesNotFit(spec, file, $"{parameter.Name} is {Shape(tensor.Shape)} in the file; the class has {Shape(parameter.Dimensions)}");
                continue;
            }

            parts.AddRange(Parts(parameter, tensor));
        }

        foreach (StoredTensor tensor in file.Tensors.Where(tensor => tensors.ContainsKey(tensor.Name)))
        {
            DoesNotFit(spec, file, $"{tensor.Name} {Shape(tensor.Shape)} of the file is no parameter of the class");
        }

        // Other equations can have the same shapes.
        string hash = ModelHash.Of(spec);
        if (_diagnostics.Count == before && file.SpecHash is string saved && saved != hash)
        {
            DoesNotFit(
                spec, file,
                $"the file has the spec hash {saved}, the class {hash}: layers or options, such as a forget bias, are others");
        }

        return _diagnostics.Count == before ? parts.ToEquatable() : null;
    }

    private static IEnumerable<EmbeddedPart> Parts(ParameterPlan parameter, StoredTensor tensor)
    {
        int columns = parameter.Dimensions.Count == 0 ? 1 : parameter.Dimensions[parameter.Dimensions.Count - 1];
        long first = parameter.Offset;
        foreach (StoredPart part in tensor.Parts)
        {
            long count = (long)part.Rows * columns;
            yield return new EmbeddedPart(parameter.Name, first, count, part.Type, part.Offset, columns, part.ScaleOffset);
            first += count;
        }
    }

    private void DoesNotFit(ModelSpec spec, WeightsManifest file, string what) =>
        Report(Descriptors.WeightsDoNotFit, file.File, spec.Type.PlainName, what);

    private void Report(DiagnosticDescriptor descriptor, params object[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, _request.Place, arguments));

    /// <summary>What is said of the file's declaration, which nobody has in sight, said of the class.</summary>
    private DiagnosticInfo Here(DiagnosticInfo diagnostic, string declared, string name) => DiagnosticInfo.Create(
        diagnostic.Descriptor, _request.Place,
        [.. diagnostic.Arguments.Select(argument => argument == declared ? name : argument)]);

    private static string Shape(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";
}
