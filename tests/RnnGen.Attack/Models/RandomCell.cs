using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Attack.Models;

/// <summary>
/// Equations of a cell that are right: every value is read, every state goes on, and no number leaves the range of float.
/// </summary>
internal static class RandomCell
{
    /// <summary>The lines.</summary>
    /// <param name="readsInput">Whether x is read unit by unit, so that the input has as many features as the layer units.</param>
    /// <param name="random">What is in them.</param>
    public static string Equations(bool readsInput, AttackRandom random)
    {
        StringBuilder text = new();
        List<string> names = random.OneIn(2) ? ["h", "c"] : ["h"], unread = [];
        text.Append("state ").AppendJoin(", ", names).Append('\n');
        string[] states = [.. names];
        for (int vector = random.Below(3); vector > 0; vector--)
        {
            text.Append(CultureInfo.InvariantCulture, $"vector w{vector}{(random.OneIn(2) ? " = 0.5" : "")}\n");
            Add($"w{vector}");
        }

        if (readsInput)
        {
            Add("x");
        }

        for (int matrix = random.Between(1, 2); matrix > 0; matrix--)
        {
            string[] blocks = [.. Enumerable.Range(0, random.Between(1, 4)).Select(block => $"z{matrix}{(char)('a' + block)}")];
            string operand = unread.Count > 0 && unread[0] != "x" && unread[0][0] != 'w' && random.OneIn(2) ? $", {unread[0]}" : "";
            string bias = random.Of("", $" + bias{matrix}", $" + bias{matrix}(1)");
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(", ", blocks)} = [x, h{operand}] * kernel{matrix}{bias}\n");
            foreach (string block in blocks)
            {
                Add(block);
            }

            for (int value = random.Below(3); value > 0; value--)
            {
                string name = $"v{matrix}{value}";
                text.Append(CultureInfo.InvariantCulture, $"{name} = {Expression(2)}\n");
                Add(name);
            }
        }

        foreach (string state in states.Reverse())
        {
            // What nobody has read so far goes into the last one.
            string rest = state == "h" ? string.Concat(unread.Select(name => $" + 0.1*tanh({name})")) : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{state}' = {random.Of("tanh", "softsign", "sigmoid", "hardSigmoid")}({Expression(3)} + 0.5*{state}{rest})\n");
            names.Add($"{state}'");
        }

        return text.ToString();

        void Add(string name)
        {
            names.Add(name);
            unread.Add(name);
        }

        string Name()
        {
            string name = random.Of<string>([.. names]);
            unread.Remove(name);
            return name;
        }

        string Expression(int depth) => depth == 0 || random.OneIn(5)
            ? random.OneIn(6) ? random.Of("1", "0.5", "-2", "0.001") : Name()
            : random.Below(9) switch
            {
                0 => $"({Expression(depth - 1)} + {Expression(depth - 1)})",
                1 => $"({Expression(depth - 1)} - {Expression(depth - 1)})",
                2 => $"{Bounded(depth)}*{Bounded(depth)}",
                3 => $"-{Bounded(depth)}",
                4 => $"{Expression(depth - 1)}/(1 + abs({Expression(depth - 1)}))",
                5 => $"{random.Of("log(1 + abs", "sqrt(1 + abs")}({Expression(depth - 1)}))",
                6 => $"exp({Bounded(depth)})",
                7 => $"normalize({Expression(depth - 1)}, {random.Of("1e-5", "0.01")})",
                _ when random.OneIn(4) => $"clip({Expression(depth - 1)}, 3)",
                _ => $"{random.Of("relu", "relu6", "selu", "softplus", "elu", "leakyRelu")}({Expression(depth - 1)})",
            };

        string Bounded(int depth) => $"{random.Of("sigmoid", "tanh", "softsign", "hardSigmoid", "σ")}({Expression(depth - 1)})";
    }
}
