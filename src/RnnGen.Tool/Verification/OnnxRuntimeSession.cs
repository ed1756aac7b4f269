using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Interchange;
using RnnGen.Tool.Commands;

namespace RnnGen.Tool.Verification;

/// <summary>An input of an original.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Extents">Its extents; -1 of those that may be any.</param>
/// <param name="Type">The type of its elements.</param>
internal sealed record OriginalInput(string Name, IReadOnlyList<int> Extents, Type Type);

/// <summary>A model in ONNX Runtime, whose types are known only when the tool runs: hence <see langword="dynamic"/>.</summary>
internal sealed class OnnxRuntimeSession : IDisposable
{
    private readonly Assembly _assembly;
    private readonly dynamic _session;

    /// <summary>Opens a model.</summary>
    /// <param name="model">The file.</param>
    /// <param name="folder">The folder of ONNX Runtime; that of the tool unless given.</param>
    /// <exception cref="ToolFailure">ONNX Runtime is not there, or refuses the model.</exception>
    public OnnxRuntimeSession(string model, string? folder)
    {
        _assembly = OnnxRuntimeLibrary.Load(folder);
        _session = Answered(model, () => Activator.CreateInstance(Type("InferenceSession"), model)!);
        List<OriginalInput> inputs = [];
        foreach (dynamic input in _session.InputMetadata)
        {
            inputs.Add(new OriginalInput(input.Key, (int[])input.Value.Dimensions, (Type)input.Value.ElementType));
        }

        Inputs = inputs;
    }

    /// <summary>The inputs of the model.</summary>
    public IReadOnlyList<OriginalInput> Inputs { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">The inputs by name.</param>
    /// <returns>The outputs of floats by name.</returns>
    /// <exception cref="ToolFailure">ONNX Runtime refuses them.</exception>
    public IReadOnlyDictionary<string, SourceValue> Run(IReadOnlyDictionary<string, SourceValue> inputs)
    {
        Type named = Type("NamedOnnxValue");
        Array values = Array.CreateInstance(named, Inputs.Count);
        foreach ((int index, OriginalInput input) in Inputs.Index())
        {
            values.SetValue(Value(named, input, inputs[input.Name]), index);
        }

        // Run(IReadOnlyCollection<NamedOnnxValue>), which an array is.
        MethodInfo run = ((Type)_session.GetType()).GetMethods().First(method => method.Name == "Run"
            && method.GetParameters() is [var only] && only.ParameterType.IsAssignableFrom(values.GetType()));
        dynamic results = Answered("ONNX Runtime", () => run.Invoke((object)_session, [values])!);
        Dictionary<string, SourceValue> outputs = new(StringComparer.Ordinal);
        using ((IDisposable)results)
        {
            foreach (dynamic result in results)
            {
                if (result.Value is IEnumerable<float> numbers)
                {
                    outputs[(string)result.Name] = new SourceValue((int[])result.Value.Dimensions.ToArray(), [.. numbers]);
                }
            }
        }

        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_session).Dispose();

    private object Value(Type named, OriginalInput input, SourceValue value)
    {
        Array elements = Array.CreateInstance(input.Type, value.Values.Length);
        for (int i = 0; i < elements.Length; i++)
        {
            elements.SetValue(Convert.ChangeType(value.Values[i], input.Type, provider: null), i);
        }

        Type tensor = Type("Tensors.DenseTensor`1").MakeGenericType(input.Type);
        object dense = Activator.CreateInstance(
            tensor,
            Activator.CreateInstance(typeof(Memory<>).MakeGenericType(input.Type), elements),
            value.Shape.ToArray(),
            false)!;
        MethodInfo create = named.GetMethods().First(method => method is { Name: "CreateFromTensor", IsGenericMethod: true });
        return create.MakeGenericMethod(input.Type).Invoke(null, [input.Name, dense])!;
    }

    private Type Type(string name) => _assembly.GetType($"Microsoft.ML.OnnxRuntime.{name}", throwOnError: true)!;

    /// <summary>What ONNX Runtime answers; its exceptions come wrapped by reflection.</summary>
    private static object Answered(string file, Func<object> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException failure)
        {
            throw ToolFailure.At(file, $"ONNX Runtime says: {failure.GetBaseException().Message}");
        }
    }
}
