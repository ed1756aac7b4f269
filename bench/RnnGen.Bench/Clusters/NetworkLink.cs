namespace RnnGen.Bench.Clusters;

/// <summary>The network between machines: each has one link to it, and it carries what all send at once.</summary>
/// <param name="Name">Such as <c>1 Gbit/s</c>.</param>
/// <param name="BytesPerSecond">Of a link, each way.</param>
/// <param name="Latency">Seconds from one machine to another, of a message without bytes.</param>
internal sealed record NetworkLink(string Name, double BytesPerSecond, double Latency)
{
    /// <summary>A link of so many gigabits per second.</summary>
    public static NetworkLink Of(double gigabits, double latencyMilliseconds) => new(
        $"{gigabits:0.###} Gbit/s, {latencyMilliseconds:0.###} ms", gigabits * 1e9 / 8, latencyMilliseconds / 1000);
}
