#!/usr/bin/env python3
"""Draws docs/images/icon.png, the icon of the packages: three stacked cells, and the loop by which the last one reads itself.

Needs nothing but Python: tools/make-icon.py docs/images/icon.png
"""

import math
import struct
import sys
import zlib

SIZE = 128
SAMPLES = 4  # a side of each pixel

BACKGROUND, CELL, LOOP = (34, 40, 82), (236, 240, 255), (255, 176, 59)


def rounded(x, y, left, top, right, bottom, radius):
    """Whether a point lies in a rectangle with round corners."""
    dx = max(left + radius - x, x - (right - radius), 0)
    dy = max(top + radius - y, y - (bottom - radius), 0)
    return left <= x <= right and top <= y <= bottom and math.hypot(dx, dy) <= radius


def loop(x, y):
    """Whether a point lies on the loop: an arc at the right of the last cell, and the head of its arrow."""
    cx, cy, radius = 86, 76, 24
    angle = math.degrees(math.atan2(y - cy, x - cx))
    on_arc = abs(math.hypot(x - cx, y - cy) - radius) <= 3.5 and -90 <= angle <= 62
    # The head points to the left, into the middle cell.
    on_head = 68 <= x <= 86 and abs(y - (cy - radius)) <= (x - 68) * 0.6
    return on_arc or on_head


def color(x, y):
    """The colour of a point, or None where there is none."""
    if not rounded(x, y, 0, 0, SIZE, SIZE, 26):
        return None
    if loop(x, y):
        return LOOP
    if any(rounded(x, y, 22, top, 22 + width, top + 20, 7) for top, width in ((22, 60), (54, 42), (86, 68))):
        return CELL
    return BACKGROUND


def pixel(column, row):
    """The mean of a pixel's samples."""
    points = [
        color(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)
    ]
    inside = [point for point in points if point]
    if not inside:
        return (0, 0, 0, 0)
    return (*(round(sum(point[k] for point in inside) / len(inside)) for k in range(3)), round(255 * len(inside) / len(points)))


def chunk(kind, data):
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main():
    rows = b"".join(b"\0" + b"".join(bytes(pixel(column, row)) for column in range(SIZE)) for row in range(SIZE))
    with open(sys.argv[1], "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)))
        file.write(chunk(b"IDAT", zlib.compress(rows, 9)))
        file.write(chunk(b"IEND", b""))


if __name__ == "__main__":
    main()
