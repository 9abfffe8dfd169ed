"""The self-test into the dummy, of a front end whose fault is there from the start.

The steps of the firmware's table are judged by the firmware's SelfTest on circuit A. Circuit B
has other voltages: its windows are those round what it gave without a fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from galva.core import selftest
from galva.core.bridge import MINUS, PLUS, SHUNT
from galva.core.calib import REFERENCE, Calibration, nominal_record
from tools.fmea.circuits import CODES, Circuit, calibration
from tools.fmea.spice import Waves
from tools.fmea.timeline import State, Timeline, with_dead_time

STEP_MS = 2.5
_SAMPLE_MS = 2.3
_TICK_MS = 10
Counts = tuple[int, int, int]


@dataclass(frozen=True)
class Step:
    """One row. ua is delivered; None: DAC at full scale. most_ua: bounds of I instead of 3 %."""

    name: str
    bridge: int
    ua: int | None
    hv: int = 1
    ua_bounds: tuple[int, int] | None = None


_OF_TABLE = tuple(Step(row[0], row[1], row[2]) for row in selftest.TABLE)
# Not in the firmware's table yet; it will have them for the self-test at power-on.
_WHOLE = {
    "A": (
        Step("S7", PLUS, None, ua_bounds=(540, 690)),
        Step("S8", MINUS, 450),
        Step("S10", SHUNT, 0, hv=0),
    ),
    "B": (Step("S8", MINUS, 300), Step("S10", SHUNT, 0, hv=0)),
}


def steps(circuit: Circuit) -> tuple[Step, ...]:
    """All of them in their order."""
    return _OF_TABLE + _WHOLE[circuit.name]


def timeline(circuit: Circuit) -> Timeline:
    """Relay released, one step after the other."""
    states = []
    for k, step in enumerate(steps(circuit)):
        code = CODES - 1 if step.ua is None else calibration().code(step.ua)
        states.append(State(k * STEP_MS, step.bridge, code, relay=0, hv=step.hv))
    return with_dead_time(states)


def readings(circuit: Circuit, waves: Waves) -> list[Counts]:
    """I, VB, VT of each step."""
    many = len(steps(circuit))
    return [circuit.counts(waves, k * STEP_MS + _SAMPLE_MS) for k in range(many)]


def failed(circuit: Circuit, got: list[Counts], reference: list[Counts]) -> tuple[str, ...]:
    """The steps that fail. Of the firmware's own it tells the first, where it stops."""
    rows = list(zip(steps(circuit), got, reference, strict=True))
    own = rows if circuit.name == "B" else rows[len(_OF_TABLE) :]
    names = [step.name for step, seen, due in own if not _in_window(step, seen, due)]
    if circuit.name == "A":
        names = [*_firmware(got, reference), *names]
    return tuple(dict.fromkeys(names))


def _firmware(got: list[Counts], reference: list[Counts]) -> Iterator[str]:
    """The step at which the firmware stops, if it does."""
    kept = [count for counts in reference[: len(_OF_TABLE)] for count in counts]
    test = selftest.SelfTest(Calibration({**nominal_record(), REFERENCE: kept}), _TICK_MS)
    for row, counts in zip(selftest.TABLE, got):
        for _ in range(row[3] // _TICK_MS):
            if test.add(*counts) == selftest.FAILED:
                yield test.step
                return


def _in_window(step: Step, seen: Counts, due: Counts) -> bool:
    """3 % + 4 uA and 2.5 % + 0.2 V round what it was (hardware.md section 6)."""
    cal = calibration()
    i_ua = cal.na(seen[0], seen[1]) / 1e3
    if step.ua_bounds:
        return step.ua_bounds[0] <= i_ua <= step.ua_bounds[1]
    due_ua = cal.na(due[0], due[1]) / 1e3
    volts = [(cal.mv(a), cal.mv(b)) for a, b in zip(seen[1:], due[1:])]
    return abs(i_ua - due_ua) <= 0.03 * due_ua + 4 and all(
        abs(a - b) <= 0.025 * b + 200 for a, b in volts
    )
