#!/usr/bin/env python3
"""Writes the data files of the templates, small and made up: the same bytes at every run.

Needs nothing but Python: tools/make-template-data.py src/RnnGen.Templates/templates/rnngen
"""

import math
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path


def write(path, header, rows):
    """Writes a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8", newline="\n")


def gesture(random_, label, steps):
    """The path of a hand, [steps] of x and y: a circle, a swipe from side to side and back, or taps on the spot."""
    phase, size, turn = random_.uniform(0, 2 * math.pi), random_.uniform(0.6, 1.2), random_.choice((-1, 1))
    for step in range(steps):
        angle = turn * 2 * math.pi * step / steps
        x, y = {
            "circle": (size * math.cos(phase + angle), size * math.sin(phase + angle)),
            "swipe": (size * math.sin(phase + angle), 0.2 * size * math.cos(phase)),
            "tap": (0.3 * size * math.cos(phase), 0.8 * size * abs(math.sin(phase + 1.5 * angle))),
        }[label]
        yield x + random_.gauss(0, 0.15), y + random_.gauss(0, 0.15)


def gestures(random_, count):
    """Rows of sequences of 9 to 18 steps, the classes in turn."""
    for index in range(count):
        label = ("circle", "swipe", "tap")[index % 3]
        for x, y in gesture(random_, label, random_.randint(9, 18)):
            yield str(index), label, f"{x:.2f}", f"{y:.2f}"


def temperatures(random_, hours):
    """Rows of hours: a day's course around a mean that wanders from day to day."""
    start, mean = datetime(2025, 5, 1), 0.0
    for hour in range(hours):
        mean = 0.9 * mean + random_.gauss(0, 0.6)
        day = 5 * math.sin(2 * math.pi * (hour % 24 - 9) / 24) + 1.5 * math.sin(4 * math.pi * (hour % 24 - 9) / 24)
        yield (start + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M"), f"{14 + mean + day + random_.gauss(0, 0.3):.1f}"


def signal(random_, steps):
    """Rows of steps: what a sensor measured, and what was there, two waves of which the faster comes and goes."""
    for step in range(steps):
        true = math.sin(2 * math.pi * step / 40) + 0.6 * math.sin(2 * math.pi * step / 13) * math.sin(2 * math.pi * step / 300)
        yield str(step), f"{true + random_.gauss(0, 0.5):.2f}", f"{true:.2f}"


def main():
    folder = Path(sys.argv[1])
    random_ = random.Random(1)
    write(folder / "classifier/RnnGenApp/data/gestures.csv", "gesture,label,x,y", gestures(random_, 45))
    write(folder / "classifier/RnnGenApp/data/gestures-test.csv", "gesture,label,x,y", gestures(random_, 15))
    write(folder / "forecast/RnnGenApp/data/temperature.csv", "time,temperature", temperatures(random.Random(2), 28 * 24))
    write(folder / "stream/RnnGenApp/data/signal.csv", "step,measured,true", signal(random.Random(3), 900))


if __name__ == "__main__":
    main()
