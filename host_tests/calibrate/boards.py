"""Simulated boards of random parts, before and after the wizard."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from host_tests.calibrate.workshop import Shop
from tools.builds.accuracy import build, spread
from tools.calibrate.progress import Progress
from tools.calibrate.readings import Reading
from tools.sheets import table

BOARDS = 20
SET_UA = (10, 50, 100, 300, 500)
METER = 0.005  # accuracy of the multimeter; three places after the point
Errors = dict[int, tuple[float, float]]  # set uA -> delivered less set, read back less delivered
_WORDS = """# Calibration

    .venv/bin/galva calibrate            # over USB, the meter at the dummy's test points (RDUM)
    .venv/bin/galva calibrate --jacks    # over the isolated UART, a 10 kΩ resistor at the jacks

The meter stays on DC volts. Each current flows for 10 s at most: read the meter, press Enter, then
type the volts (`4.498`, or `4498 mV`); an empty line repeats the current. What cannot be is asked
again, with the reason. Interrupted, it goes on where it was (`--restart`: from the
beginning). A board without a record gives 100 µA at most. After three minutes
without a key a device sleeps and refuses: press START (at `galva sim` type `start`), run it again.

Over USB the relay cannot close: the jacks get nothing. With `--jacks` the device works on its
battery and wants START held for every current. It sends more than 100 µA only into what it has
found to be 10 kΩ, and ends when that is lifted off.

| step | current | type | refused |
| --- | --- | --- | --- |
| zero | 0 | 0.000 | more than 0.05 V; more than 60 counts of the shunt |
| low, high | 50, 450 µA (B: 270) | 0.500, 4.500 | 6 % + 8 µA off what the shunt reads |
| the record is stored, the device starts anew and tests itself | | | what breaks its bounds |
| verify | ±100, ±300 µA | 1.000, 3.000 | 2 % + 2 µA off; fails beyond 1 % + 0.5 µA |
| the readings of its self-test become its reference | | | a self-test that fails |

## Simulated boards

Written by `make calibrate-boards`. Simulated, never measured on hardware: {many} boards, their
parts drawn at random within the tolerances of [hardware.md](hardware.md) section 7
(`tools/builds`). Each runs the application on fakes; the wizard works it over its link, with a
simulated multimeter of {meter:.1%} and three places at the 10.0 kΩ ±0.1 % dummy. Before and after,
each current flows into the dummy; µA, 95 of 100 and the worst.

"""
_EACH = "\nEach board, set error at 500 µA; before, the worst of hardware.md is 4.2 %.\n\n"


@dataclass(frozen=True)
class Board:
    """One board's luck."""

    seed: int
    before: Errors
    after: Errors
    slips: int  # entries that the wizard refused


def errors_of(shop: Shop) -> Errors:
    """Each current into the dummy, as the circuit has it and as the device reads it."""
    found = {}
    for ua in SET_UA:
        delivered: list[float] = []

        def watch(_reading: Reading, told: list[float] = delivered) -> bool:
            told.append(shop.rig.front.afe.load_ua)
            return len(told) >= 2

        reading = shop.bench().hold(ua, False, False, watch)
        found[ua] = delivered[-1] - ua, reading.na / 1000 - delivered[-1]
    return found


def board(seed: int) -> Board:
    """Commission it as its maker would."""
    one = build(seed)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        shop = Shop(patch, parts=one.parts, dac_bow_codes=one.bow_codes)
        before = errors_of(shop)
        maker = shop.maker(1 + METER * one.dmm)
        shop.calibrate(maker, Progress(f"board {seed}", Path(folder)))
        after = errors_of(shop)
        shop.rig.close()
    return Board(seed, before, after, len(maker.told) - 1)


def row_of(one: Board) -> tuple[str, ...]:
    """Its line in the page."""
    (before, _), (after, _) = one.before[500], one.after[500]
    return (
        str(one.seed),
        f"{before:+.2f} µA ({before / 500:+.2%})",
        f"{after:+.2f} µA ({after / 500:+.2%})",
    )


def markdown(boards: Sequence[Board]) -> str:
    """docs/calibrate.md."""
    heads = ("set", "set error before", "after", "read-back error before", "after")
    rows = []
    for ua in SET_UA:
        cells = [f"{ua} µA"]
        for which in range(2):
            for told in ([one.before for one in boards], [one.after for one in boards]):
                found = spread(errors[ua][which] for errors in told)
                cells.append(f"{found.p95:.2f}, {found.most:.2f} ({found.most / ua:.2%})")
        rows.append(cells)
    each = table(("board", "before", "after"), map(row_of, boards))
    words = _WORDS.format(many=len(boards), meter=METER)
    return words + table(heads, rows) + _EACH + each
