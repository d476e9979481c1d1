"""Digits as strokes of a pen, drawn well and badly.

A stroke is a list of points [x, y] on a pad whose sides have the length 1.
"""

import math
import random


def arc(x, y, width, height, start, end, points=24):
    """Part of an ellipse; angles in degrees, 0 to the right, clockwise."""
    angles = [start + (end - start) * n / (points - 1) for n in range(points)]
    return [
        [x + width * math.cos(math.radians(a)), y + height * math.sin(math.radians(a))]
        for a in angles
    ]


WELL = {
    0: [arc(0.5, 0.5, 0.22, 0.34, -90, 270)],
    1: [[[0.52, 0.15], [0.48, 0.85]]],
    2: [[*arc(0.5, 0.32, 0.2, 0.18, 190, 400), [0.3, 0.84], [0.74, 0.83]]],
    3: [
        [
            *arc(0.46, 0.32, 0.2, 0.17, 200, 440),
            *arc(0.46, 0.66, 0.23, 0.18, -80, 150),
        ]
    ],
    4: [
        [[0.35, 0.16], [0.3, 0.52], [0.72, 0.5]],
        [[0.66, 0.18], [0.62, 0.86]],
    ],
    5: [
        [[0.36, 0.17], [0.33, 0.46], *arc(0.45, 0.63, 0.22, 0.2, -100, 140)],
        [[0.36, 0.17], [0.7, 0.16]],
    ],
    6: [[[0.6, 0.13], [0.42, 0.35], *arc(0.49, 0.68, 0.18, 0.18, 180, 540)]],
    7: [[[0.28, 0.2], [0.7, 0.19], [0.46, 0.86]]],
    8: [
        [
            *arc(0.5, 0.32, 0.16, 0.16, 90, 450),
            *arc(0.5, 0.67, 0.2, 0.19, -90, 270),
        ]
    ],
    9: [[*arc(0.5, 0.34, 0.18, 0.18, 0, -360), [0.66, 0.6], [0.6, 0.87]]],
}


def drawn(digit, variant):
    """A digit as it is written once: variants 0 to 4 well, 5 to 9 worse and worse."""
    chance = random.Random(100 * digit + variant)
    trouble = 0.5 + 0.7 * max(variant - 4, 0)  # how far the hand goes astray
    slant, turn = (chance.uniform(-0.25, 0.25) * trouble for _ in range(2))
    stretch = 1 + chance.uniform(-0.3, 0.3) * trouble
    size = chance.uniform(0.4, 1)
    left, top = (chance.uniform(0, 1 - size) for _ in range(2))
    strokes = []
    for stroke in WELL[digit]:
        moved = []
        for x, y in stroke:
            x, y = x - 0.5, (y - 0.5) * stretch
            x, y = x - slant * y, y + turn * x
            x, y = (n + chance.gauss(0, 0.012 * trouble) for n in (x, y))
            moved.append([left + size * (x + 0.5), top + size * (y + 0.5)])
        strokes.append(moved)
    return strokes
