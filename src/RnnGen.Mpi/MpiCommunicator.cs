using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using RnnGen.Mpi.Native;
using RnnGen.Training.Distributed;

namespace RnnGen.Mpi;

/// <summary>
/// The processes that <c>mpirun</c>, <c>mpiexec</c> or <c>srun</c> has started, connected by the MPI of the machine: Open MPI or MPICH.
/// </summary>
/// <remarks>
/// An exception that nobody catches on one rank ends the job on all of them, with <c>rank 1 of 4:</c> and the exception on the standard
/// error stream and an exit code that is not zero. So does a rank that is killed, or that ends without <see cref="Dispose"/>; one that does
/// not come ends the job after <see cref="MpiOptions.Timeout"/>.
/// </remarks>
public sealed unsafe class MpiCommunicator : Communicator
{
    /// <summary>Exit code of a job that was ended.</summary>
    private const int Failure = 1;

    /// <summary>Looks at what is under way before the processor is offered to others.</summary>
    private const int Spins = 200;

    /// <summary>After this time a wait is a long one: it sleeps in between, and looks at what other ranks have to say.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1), BetweenNotes = TimeSpan.FromMilliseconds(100);

    private static int _starts;

    private readonly MpiBinding _mpi;
    private readonly RollCall _rollCall;
    private readonly TimeSpan _timeout;

    /// <summary>Notice when the process is told to end: by the launcher, since another rank has failed, or by its user.</summary>
    private readonly PosixSignalRegistration _terminated, _interrupted;

    private bool _isToldToEnd;
    private long _operation;
    private bool _isDisposed;

    private MpiCommunicator(MpiBinding mpi, TimeSpan timeout)
    {
        _mpi = mpi;
        _timeout = timeout;
        Rank = mpi.Rank;
        Size = mpi.Size;
        byte[] processors = ProcessorSet.OfThisProcess(), all = mpi.GatherOnMachine(processors);
        RanksOnThisMachine = all.Length / processors.Length;
        RanksOnTheseProcessors = ProcessorSet.CountShared(processors, all);
        _rollCall = new RollCall(mpi, Rank, Size);
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _isToldToEnd = true);
        _interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => _isToldToEnd = true);
        AppDomain.CurrentDomain.UnhandledException += AbortUnhandled;
        AppDomain.CurrentDomain.ProcessExit += AbortUnfinished;
    }

    /// <summary>Whether a launcher of MPI has started this process; nothing is loaded to find that out.</summary>
    public static bool IsLaunched => MpiLaunch.Read(Environment.GetEnvironmentVariable) is not null;

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <inheritdoc/>
    public override int RanksOnThisMachine { get; }

    /// <inheritdoc/>
    public override int RanksOnTheseProcessors { get; }

    /// <summary>What the library says it is, with its version.</summary>
    public string Library => _mpi.Version;

    /// <summary>Loads the MPI library that belongs to the launcher and connects this process with the others; once in a process.</summary>
    /// <param name="options">How the ranks deal with each other; null for the defaults.</param>
    /// <remarks>
    /// The environment variable <c>RNNGEN_MPI_LIBRARY</c> names the library's file where the loader does not find it. A process that was
    /// not started by a launcher is alone: rank 0 of 1.
    /// </remarks>
    /// <exception cref="MpiException">
    /// No MPI is installed, or not the one that the launcher belongs to. The message names the packages.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive.</exception>
    /// <exception cref="InvalidOperationException">MPI has been started in this process before.</exception>
    public static MpiCommunicator Start(MpiOptions? options = null)
    {
        TimeSpan timeout = (options ?? new MpiOptions()).Timeout;
        if (timeout <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(options), timeout, "The timeout must be positive or infinite.");
        }

        MpiLaunch? launch = MpiLaunch.Read(Environment.GetEnvironmentVariable);
        MpiBinding mpi = MpiLibrary.Load(launch, Environment.GetEnvironmentVariable(MpiLibrary.Variable));
        if (Interlocked.Increment(ref _starts) > 1)
        {
            throw new InvalidOperationException("MPI has been started in this process before; that can be done only once.");
        }

        mpi.Start();
        MpiCommunicator communicator = new(mpi, timeout);
        if (launch?.Size is int size && size != communicator.Size)
        {
            throw new MpiException(
                $"The launcher started {size} processes, but {mpi.Version} connects {communicator.Size}: "
                + "it cannot talk to the launcher. Use the launcher of the same MPI.");
        }

        return communicator;
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void Broadcast(Span<byte> values)
    {
        if (!HasWork(values.Length))
        {
            return;
        }

        fixed (byte* start = values)
        {
            _mpi.BeginBroadcast(start, values.Length);
            Wait(OperationKind.Broadcast);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The second span is not as long as the first one for each rank.</exception>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        if (all.Length != (long)own.Length * Size)
        {
            throw new ArgumentException($"{own.Length} bytes of each of {Size} ranks do not fill {all.Length}.", nameof(all));
        }

        if (!HasWork(own.Length))
        {
            own.CopyTo(all);
            return;
        }

        fixed (byte* start = own, target = all)
        {
            _mpi.BeginGather(start, own.Length, target);
            Wait(OperationKind.Gather);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void Sum(Span<double> values)
    {
        if (!HasWork(values.Length))
        {
            return;
        }

        fixed (double* start = values)
        {
            _mpi.BeginSum(start, values.Length);
            Wait(OperationKind.Sum);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void BeginSum(Span<float> values)
    {
        if (HasWork(values.Length))
        {
            // The caller promises that the memory does not move.
            _mpi.BeginSum((float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values)), values.Length);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void Progress()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _mpi.Test();
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void EndSums()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Wait(OperationKind.Sums);
    }

    /// <inheritdoc/>
    /// <exception cref="MpiException">The library refused the call.</exception>
    public override void Barrier()
    {
        if (HasWork(1))
        {
            _mpi.BeginBarrier();
            Wait(OperationKind.Barrier);
        }
    }

    /// <inheritdoc/>
    public override void Abort(string message)
    {
        Forget();
        Console.Out.Flush();
        Console.Error.WriteLine($"rank {Rank} of {Size}: {message}");
        Console.Error.Flush();
        _mpi.Abort(Failure);

        // No library comes back from there; should one, the process ends all the same.
        Environment.Exit(Failure);
    }

    /// <summary>Leaves the group, when all ranks do.</summary>
    public override void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _operation++;
        _mpi.BeginLeaving();
        Wait(OperationKind.Leaving);
        _isDisposed = true;
        Forget();
        _mpi.Finish();
    }

    /// <summary>Counts an operation.</summary>
    /// <returns>Whether there is anything to tell others.</returns>
    private bool HasWork(int count)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _operation++;
        return count > 0 && Size > 1;
    }

    private void AbortUnhandled(object sender, UnhandledExceptionEventArgs e) => Abort(e.ExceptionObject.ToString() ?? "");

    /// <summary>A launcher may take an exit code of zero for success, although other ranks still wait for this one.</summary>
    private void AbortUnfinished(object? sender, EventArgs e)
    {
        if (!_isToldToEnd)
        {
            Abort($"ends with exit code {Environment.ExitCode} and has not left the group");
        }
    }

    /// <summary>What happens to the process from now on is no matter of the group.</summary>
    private void Forget()
    {
        AppDomain.CurrentDomain.UnhandledException -= AbortUnhandled;
        AppDomain.CurrentDomain.ProcessExit -= AbortUnfinished;
        _terminated.Dispose();
        _interrupted.Dispose();
    }

    /// <summary>
    /// Waits for what is under way. All calls are begun and then asked for: so a wait can offer its processor to others, and can end.
    /// </summary>
    private void Wait(OperationKind operation)
    {
        if (_mpi.Test())
        {
            return;
        }

        long began = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < Spins; turn++)
        {
            if (_mpi.Test())
            {
                return;
            }
        }

        TimeSpan waited = default;
        while (!_mpi.Test())
        {
            waited = Stopwatch.GetElapsedTime(began);
            if (waited > LongWait)
            {
                WaitLonger(operation, began);
                return;
            }

            Thread.Yield();
        }
    }

    private void WaitLonger(OperationKind operation, long began)
    {
        if (operation == OperationKind.Leaving)
        {
            _rollCall.SayFarewell(_operation);
        }

        TimeSpan nextNotes = default;
        while (!_mpi.Test())
        {
            TimeSpan waited = Stopwatch.GetElapsedTime(began);
            if (waited > nextNotes)
            {
                nextNotes = waited + BetweenNotes;
                if (_rollCall.AnswerNotes(operation, _operation) is string reason)
                {
                    Abort(reason);
                }
            }

            if (waited > _timeout && _timeout != Timeout.InfiniteTimeSpan)
            {
                Abort(_rollCall.Call(operation, _operation, waited));
            }

            Thread.Sleep(1);
        }
    }
}
