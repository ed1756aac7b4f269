using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Xunit;

namespace RnnGen.Tests.Fixtures;

/// <summary>
/// A fixture in the models' own terms: what is given and what is expected, each tensor with the places of its elements in the
/// models' flat buffers. Checked with a static and a dynamic class, which must also agree to the bit.
/// </summary>
internal abstract class Exercise
{
    private readonly Assembly _assembly;
    private readonly double[] _parameters;
    private readonly bool[] _given;
    private readonly HashSet<int> _absent = [];
    private readonly List<Expectation> _expectations = [];

    protected Exercise(ModelSource source, int steps)
    {
        Source = source;
        Steps = steps;
        _assembly = ModelCompiler.Compile(source.Text(steps));
        Description = ModelCompiler.Create(_assembly, ModelSource.DynamicName).Description;
        _parameters = new double[Description.ParameterCount];
        _given = new bool[Description.ParameterCount];
    }

    public ModelSource Source { get; }

    public int Steps { get; }

    /// <summary>Results of which the fixture has a part only, or nothing.</summary>
    public HashSet<string> Partial { get; } = [];

    public ModelDescription Description { get; }

    /// <summary>A parameter of a cell, such as (1, "gates/kernel").</summary>
    public ParameterInfo Parameter(int cell, string name) => Parameter($"{Source.Cells[cell]}/{name}");

    public ParameterInfo Parameter(string name) =>
        Description.Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new InvalidDataException($"The model has no parameter '{name}'.");

    /// <summary>Places of one part of the states of all rows, [batch, units], such as (0, "c").</summary>
    public int[] State(int cell, string part, int batch)
    {
        StateInfo state = Description.States.Single(state => state.Name == $"{Source.Cells[cell]}/{part}");
        int size = Description.StateSize;
        return
        [
            .. from row in Enumerable.Range(0, batch) from unit in Enumerable.Range(0, state.Units) select (row * size) + state.Offset
                + unit,
        ];
    }

    /// <summary>Adds values to parameters: of PyTorch's and ONNX' two biases the sum counts.</summary>
    public void Give(Tensor values, int[] places)
    {
        Assert.Equal(places.Length, values.Values.Length);
        for (int i = 0; i < places.Length; i++)
        {
            _parameters[places[i]] += values.Values[i];
            _given[places[i]] = true;
        }
    }

    /// <summary>Leaves a parameter zero that the fixture does not have; its gradient is not looked at.</summary>
    public void LeaveZero(ParameterInfo parameter)
    {
        foreach (int place in Places(parameter))
        {
            _given[place] = true;
            _absent.Add(place);
        }
    }

    /// <summary>Expects a tensor at places of a result.</summary>
    public void Expect(string result, JsonNode values, int[]? places, Tolerance tolerance) =>
        _expectations.Add(new Expectation(result, Tensor.Read(values), places, tolerance));

    public static int[] Places(ParameterInfo parameter) => [.. Enumerable.Range(parameter.Offset, parameter.Count)];

    /// <summary>Runs both classes and checks everything.</summary>
    public void Check(CheckLog log)
    {
        Assert.True(!_given.Contains(false), "The fixture does not give all parameters of the model.");
        Dictionary<string, float[]> fixedSteps = Run(ModelSource.StaticName, threads: 1);
        Dictionary<string, float[]> anySteps = Run(ModelSource.DynamicName, threads: 2);
        foreach (Expectation expectation in _expectations)
        {
            expectation.Check(fixedSteps[expectation.Result], "static", log);
            expectation.Check(anySteps[expectation.Result], "dynamic", log);
        }

        foreach ((string result, float[] values) in fixedSteps)
        {
            SameBits(values, anySteps[result], result);
            if (!Partial.Contains(result))
            {
                Covered(result, values.Length);
            }
        }
    }

    protected abstract void Run(ITrainableModel model, int threads, Dictionary<string, float[]> results);

    private Dictionary<string, float[]> Run(string name, int threads)
    {
        ITrainableModel model = ModelCompiler.Create(_assembly, name, seed: 7);
        using (ParameterEdit edit = model.Parameters.Edit())
        {
            for (int i = 0; i < _parameters.Length; i++)
            {
                edit.Values[i] = (float)_parameters[i];
            }
        }

        Dictionary<string, float[]> results = [];
        Run(model, threads, results);
        return results;
    }

    private static void SameBits(float[] first, float[] second, string result)
    {
        int same = MemoryMarshal.Cast<float, int>(first).CommonPrefixLength(MemoryMarshal.Cast<float, int>(second));
        if (first.Length != second.Length || same < first.Length)
        {
            Assert.Fail($"{result}: the static and the dynamic class differ at [{same}]: {first[same]:R} and {second[same]:R}.");
        }
    }

    /// <summary>A result that is looked at is looked at whole: no element may slip through between the fixture's tensors.</summary>
    private void Covered(string result, int length)
    {
        HashSet<int> places = [];
        foreach (Expectation expectation in _expectations.Where(expectation => expectation.Result == result))
        {
            places.UnionWith(expectation.Places ?? [.. Enumerable.Range(0, length)]);
        }

        if (Results.IsOfParameters(result))
        {
            places.UnionWith(_absent);
        }

        Assert.True(places.Count == length, $"{result}: the fixture expects {places.Count} of {length} values.");
    }
}
