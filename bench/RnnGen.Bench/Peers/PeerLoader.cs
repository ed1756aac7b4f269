using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Bench.Peers.Onnx;
using RnnGen.Bench.Peers.Torch;

namespace RnnGen.Bench.Peers;

/// <summary>Finds out which peers run on this machine.</summary>
internal static class PeerLoader
{
    /// <summary>In the line that matters of the many that the loader says.</summary>
    private const string MissingVersion = "GLIBC";

    private static readonly (string Name, string Hint, Func<Peer> Load)[] All =
    [
        ("torch", " libtorch needs the libstdc++ of GCC 13 or newer (GLIBCXX_3.4.32).", TorchPeer.Load),
        ("ort", "", OnnxPeer.Load),
    ];

    /// <summary>Names of all peers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(peer => peer.Name)];

    /// <summary>Loads peers; one that cannot be loaded is a line of text.</summary>
    /// <param name="names">Which ones.</param>
    /// <param name="output">Receives the lines.</param>
    public static IReadOnlyList<Peer> Load(IReadOnlyList<string> names, TextWriter output)
    {
        List<Peer> peers = [];
        foreach ((string name, string hint, Func<Peer> load) in All.Where(peer => names.Contains(peer.Name)))
        {
            try
            {
                peers.Add(load());
            }
            catch (Exception exception) when (IsMissingLibrary(exception))
            {
                string[] lines = exception.GetBaseException().Message.Split('\n', StringSplitOptions.TrimEntries);
                string reason = Array.Find(lines, line => line.Contains(MissingVersion, StringComparison.Ordinal)) ?? lines[0];
                output.WriteLine($"{name}: skipped, it cannot be loaded here.{hint} ({reason})");
            }
        }

        return peers;
    }

    private static bool IsMissingLibrary(Exception exception) => exception
        is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        or NotSupportedException or FileNotFoundException;
}
