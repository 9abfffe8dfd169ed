"""One mode at its highest level on the emulated device, the buttons pressed, one load."""

from dataclasses import dataclass

from galva.core.modes import LEVELS, MODES, Mode
from tools.demo.recording import Done
from tools.demo.script import HOLD_MS, TAP_MS, Person, Step, expected_ms
from tools.emulator.rig import EmulatedRig
from tools.problems import Failed
from tools.rigs import Stuck
from tools.sim.trace import Row
from tools.workers import Watch

Job = tuple[str, int]  # mode, ohm
_BOOT_MS = 3400.0
_LEAST_MS = 1_500.0  # a whole second is wanted, and some rows round it
_TRIES = 3


@dataclass(frozen=True)
class Ran:
    """What the load got: the rows from begin_us on. refused: why the device would not run."""

    mode: str
    ohm: int
    rows: list[Row]
    refused: str = ""


def mode_named(name: str) -> Mode:
    """The mode of that name."""
    return next(mode for mode in MODES if mode.name == name)


def steps(mode: Mode) -> tuple[Step, ...]:
    """From power-on to the highest level in RUN.

    The last PLUS comes while it ramps: only that lifts the cap on the first level.
    """
    tap = Step("MODE", 100, "MODE", TAP_MS)
    plus = Step("PLUS", 100, "PLUS", TAP_MS)
    return (
        Step("power on", _BOOT_MS, until="IDLE"),
        *(tap,) * MODES.index(mode),
        *(plus,) * (LEVELS - 2),
        Step("START held: self-test", 250, "START", HOLD_MS, until="CHECK"),
        Step("it looks for skin", 600, until="RAMP_UP"),
        plus,
        _ramps(mode),
    )


def _ramps(mode: Mode) -> Step:
    return Step("it ramps up", mode.ramp_up_ms, until="RUN")


def window_ms(mode: Mode) -> float:
    """Two whole periods and one whole time on, wherever in its envelope the mode is."""
    period_ms = 2 * mode.phase_ms if mode.biphasic else 0
    envelope_ms = 2 * mode.on_ms + mode.off_ms
    return max(envelope_ms + 2 * period_ms, 4 * period_ms, _LEAST_MS)


def session_ms(mode: Mode) -> float:
    """How long a session takes, about."""
    return expected_ms(steps(mode)) + window_ms(mode)


def do(job: Job, watch: Watch) -> Ran:
    """A session of that mode into ohm; watch(emulated ms) from time to time."""
    name, ohm = job
    rig = EmulatedRig()
    try:
        rows = _rows(rig, mode_named(name), str(ohm), watch)
    except Stuck:
        status = rig.status
        return Ran(name, ohm, [], status["ended"] or f"it gets no further than {status['state']}")
    finally:
        rig.close()
    return Ran(name, ohm, rows)


def _rows(rig: EmulatedRig, mode: Mode, skin: str, watch: Watch) -> list[Row]:
    """The electrodes come on when the device has tested itself: 10 kohm is its own dummy too."""
    person = Person(rig, lambda ms, _step: watch(ms))
    for step in steps(mode):
        person.do(step)
        if rig.status["state"] == "IDLE":
            rig.touch(skin)
    done = _undisturbed(rig, person, mode)
    if done.status["level"] != LEVELS or done.status["target_ua"] != mode.most_ua:
        raise Failed(f"{mode.name} runs, but not at its highest level: {done.status}")
    return rig.front.trace.between(done.begin_us, done.end_us)


def _undisturbed(rig: EmulatedRig, person: Person, mode: Mode) -> Done:
    """A window that the device spends in RUN: at 10 uA it may take a small load for a short."""
    for _ in range(_TRIES):
        known = len(rig.statuses)
        done = person.do(Step("it runs", window_ms(mode)))
        if all(status["state"] == "RUN" for _, status in rig.statuses[known:]):
            return done
        person.do(_ramps(mode))
    raise Stuck("does not stay in RUN")
