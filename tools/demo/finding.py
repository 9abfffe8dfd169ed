"""One line of the judgement, and the figures that several of them share."""

from typing import NamedTuple

PROBE_MOST_UA = 13.0  # 10 uA + 5 % + the divider's 1.5 uA (hardware.md section 4)
NOTHING_UA = 0.05  # below it, nothing flows


class Finding(NamedTuple):
    """One line of the judgement. how: what was compared with what."""

    name: str
    figure: str
    bound: str
    ok: bool
    how: str
