#!/usr/bin/env python3
"""Carries packets between the TUN devices of two network namespaces and delivers each some time after it was sent:
link-delay.py NAMESPACE NAMESPACE DEVICE MILLISECONDS. For kernels without netem; tools/mpi-namespaces.sh starts it.
Prints a line when both ends are open, and runs until its input ends."""
import collections
import ctypes
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET, PR_SET_TIMERSLACK = 0x400454CA, 1, 0x1000, 0x40000000, 29
libc = ctypes.CDLL(None, use_errno=True)


def open_device(namespace, device):
    with open(f"/run/netns/{namespace}") as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {namespace}")
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    return file


def main():
    ends = [open_device(namespace, sys.argv[3]) for namespace in sys.argv[1:3]]
    delay = float(sys.argv[4]) / 1000
    libc.prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
    waiting = {end: collections.deque() for end in ends}
    other = {ends[0]: ends[1], ends[1]: ends[0]}
    print("open", flush=True)
    while True:
        now = time.monotonic()
        due = [queue[0][0] for queue in waiting.values() if queue]
        timeout = max(0, min(due) - now) if due else None
        readable, _, _ = select.select([*ends, sys.stdin], [], [], timeout)
        if sys.stdin in readable:
            return
        now = time.monotonic()
        for end in ends:
            if end in readable:
                try:
                    while True:
                        waiting[other[end]].append((now + delay, os.read(end, 70000)))
                except BlockingIOError:
                    pass
            queue = waiting[end]
            while queue and queue[0][0] <= now:
                try:
                    os.write(end, queue.popleft()[1])
                except OSError:
                    pass  # The device is not up yet: lost, as on any network.


main()
