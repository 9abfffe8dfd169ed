"""Rows about what the device does: modes, routines, signals, settings, the plan of weeks."""

from collections.abc import Iterable, Iterator

from galva.app.signals import CUES
from galva.core.modes import MODES, Mode
from galva.core.routine import ROUTINES
from galva.core.settings import TABLE as SETTINGS
from galva.core.usage import PLAN
from tools.signals import TABLE as SIGNALS

Row = tuple[object, ...]
Tones = Iterable[tuple[int, int]]

# signal: what its reader does. The others need nothing done.
CURES = {
    "self test": "electrodes in the air, wait",
    "looking": "both electrodes on the skin",
    "bench": "to treat: end it, unplug USB, then START",
    "poor contact": "press on, add gel",
    "gel drying": "add gel",
    "hold": "put the electrode back within a minute",
    "no contact": "both electrodes on the skin, gel, then START; still so: the leads",
    "no gel": "put gel on, then START",
    "oily": "clean the skin, new gel, then START",
    "battery low": "charge the cell",
    "short": "electrodes apart, wipe the gel between them, then START; still so: the leads",
    "read first": "read who must not use it, then hold PLUS and MINUS for 3 s",
    "enough today": "tomorrow again; without a clock: set it (`galva time`)",
    "rest day": "tomorrow again",
    "enough this week": "rest some days; it refuses nothing",
    "confirm": "the host asked for a start: hold START, or leave it",
    "stuck button": "let all buttons go; still so: that button or its wire",
    "fault": "see the rule (screen, `galva status`), mend it, then hold START for 2 s",
}
_COLOURS = {"000": "off", "010": "green", "001": "blue", "100": "red", "110": "amber"}
_DIM_MOST = 50  # of 255


def modes() -> Iterator[Row]:
    """One row a mode."""
    for mode in MODES:
        levels = f"{mode.least_ua}-{mode.most_ua} µA"
        times = f"{mode.session_ms // 60_000} min", f"{mode.ramp_up_ms / 1000:g} s"
        yield (mode.name, _wave(mode), levels, *times)


def _wave(mode: Mode) -> str:
    if not mode.biphasic:
        return "direct current, reversed at half time"
    wave = f"biphasic {mode.shape}, {1000 / (2 * mode.phase_ms):g} Hz"
    if mode.on_ms:
        wave += f", {mode.on_ms / 1000:g} s on, {mode.off_ms / 1000:g} s off"
    if mode.swap_ms:
        wave += f", order swapped each {mode.swap_ms // 1000} s"
    return wave


def signals() -> Iterator[Row]:
    """One row a signal: light, sound, screen, what to do. LookupError: CURES has a stranger."""
    if strangers := CURES.keys() - SIGNALS.keys():
        raise LookupError(f"CURES of tools/docs has {sorted(strangers)}, which are no signals")
    for name, (light, sound, line) in SIGNALS.items():
        shown = ", ".join(f"{_colour(colour)} {ms} ms" for colour, ms in light)
        steady = _colour(light[0][0]) if len(light) == 1 else shown
        yield name, steady, _tones(sound) or "silent", line, CURES.get(name, "")


def _tones(sound: Tones) -> str:
    return ", ".join(f"{hz} Hz {ms} ms" if hz else f"{ms} ms pause" for hz, ms in sound)


def _colour(rgb: tuple[int, int, int]) -> str:
    name = _COLOURS.get("".join("1" if part else "0" for part in rgb), "white")
    return "dim green" if name == "green" and max(rgb) < _DIM_MOST else name


def cues() -> Iterator[Row]:
    """One row a prompt of a routine."""
    return ((name, _tones(sound)) for name, sound in CUES.items())


def routines() -> Iterator[Row]:
    """One row a built-in routine: its zones in their order."""
    for routine in ROUTINES:
        zones = ", ".join(f"{zone} {seconds} s" for zone, seconds, *_ in routine.steps)
        _zone, _seconds, stroke_s, hold_s = routine.steps[0]
        prompts = f"each {stroke_s} s", f"last {hold_s} s"
        yield (routine.name, f"{routine.total_s / 60:g} min", zones, *prompts)


def settings() -> Iterator[Row]:
    """One row a setting."""
    for one in SETTINGS:
        span = "a name" if isinstance(one.default, str) else f"{one.least}-{one.most} {one.unit}"
        sure = "yes" if one.danger else ""
        yield f"`{one.name}`", span.strip(), one.default, one.words, sure


def plan() -> Iterator[Row]:
    """One row a part of the plan of weeks."""
    for weeks, least, most in PLAN:
        yield f"the first {weeks} weeks" if weeks else "after that", f"{least}-{most}"
