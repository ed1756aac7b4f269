using System;

namespace RnnGen.Training.Tests.Optimizers;

/// <summary>The equations of the optimizers once more: one scalar at a time, in double, as the frameworks' sources have them.</summary>
internal sealed class ReferenceOptimizer
{
    private readonly Func<int, double[], double, double, double> _step;
    private double[][] _memory = [];
    private int _steps;

    /// <param name="step">
    /// From the number of the update, the memory of a parameter, the parameter and its gradient to the new parameter.
    /// </param>
    private ReferenceOptimizer(Func<int, double[], double, double, double> step) => _step = step;

    public double Start { get; private init; }

    public static ReferenceOptimizer Sgd(double rate, double momentum, double dampening, bool nesterov, double decay) =>
        new((t, memory, w, g) =>
        {
            g += decay * w;
            if (momentum != 0)
            {
                memory[0] = t == 1 ? g : (momentum * memory[0]) + ((1 - dampening) * g);
                g = nesterov ? g + (momentum * memory[0]) : memory[0];
            }

            return w - (rate * g);
        });

    public static ReferenceOptimizer RmsProp(double rate, double alpha, double epsilon, double momentum, bool centered, double decay) =>
        new((t, memory, w, g) =>
        {
            g += decay * w;
            memory[0] = (alpha * memory[0]) + ((1 - alpha) * g * g);
            double average = memory[0];
            if (centered)
            {
                memory[1] = (alpha * memory[1]) + ((1 - alpha) * g);
                average -= memory[1] * memory[1];
            }

            memory[2] = (momentum * memory[2]) + (g / (Math.Sqrt(average) + epsilon));
            return w - (rate * memory[2]);
        });

    public static ReferenceOptimizer Adagrad(double rate, double rateDecay, double initial, double epsilon, double decay) =>
        new((t, memory, w, g) =>
        {
            g += decay * w;
            memory[0] += g * g;
            return w - (rate / (1 + ((t - 1) * rateDecay)) * g / (Math.Sqrt(memory[0]) + epsilon));
        })
        {
            Start = initial,
        };

    public static ReferenceOptimizer Adam(
        double rate, double beta1, double beta2, double epsilon, bool torch, bool ams, double decay,
        double decoupled) => new((t, memory, w, g) =>
    {
        w -= rate * decoupled * w;
        g += decay * w;
        memory[0] = (beta1 * memory[0]) + ((1 - beta1) * g);
        memory[1] = (beta2 * memory[1]) + ((1 - beta2) * g * g);
        memory[2] = ams ? Math.Max(memory[2], memory[1]) : memory[1];
        double correction1 = 1 - Math.Pow(beta1, t), correction2 = 1 - Math.Pow(beta2, t);
        return torch
            ? w - (rate / correction1 * memory[0] / (Math.Sqrt(memory[2] / correction2) + epsilon))
            : w - (rate * Math.Sqrt(correction2) / correction1 * memory[0] / (Math.Sqrt(memory[2]) + epsilon));
    });

    public void Update(double[] parameters, float[] gradients)
    {
        if (_memory.Length == 0)
        {
            _memory = Array.ConvertAll(parameters, _ => new[] { Start, Start, Start });
        }

        _steps++;
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = _step(_steps, _memory[i], parameters[i], gradients[i]);
        }
    }
}
