"""The whole self-test into the dummy, of a front end whose fault is there from the start.

Judged by the firmware's SelfTest, with a reference of a front end without a fault.
"""

from galva.core import selftest
from galva.core.calib import REFERENCE, Calibration, nominal_record
from galva.core.engine import TICK_MS
from galva.core.selftest import EDGES, FULL, NO_RAIL
from tools.fmea.circuits import CODES, Circuit, Counts, calibration
from tools.fmea.rules import Reading, Sample
from tools.fmea.spice import Waves
from tools.fmea.timeline import State, Timeline, with_dead_time

STEP_MS = 3.0
_SAMPLE_MS = 2.8


def end_ms(circuit: Circuit) -> float:
    """Of all its steps."""
    return len(calibration(circuit).afe.TABLE) * STEP_MS


def timeline(circuit: Circuit) -> Timeline:
    """One state for each row of the firmware's table."""
    states = []
    cal = calibration(circuit)
    for k, (_step, bridge, ua, *_windows, line, _near, _part) in enumerate(cal.afe.TABLE):
        code = CODES - 1 if line == FULL else cal.code(ua)
        states.append(State(k * STEP_MS, bridge, code, int(line == EDGES), int(line != NO_RAIL)))
    return with_dead_time(states)


def readings(circuit: Circuit, waves: Waves) -> list[Counts]:
    """I, VB, VT of each step."""
    steps = range(len(calibration(circuit).afe.TABLE))
    return [circuit.counts(waves, k * STEP_MS + _SAMPLE_MS) for k in steps]


def at_rest(circuit: Circuit, got: list[Counts]) -> Counts:
    """The step on whose figures a session stands."""
    return got[[row[0] for row in calibration(circuit).afe.TABLE].index("S9")]


def failed(circuit: Circuit, got: list[Counts], reference: list[Counts]) -> tuple[str, ...]:
    """The step at which the firmware stops, if it does."""
    kept = [count for counts in reference for count in counts]
    afe = calibration(circuit).afe
    test = selftest.SelfTest(Calibration({**nominal_record(afe), REFERENCE: kept}, afe), TICK_MS)
    test.start(True, True)
    reading = Reading()
    for row, counts in zip(afe.TABLE, got, strict=True):
        for _ in range(row[3] // TICK_MS):
            for _ in range(TICK_MS):
                reading.take(Sample(0.0, row[1], 0, False, counts))
            if test.add(reading) == selftest.FAILED:
                return (test.step,)
    return ()
