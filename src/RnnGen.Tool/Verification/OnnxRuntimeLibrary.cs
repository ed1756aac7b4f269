using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using RnnGen.Tool.Output;

namespace RnnGen.Tool.Verification;

/// <summary>
/// ONNX Runtime from a folder: its managed assembly and, beside it or below <c>runtimes</c>, its native library. The tool does not bring
/// it along, since it is a hundred times as large.
/// </summary>
internal sealed class OnnxRuntimeLibrary : AssemblyLoadContext
{
    private const string Managed = "Microsoft.ML.OnnxRuntime.dll";

    private readonly string _folder;

    private OnnxRuntimeLibrary(string folder)
        : base("ONNX Runtime") => _folder = Path.GetFullPath(folder);

    private static string Native => OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <summary>Loads the assembly.</summary>
    /// <param name="folder">The folder; that of the tool unless given.</param>
    /// <exception cref="ToolFailure">A file is missing; the message says which, and where it comes from.</exception>
    public static Assembly Load(string? folder)
    {
        OnnxRuntimeLibrary library = new(folder ?? AppContext.BaseDirectory);
        string managed = Path.Combine(library._folder, Managed);
        string? missing = !File.Exists(managed) ? Managed : library.Find(Native) is null ? Native : null;
        if (missing is not null)
        {
            throw new ToolFailure(
                $"{missing} is not in {library._folder}. Copy it from the packages Microsoft.ML.OnnxRuntime and "
                + "Microsoft.ML.OnnxRuntime.Managed, or name a folder that has both with --onnxruntime; without it --pairs compares with "
                + "stored outputs.");
        }

        try
        {
            return library.LoadFromAssemblyPath(managed);
        }
        catch (BadImageFormatException failure)
        {
            throw ToolFailure.At(managed, failure.Message);
        }
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        unmanagedDllName.StartsWith("onnxruntime", StringComparison.Ordinal) && Find(Native) is string path
            ? LoadUnmanagedDllFromPath(path)
            : IntPtr.Zero;

    private string? Find(string file) =>
        new[] { _folder, Path.Combine(_folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native") }
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
}
