using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RnnGen.Interchange.Equations;

/// <summary>A cell's equations, read from the text that a description tells (<see cref="LayerInfo.Equations"/>).</summary>
/// <param name="States">The states; x' is the next value of x.</param>
/// <param name="Statements">What a step computes, in order.</param>
/// <param name="Output">The value that the layer hands up.</param>
internal sealed record CellEquations(IReadOnlyList<string> States, IReadOnlyList<CellStatement> Statements, string Output)
{
    /// <summary>What the equations read of a step beside x.</summary>
    public IReadOnlyList<string> StepInputs { get; init; } = [];

    /// <summary>The name of the layer's input in equations.</summary>
    public const string Input = "x";

    /// <summary>Whether the output is the next value of a state.</summary>
    public bool OutputIsState => States.Any(state => Output == state + "'");

    /// <summary>Reads a text.</summary>
    /// <param name="text">A statement a line.</param>
    /// <exception cref="InvalidDataException">A line is none of the language; the message has it.</exception>
    public static CellEquations Read(string text)
    {
        List<string> inputs = [], states = [];
        List<CellStatement> statements = [];
        string output = "h'";
        foreach (string line in text.Split('\n', '\r').Select(Uncommented).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            CellLineReader reader = new(line);
            string first = reader.Name();
            if (first == "state" && reader.IsName)
            {
                states.AddRange(reader.Names(reader.Name()));
                reader.Width();
            }
            else if (first == "input" && reader.IsName)
            {
                inputs.AddRange(reader.Names(reader.Name()));
            }
            else if (first is "vector" or "scalar" && reader.IsName)
            {
                statements.AddRange(reader.Vectors());
            }
            else if (first == "output" && reader.IsName)
            {
                output = reader.Name();
            }
            else
            {
                statements.Add(reader.Values(first));
            }

            reader.End();
        }

        return new CellEquations(states, statements, output) { StepInputs = inputs };
    }

    private static string Uncommented(string line) => line.Split('#')[0].Split("//")[0];
}
