"""The whole self-test into the dummy, of a front end whose fault is there from the start.

Circuit A is judged by the firmware's SelfTest, with a reference of a front end without a fault.
Circuit B has other voltages: its windows are those round what it gave without a fault.
"""

from galva.core import selftest
from galva.core.calib import REFERENCE, Calibration, nominal_record
from galva.core.engine import TICK_MS
from galva.core.selftest import EDGES, FULL, NO_RAIL, TABLE
from tools.fmea.circuits import CODES, Circuit, Counts, calibration
from tools.fmea.rules import Reading, Sample
from tools.fmea.spice import Waves
from tools.fmea.timeline import State, Timeline, with_dead_time

STEP_MS = 3.0
END_MS = len(TABLE) * STEP_MS
_SAMPLE_MS = 2.8
_AT_REST = [row[0] for row in TABLE].index("S9")


def timeline() -> Timeline:
    """One state for each row of the firmware's table."""
    states = []
    for k, (_step, bridge, ua, *_windows, line, _near, _part) in enumerate(TABLE):
        code = CODES - 1 if line == FULL else calibration().code(ua)
        states.append(State(k * STEP_MS, bridge, code, int(line == EDGES), int(line != NO_RAIL)))
    return with_dead_time(states)


def readings(circuit: Circuit, waves: Waves) -> list[Counts]:
    """I, VB, VT of each step."""
    return [circuit.counts(waves, k * STEP_MS + _SAMPLE_MS) for k in range(len(TABLE))]


def at_rest(got: list[Counts]) -> Counts:
    """The step on whose figures a session stands."""
    return got[_AT_REST]


def failed(circuit: Circuit, got: list[Counts], reference: list[Counts]) -> tuple[str, ...]:
    """The steps that fail. The firmware's own test stops at the first."""
    if circuit.name == "A":
        return _firmware(got, reference)
    rows = zip(TABLE, got, reference, strict=True)
    names = [row[0] for row, seen, due in rows if _judged(row) and not _in_window(seen, due)]
    return tuple(dict.fromkeys(names))


def _firmware(got: list[Counts], reference: list[Counts]) -> tuple[str, ...]:
    """The step at which the firmware stops, if it does."""
    kept = [count for counts in reference for count in counts]
    test = selftest.SelfTest(Calibration({**nominal_record(), REFERENCE: kept}), TICK_MS)
    test.start(True, True)
    reading = Reading()
    for row, counts in zip(TABLE, got, strict=True):
        for _ in range(row[3] // TICK_MS):
            for _ in range(TICK_MS):
                reading.take(Sample(0.0, row[1], 0, False, counts))
            if test.add(reading) == selftest.FAILED:
                return (test.step,)
    return ()


def _judged(row: tuple[object, ...]) -> bool:
    """Whether a step's figures are those of the commissioning, in circuit B."""
    return bool(row[11]) or row[10] == NO_RAIL


def _in_window(seen: Counts, due: Counts) -> bool:
    """3 % + 4 uA and 2.5 % + 0.2 V round what it was (hardware.md section 6)."""
    cal = calibration()
    na, due_na = cal.na(seen[0], seen[1]), cal.na(due[0], due[1])
    volts = [(cal.mv(a), cal.mv(b)) for a, b in zip(seen[1:], due[1:])]
    return abs(na - due_na) <= 0.03 * due_na + 4000 and all(
        abs(a - b) <= 0.025 * b + 200 for a, b in volts
    )
