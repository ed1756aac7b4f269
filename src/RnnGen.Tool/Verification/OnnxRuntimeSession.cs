using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using RnnGen.Interchange;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Verification;

/// <summary>An input of an original.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Extents">Its extents; -1 of those that may be any.</param>
/// <param name="Type">The type of its elements.</param>
internal sealed record OriginalInput(string Name, IReadOnlyList<int> Extents, Type Type);

/// <summary>A model in ONNX Runtime, whose types are known only when the tool runs.</summary>
internal sealed class OnnxRuntimeSession : IDisposable
{
    private readonly Assembly _assembly;
    private readonly object _session, _runOptions;
    private readonly Type _value;
    private readonly MethodInfo _run;

    /// <summary>Opens a model.</summary>
    /// <param name="model">The file.</param>
    /// <param name="folder">The folder of ONNX Runtime; that of the tool unless given.</param>
    /// <exception cref="ToolFailure">ONNX Runtime is not there, or refuses the model.</exception>
    public OnnxRuntimeSession(string model, string? folder)
    {
        _assembly = OnnxRuntimeLibrary.Load(folder);
        _value = TypeOf("OrtValue");
        _session = Answered(model, () => Activator.CreateInstance(TypeOf("InferenceSession"), model)!);
        _runOptions = Activator.CreateInstance(TypeOf("RunOptions"))!;
        Type names = typeof(IReadOnlyCollection<string>);
        _run = _session.GetType().GetMethod(
            "Run", [_runOptions.GetType(), names, typeof(IReadOnlyCollection<>).MakeGenericType(_value), names])!;
        Inputs = [.. Metadata("InputMetadata").Select(input => new OriginalInput(
            input.Name, (int[])Get(input.Metadata, "Dimensions"), (Type)Get(input.Metadata, "ElementType")))];
        Outputs = [.. Metadata("OutputMetadata").Where(output => (Type)Get(output.Metadata, "ElementType") == typeof(float))
            .Select(output => output.Name)];
    }

    private delegate ReadOnlySpan<float> Numbers();

    /// <summary>The inputs of the model.</summary>
    public IReadOnlyList<OriginalInput> Inputs { get; }

    /// <summary>The names of its outputs of floats.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">The inputs by name.</param>
    /// <returns>The outputs of floats by name.</returns>
    /// <exception cref="ToolFailure">ONNX Runtime refuses them.</exception>
    public IReadOnlyDictionary<string, SourceValue> Run(IReadOnlyDictionary<string, SourceValue> inputs)
    {
        Array values = Array.CreateInstance(_value, Inputs.Count);
        try
        {
            foreach ((int index, OriginalInput input) in Inputs.Index())
            {
                values.SetValue(ValueOf(input, inputs[input.Name]), index);
            }

            string[] names = [.. Inputs.Select(input => input.Name)];
            object results = Answered("the original", () => _run.Invoke(_session, [_runOptions, names, values, Outputs])!);
            using ((IDisposable)results)
            {
                return Outputs.Zip(((IEnumerable)results).Cast<object>()).ToDictionary(pair => pair.First, pair => ValueOf(pair.Second));
            }
        }
        finally
        {
            foreach (IDisposable? value in values)
            {
                value?.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ((IDisposable)_runOptions).Dispose();
        ((IDisposable)_session).Dispose();
    }

    private static object Get(object owner, string property) => owner.GetType().GetProperty(property)!.GetValue(owner)!;

    /// <summary>What ONNX Runtime answers; its exceptions come wrapped by reflection.</summary>
    private static object Answered(string what, Func<object> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException failure)
        {
            throw ToolFailure.At(what, $"ONNX Runtime says: {failure.GetBaseException().Message}");
        }
    }

    private IEnumerable<(string Name, object Metadata)> Metadata(string property) =>
        ((IEnumerable)Get(_session, property)).Cast<object>().Select(pair => ((string)Get(pair, "Key"), Get(pair, "Value")));

    private object ValueOf(OriginalInput input, SourceValue value)
    {
        Array elements = Array.CreateInstance(input.Type, value.Values.Length);
        for (int i = 0; i < elements.Length; i++)
        {
            elements.SetValue(Convert.ChangeType(value.Values[i], input.Type, provider: null), i);
        }

        MethodInfo create = _value.GetMethods().Single(method => method is { Name: "CreateTensorValueFromMemory", IsGenericMethod: true }
            && method.GetParameters() is [{ ParameterType.IsArray: true }, _]);
        return Answered("the original", () => create.MakeGenericMethod(input.Type)
            .Invoke(null, [elements, value.Shape.Select(extent => (long)extent).ToArray()])!);
    }

    private SourceValue ValueOf(object value)
    {
        long[] shape = (long[])Get(_value.GetMethod("GetTensorTypeAndShape")!.Invoke(value, null)!, "Shape");
        Numbers numbers = _value.GetMethod("GetTensorDataAsSpan")!.MakeGenericMethod(typeof(float)).CreateDelegate<Numbers>(value);
        return new SourceValue([.. shape.Select(extent => checked((int)extent))], numbers().ToArray());
    }

    private Type TypeOf(string name) => _assembly.GetType($"Microsoft.ML.OnnxRuntime.{name}", throwOnError: true)!;
}
