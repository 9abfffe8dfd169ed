"""All screens in one picture, dot by dot, titled in the screen's own font."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.image import imsave
from numpy.typing import NDArray

from tools.screens.scenes import Scene
from tools.sim.font import glyphs
from tools.sim.oled import HEIGHT, WIDTH

SCALE = 3  # pixels a dot
ACROSS = 2
_EDGE = 8  # of the glass, in dots
_TITLE = 14  # height of its row, in dots
_LIT, _GLASS, _PAGE, _INK = (214, 236, 255), (8, 10, 16), (236, 238, 240), (40, 44, 52)
_GAP = 0.72  # what is seen of a dot at its lower and right edge

Picture = NDArray[np.uint8]


def save(path: Path, scenes: Sequence[Scene]) -> None:
    """Write the PNG."""
    panels = [_panel(scene) for scene in scenes]
    panels += [np.full_like(panels[0], _PAGE)] * (-len(panels) % ACROSS)
    rows = [np.hstack(panels[at : at + ACROSS]) for at in range(0, len(panels), ACROSS)]
    imsave(path, np.vstack(rows))


def _panel(scene: Scene) -> Picture:
    """A screen in its glass, the title above it."""
    high, wide = HEIGHT + 2 * _EDGE, WIDTH + 2 * _EDGE
    glass = np.zeros((high, wide), dtype=bool)
    glass[_EDGE : _EDGE + HEIGHT, _EDGE : _EDGE + WIDTH] = np.array(scene.dots, dtype=bool)
    title = np.zeros((_TITLE, wide), dtype=bool)
    title[4:12, _EDGE : _EDGE + 8 * len(scene.title)] = _text(scene.title)
    shown = _coloured(glass, _LIT, _GLASS)
    shown[SCALE - 1 :: SCALE] = shown[SCALE - 1 :: SCALE] * _GAP
    shown[:, SCALE - 1 :: SCALE] = shown[:, SCALE - 1 :: SCALE] * _GAP
    panel = np.vstack([_coloured(title, _INK, _PAGE), shown])
    return np.pad(panel, ((0, 4 * SCALE), (4 * SCALE, 4 * SCALE), (0, 0)), _page)


def _page(vector: Picture, widths: tuple[int, int], axis: int, _more: object) -> None:
    """For np.pad: the page's colour, which is nearly grey."""
    if axis < 2:
        vector[: widths[0]] = _PAGE[0]
        vector[len(vector) - widths[1] :] = _PAGE[0]


def _text(text: str) -> NDArray[np.bool_]:
    columns = np.frombuffer(b"".join(glyphs()[letter] for letter in text), dtype=np.uint8)
    return np.array([columns >> row & 1 for row in range(8)], dtype=bool)


def _coloured(dots: NDArray[np.bool_], ink: tuple[int, ...], paper: tuple[int, ...]) -> Picture:
    large = np.kron(dots, np.ones((SCALE, SCALE), dtype=bool))
    return np.where(large[..., None], np.array(ink), np.array(paper)).astype(np.uint8)
