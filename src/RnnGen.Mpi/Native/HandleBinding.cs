using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnGen.Mpi.Native;

/// <summary>The calls of an MPI library.</summary>
/// <typeparam name="THandle">What its handles are: addresses or integers.</typeparam>
internal sealed unsafe class HandleBinding<THandle> : MpiBinding
    where THandle : unmanaged
{
    /// <summary>MPI_THREAD_SERIALIZED, in both families: one thread at a time, whichever.</summary>
    private const int Serialized = 2;

    private const int NoteTag = 1;

    /// <summary>More than MPI_MAX_ERROR_STRING of either.</summary>
    private const int LongestError = 1024;

    private readonly HandleTable<THandle> _handles;
    private readonly delegate* unmanaged<int*, byte***, int, int*, int> _initThread;
    private readonly delegate* unmanaged<THandle, int*, int> _commRank;
    private readonly delegate* unmanaged<THandle, int*, int> _commSize;
    private readonly delegate* unmanaged<THandle, THandle*, int> _commDup;
    private readonly delegate* unmanaged<THandle, int, int, THandle, THandle*, int> _commSplitType;
    private readonly delegate* unmanaged<THandle, THandle, int> _commSetErrorHandler;
    private readonly delegate* unmanaged<THandle*, int> _commFree;
    private readonly delegate* unmanaged<byte*, int, THandle, int, THandle, THandle*, int> _ibcast;
    private readonly delegate* unmanaged<byte*, int, THandle, byte*, int, THandle, THandle, THandle*, int> _iallgather;
    private readonly delegate* unmanaged<nint, void*, int, THandle, THandle, THandle, THandle*, int> _iallreduce;
    private readonly delegate* unmanaged<THandle, THandle*, int> _ibarrier;
    private readonly delegate* unmanaged<int, THandle*, int*, nint, int> _testall;
    private readonly delegate* unmanaged<RankNote*, int, THandle, int, int, THandle, THandle*, int> _isend;
    private readonly delegate* unmanaged<int, int, THandle, int*, nint, int> _iprobe;
    private readonly delegate* unmanaged<RankNote*, int, THandle, int, int, THandle, nint, int> _recv;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorString;
    private readonly delegate* unmanaged<THandle, int, int> _abort;
    private readonly delegate* unmanaged<int> _finalize;

    /// <summary>Of all ranks: one for the operations, one for notes.</summary>
    private THandle _group, _notes;

    /// <summary>What is under way, on the pinned heap: the library writes into it.</summary>
    private THandle[] _requests = GC.AllocateUninitializedArray<THandle>(64, pinned: true);
    private int _count;

    public HandleBinding(nint library, string version, HandleTable<THandle> handles)
    {
        Version = version;
        _handles = handles;
        _initThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Call("MPI_Init_thread");
        _commRank = (delegate* unmanaged<THandle, int*, int>)Call("MPI_Comm_rank");
        _commSize = (delegate* unmanaged<THandle, int*, int>)Call("MPI_Comm_size");
        _commDup = (delegate* unmanaged<THandle, THandle*, int>)Call("MPI_Comm_dup");
        _commSplitType = (delegate* unmanaged<THandle, int, int, THandle, THandle*, int>)Call("MPI_Comm_split_type");
        _commSetErrorHandler = (delegate* unmanaged<THandle, THandle, int>)Call("MPI_Comm_set_errhandler");
        _commFree = (delegate* unmanaged<THandle*, int>)Call("MPI_Comm_free");
        _ibcast = (delegate* unmanaged<byte*, int, THandle, int, THandle, THandle*, int>)Call("MPI_Ibcast");
        _iallgather = (delegate* unmanaged<byte*, int, THandle, byte*, int, THandle, THandle, THandle*, int>)Call("MPI_Iallgather");
        _iallreduce = (delegate* unmanaged<nint, void*, int, THandle, THandle, THandle, THandle*, int>)Call("MPI_Iallreduce");
        _ibarrier = (delegate* unmanaged<THandle, THandle*, int>)Call("MPI_Ibarrier");
        _testall = (delegate* unmanaged<int, THandle*, int*, nint, int>)Call("MPI_Testall");
        _isend = (delegate* unmanaged<RankNote*, int, THandle, int, int, THandle, THandle*, int>)Call("MPI_Isend");
        _iprobe = (delegate* unmanaged<int, int, THandle, int*, nint, int>)Call("MPI_Iprobe");
        _recv = (delegate* unmanaged<RankNote*, int, THandle, int, int, THandle, nint, int>)Call("MPI_Recv");
        _errorString = (delegate* unmanaged<int, byte*, int*, int>)Call("MPI_Error_string");
        _abort = (delegate* unmanaged<THandle, int, int>)Call("MPI_Abort");
        _finalize = (delegate* unmanaged<int>)Call("MPI_Finalize");

        nint Call(string name) => NativeLibrary.TryGetExport(library, name, out nint export)
            ? export
            : throw new MpiException($"{version} has no {name}.");
    }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <inheritdoc/>
    public override int Rank
    {
        get
        {
            int rank;
            Check(_commRank(_handles.World, &rank));
            return rank;
        }
    }

    /// <inheritdoc/>
    public override int Size => SizeOf(_handles.World);

    /// <inheritdoc/>
    public override byte[] GatherOnMachine(ReadOnlySpan<byte> own)
    {
        THandle local = default;
        Check(_commSplitType(_group, _handles.SharedMemory, 0, _handles.NoInfo, &local));
        byte[] all = new byte[SizeOf(local) * own.Length];
        fixed (byte* start = own, target = all)
        {
            Check(_iallgather(start, own.Length, _handles.Byte, target, own.Length, _handles.Byte, local, NextRequest()));
            while (!Test())
            {
            }
        }

        Check(_commFree(&local));
        return all;
    }

    /// <inheritdoc/>
    public override void Start()
    {
        int provided;
        Check(_initThread(null, null, Serialized, &provided));
        if (provided < Serialized)
        {
            throw new MpiException(
                $"{Version} was built without support for threads: it offers level {provided}, and {Serialized} (serialized) is needed.");
        }

        // Groups of our own, so that nothing else in the process comes in between.
        Check(_commSetErrorHandler(_handles.World, _handles.ErrorsReturn));
        THandle group = default, notes = default;
        Check(_commDup(_handles.World, &group));
        Check(_commDup(_handles.World, &notes));
        (_group, _notes) = (group, notes);
    }

    /// <inheritdoc/>
    public override void BeginBroadcast(byte* values, int count) =>
        Check(_ibcast(values, count, _handles.Byte, 0, _group, NextRequest()));

    /// <inheritdoc/>
    public override void BeginGather(byte* own, int count, byte* all) =>
        Check(_iallgather(own, count, _handles.Byte, all, count, _handles.Byte, _group, NextRequest()));

    /// <inheritdoc/>
    public override void BeginSum(double* values, int count) =>
        Check(_iallreduce(_handles.InPlace, values, count, _handles.Double, _handles.Sum, _group, NextRequest()));

    /// <inheritdoc/>
    public override void BeginSum(float* values, int count) =>
        Check(_iallreduce(_handles.InPlace, values, count, _handles.Single, _handles.Sum, _group, NextRequest()));

    /// <inheritdoc/>
    public override void BeginBarrier() => Check(_ibarrier(_group, NextRequest()));

    /// <inheritdoc/>
    public override void BeginLeaving() => Check(_ibarrier(_notes, NextRequest()));

    /// <inheritdoc/>
    public override bool Test()
    {
        if (_count == 0)
        {
            return true;
        }

        int done;
        Check(_testall(_count, Requests, &done, _handles.IgnoreStatus));
        if (done == 0)
        {
            return false;
        }

        _count = 0;
        return true;
    }

    /// <inheritdoc/>
    public override void SendNote(RankNote note, int rank)
    {
        // Sent at once, since it is small; the request is never asked for, because notes are for jobs that are about to end.
        RankNote* kept = (RankNote*)NativeMemory.Alloc((nuint)sizeof(RankNote));
        *kept = note;
        THandle request = default;
        Check(_isend(kept, sizeof(RankNote), _handles.Byte, rank, NoteTag, _notes, &request));
    }

    /// <inheritdoc/>
    public override bool TryReceiveNote(out RankNote note)
    {
        note = default;
        int there;
        Check(_iprobe(_handles.AnySource, NoteTag, _notes, &there, _handles.IgnoreStatus));
        if (there == 0)
        {
            return false;
        }

        fixed (RankNote* target = &note)
        {
            Check(_recv(target, sizeof(RankNote), _handles.Byte, _handles.AnySource, NoteTag, _notes, _handles.IgnoreStatus));
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Abort(int exitCode) => _abort(_handles.World, exitCode);

    /// <inheritdoc/>
    public override void Finish()
    {
        THandle group = _group, notes = _notes;
        Check(_commFree(&group));
        Check(_commFree(&notes));
        Check(_finalize());
    }

    private THandle* Requests => (THandle*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_requests));

    private THandle* NextRequest()
    {
        if (_count == _requests.Length)
        {
            THandle[] more = GC.AllocateUninitializedArray<THandle>(2 * _count, pinned: true);
            _requests.CopyTo(more, 0);
            _requests = more;
        }

        return Requests + _count++;
    }

    private int SizeOf(THandle group)
    {
        int size;
        Check(_commSize(group, &size));
        return size;
    }

    private void Check(int code, [CallerArgumentExpression(nameof(code))] string call = "")
    {
        if (code != 0)
        {
            Fail(code, call);
        }
    }

    private void Fail(int code, string call)
    {
        byte[] text = new byte[LongestError];
        int length = 0;
        fixed (byte* start = text)
        {
            _errorString(code, start, &length);
        }

        string message = Encoding.UTF8.GetString(text, 0, Math.Clamp(length, 0, text.Length)).TrimEnd('\0');
        throw new MpiException($"{Version}: {call.Split('(')[0].TrimStart('_')} failed with code {code}: {message}");
    }
}
