using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;

namespace RnnGen.Tests.Fixtures;

/// <summary>Runs a fixture of any schema.</summary>
internal static class FixtureRunner
{
    /// <summary>Builds the fixture's model, static and dynamic, and checks all that it expects.</summary>
    /// <param name="schema">tf, torch or onnx.</param>
    /// <param name="root">The fixture.</param>
    /// <returns>How close the worst tensor came to its limit.</returns>
    public static string Run(string schema, JsonNode root)
    {
        IReadOnlyList<Exercise> exercises = schema switch
        {
            "tf" => TensorflowFixture.Read(root),
            "torch" => [TorchFixture.Read(root)],
            "onnx" => [OnnxFixture.Read(root)],
            _ => throw new InvalidDataException($"Unknown schema '{schema}'."),
        };
        CheckLog log = new();
        foreach (Exercise exercise in exercises)
        {
            exercise.Check(log);
        }

        return log.ToString();
    }
}
