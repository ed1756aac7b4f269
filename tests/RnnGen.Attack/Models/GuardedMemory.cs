using System;
using System.Buffers;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RnnGen.Attack.Models;

/// <summary>Which end of a buffer touches a page that nobody may touch.</summary>
internal enum GuardedEnd
{
    First,
    Last,
}

/// <summary>
/// Memory of the operating system between two pages without access, so that the first element before a buffer, or after it, ends the
/// process. At the other end lie bytes that must stay as they are.
/// </summary>
internal sealed unsafe partial class GuardedMemory(GuardedEnd end) : IDisposable
{
    private const byte Canary = 0xA5;
    private const int NoAccess = 0, ReadAndWrite = 3, Private = 2;

    private static readonly int Page = Environment.SystemPageSize;
    private static readonly int Anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    private readonly List<(nint Map, nuint Length)> _maps = [];
    private readonly List<(nint Address, int Length)> _canaries = [];

    /// <summary>Whether there is such memory here.</summary>
    public static bool IsSupported => !OperatingSystem.IsWindows();

    /// <summary>Zeros with a guard at the end that this memory has been made for.</summary>
    public Span<T> Of<T>(int count)
        where T : unmanaged => new((void*)Allocate(count * sizeof(T), 0, alignment: 1), count);

    /// <summary>A copy of values.</summary>
    public Span<T> Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Span<T> copy = Of<T>(values.Length);
        values.CopyTo(copy);
        return copy;
    }

    /// <summary>A copy of values, for what takes memory.</summary>
    public ReadOnlyMemory<T> Memory<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* first = Copy(values))
        {
            return new Unmanaged<T>(first, values.Length).Memory;
        }
    }

    /// <summary>The address of bytes.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="front">What must fit in front of them, before the guard.</param>
    /// <param name="alignment">Of the address; with one above 1 the guard may be up to so much away from the last byte.</param>
    public nint Allocate(int bytes, int front, int alignment)
    {
        int body = (bytes + front + alignment + Page - 1) / Page * Page;
        nuint length = (nuint)(body + (2 * Page));
        nint map = MemoryMap(0, length, NoAccess, Private | Anonymous, -1, 0);
        if (map == -1)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        _maps.Add((map, length));
        nint start = map + Page;
        if (Protect(start, (nuint)body, ReadAndWrite) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        nint address = end == GuardedEnd.First ? start + front : (start + body - bytes) & -alignment;
        if (end == GuardedEnd.Last)
        {
            AddCanary(start, (int)(address - front - start));
        }
        else
        {
            AddCanary(address + bytes, (int)(start + body - address - bytes));
        }

        return address;
    }

    /// <summary>Fails when something was written where nothing is.</summary>
    public void Check()
    {
        foreach ((nint address, int length) in _canaries)
        {
            int at = new ReadOnlySpan<byte>((void*)address, length).IndexOfAnyExcept(Canary);
            if (at >= 0)
            {
                throw new AttackException($"Something was written outside a buffer: byte {at} of {length} beside it.");
            }
        }
    }

    /// <summary>Gives the memory back. Nobody may hold it any more.</summary>
    public void Dispose()
    {
        foreach ((nint map, nuint length) in _maps)
        {
            Unmap(map, length);
        }

        _maps.Clear();
        _canaries.Clear();
    }

    private void AddCanary(nint address, int length)
    {
        new Span<byte>((void*)address, length).Fill(Canary);
        _canaries.Add((address, length));
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);

    private sealed class Unmanaged<T>(T* first, int length) : MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => new(first, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
