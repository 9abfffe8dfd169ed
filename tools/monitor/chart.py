"""A minute as characters: delivered current as blocks, what was set as a line over them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.text import Text

from tools.monitor.model import WINDOW_S, Sample

DELIVERED, SET, SOFT = "#4fb477", "#f2b04c", "#8a8f98"
_BLOCKS = " ▁▂▃▄▅▆▇█"
_LINE = "━"
_SCALES_UA = (20, 50, 100, 200, 300, 400, 500, 700)
_LABEL = 7  # characters of an axis


class Column(NamedTuple):
    """The most of a piece of time; None: nothing was heard."""

    set_ua: int
    ua: int


def columns(samples: Iterable[Sample], end_s: float, wide: int) -> list[Column | None]:
    """The last WINDOW_S up to end_s in `wide` equal pieces."""
    made: list[Column | None] = [None] * wide
    for sample in samples:
        at = wide - 1 - int((end_s - sample.t_s) / WINDOW_S * wide)
        if 0 <= at < wide:
            was = made[at] or Column(0, 0)
            made[at] = Column(max(was.set_ua, sample.set_ua), max(was.ua, sample.ua))
    return made


def scale_ua(shown: Iterable[Column | None], target_ua: int) -> int:
    """Upper end of the axis."""
    most = max([target_ua, *(max(each) for each in shown if each)])
    return next((scale for scale in _SCALES_UA if scale >= most), most)


def draw(samples: Iterable[Sample], end_s: float, target_ua: int, wide: int, high: int) -> Text:
    """The chart, `wide` x `high` characters with its axis."""
    shown = columns(samples, end_s, max(1, wide - _LABEL))
    top_ua = scale_ua(shown, target_ua)
    text = Text(no_wrap=True)
    for row in range(high):
        low_ua, high_ua = (top_ua * (high - row - k) / high for k in (1, 0))
        text.append(_label(row, high, top_ua), SOFT)
        cells = (_character(column, low_ua, high_ua) for column in shown)
        for style, run in groupby(cells, key=itemgetter(1)):  # few runs: a small picture
            text.append("".join(character for character, _style in run), style)
        if row < high - 1:
            text.append("\n")
    return text


def _label(row: int, high: int, top_ua: int) -> str:
    """Of a row of the axis: its ends and its middle."""
    named = {0: f"{top_ua}", high // 2: f"{top_ua * (high - high // 2) / high:.0f}", high - 1: "0"}
    return f"{named.get(row, ''):>{_LABEL - 2}} │"


def _character(column: Column | None, low_ua: float, high_ua: float) -> tuple[str, str]:
    """(character, style) of a column between two currents."""
    if column is None:
        return " ", ""
    part = (column.ua - low_ua) / (high_ua - low_ua)
    if low_ua < column.set_ua <= high_ua:
        return _LINE, f"{SET} on {DELIVERED}" if part >= 0.5 else SET
    return _BLOCKS[round(8 * min(1.0, max(0.0, part)))], DELIVERED


def spark(values: Sequence[float | None], wide: int) -> str:
    """One row: the values from their least to their most, spread over `wide`; None is a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    least, span = min(known), max(known) - min(known)
    made = []
    for at in range(wide):
        piece = values[len(values) * at // wide : len(values) * (at + 1) // wide] or values[-1:]
        inside = [value for value in piece if value is not None]
        height = (max(inside) - least) / span if inside and span else 0.0
        made.append(_BLOCKS[1 + round(7 * height)] if inside else " ")
    return "".join(made)
