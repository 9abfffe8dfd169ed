"""What a person reads from dots: characters of the device's font, plain or of double size."""

from collections.abc import Iterator

from tools.sim.font import BLOCK, SIDE, glyphs

UNKNOWN = "\ufffd"  # no character of the font


def lines(pixels: list[list[int]]) -> Iterator[str]:
    """From above: of single size where all of a line is characters, else of double size."""
    at, high = 0, len(pixels)
    while at < high:
        line = _read(pixels, at, 1)
        twice = _read(pixels, at, 2) if UNKNOWN in line and at + 2 * SIDE <= high else UNKNOWN
        large = UNKNOWN not in twice
        yield (twice if large else line).rstrip()
        at += 2 * SIDE if large else SIDE


def _read(pixels: list[list[int]], y: int, scale: int) -> str:
    """The characters of a line of this scale whose upper edge is y."""
    step = SIDE * scale
    return "".join(_character(pixels, x, y, scale) for x in range(0, len(pixels[0]), step))


def _character(pixels: list[list[int]], x: int, y: int, scale: int) -> str:
    dots = [
        [pixels[y + row][x + column] for row in range(SIDE * scale)]
        for column in range(SIDE * scale)
    ]
    small = [dots[column * scale][::scale] for column in range(SIDE)]
    whole = [[dot for dot in small[at // scale] for _ in range(scale)] for at in range(len(dots))]
    if dots != whole:
        return UNKNOWN
    return _names().get(
        bytes(sum(dot << at for at, dot in enumerate(row)) for row in small), UNKNOWN
    )


def _names() -> dict[bytes, str]:
    return {columns: "#" if name == BLOCK else name for name, columns in glyphs().items()}
