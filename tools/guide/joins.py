"""What is joined to what, from where ends and wires lie."""

from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def key(at: Point) -> Point:
    """The same for two ends that meet."""
    return round(at[0], 2), round(at[1], 2)


def groups(ends: Iterable[Point], wires: Sequence[tuple[Point, Point]]) -> dict[Point, int]:
    """Point: number of what it is joined to."""
    points = sorted({key(end) for end in ends})
    group = {point: number for number, point in enumerate(points)}
    for a, b in wires:
        joined = {group[point] for point in points if on(point, a, b)}
        first = min(joined)
        group = {point: first if g in joined else g for point, g in group.items()}
    return group


def on(point: Point, a: Point, b: Point) -> bool:
    """Whether it lies on the straight wire from a to b, ends included."""
    across = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
    within = all(min(a[i], b[i]) - 0.011 <= point[i] <= max(a[i], b[i]) + 0.011 for i in (0, 1))
    return within and abs(across) < 0.05


def joints(wires: Sequence[tuple[Point, Point]], ends: Iterable[Point]) -> list[Point]:
    """Where three or more pieces meet: a wire that goes on through a point counts twice."""
    tips = [key(p) for wire in wires for p in wire]
    corners = set(tips) | {key(e) for e in ends}
    stubs = [key(e) for e in ends]
    joints = []
    for at in sorted(corners):
        through = sum(on(at, a, b) and at not in (key(a), key(b)) for a, b in wires)
        wired = tips.count(at) + 2 * through
        if wired and wired + stubs.count(at) >= 3:
            joints.append(at)
    return joints
