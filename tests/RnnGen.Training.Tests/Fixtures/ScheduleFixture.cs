using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RnnGen.Tests.Fixtures;
using Xunit;

namespace RnnGen.Training.Tests.Fixtures;

/// <summary>Learning rates of the first steps.</summary>
internal static class ScheduleFixture
{
    public static void Run(JsonNode item)
    {
        double[] expected = item.Tensor("lr").Values;
        Assert.NotEmpty(expected);
        ILearningRateSchedule schedule = Create(
            item.Text("name"), item.Text("scheduler"), item.Get("base_lr").GetValue<double>(), item.Get("args").AsObject());
        for (int step = 0; step < expected.Length; step++)
        {
            // Nine digits on file, seven in a float.
            Assert.True(
                Math.Abs(schedule.At(step) - expected[step]) <= 1e-7 * expected[step] + 1e-11,
                $"{item.Text("name")}: step {step} has {schedule.At(step):R}, expected {expected[step]:R}.");
        }
    }

    private static ILearningRateSchedule Create(string name, string scheduler, double rate, JsonObject args)
    {
        string[] names = [.. args.Select(argument => argument.Key)];
        return (scheduler, string.Join(' ', names)) switch
        {
            ("CosineAnnealingLR", "T_max eta_min") => new CosineSchedule(rate, Long("T_max"), Double("eta_min")),
            ("StepLR", "step_size gamma") => new StepSchedule(rate, Long("step_size"), Double("gamma")),
            ("MultiStepLR", "milestones gamma") => new MilestoneSchedule(
                rate, args.Get("milestones").Items().Select(step => step.GetValue<long>()), Double("gamma")),
            ("ExponentialLR", "gamma") => new ExponentialSchedule(rate, Double("gamma")),
            ("LinearLR", "start_factor end_factor total_iters") => new LinearSchedule(
                rate, Double("start_factor"), Double("end_factor"), Long("total_iters")),
            ("LambdaLR", "warmup_steps") => new WarmUpSchedule(Long("warmup_steps"), new ConstantSchedule(rate)),
            ("LambdaLR", "warmup_steps total_steps") =>
                new WarmUpSchedule(Long("warmup_steps"), new CosineSchedule(rate, Long("total_steps") - Long("warmup_steps"))),
            _ => throw new InvalidDataException($"{name}: unknown schedule '{scheduler}' with {string.Join(", ", names)}."),
        };

        long Long(string argument) => args.Get(argument).GetValue<long>();
        double Double(string argument) => args.Get(argument).GetValue<double>();
    }
}
