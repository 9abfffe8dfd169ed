"""The firmware's tables as plain data, a function each: what facts.py writes for the page."""

from typing import Any

from tools import boards as known
from tools.calibrate import entry, wizard
from tools.docs.device import CURES
from tools.docs.rules import lasts


def modes() -> list[dict[str, Any]]:
    """The built-in modes, in their order; levels_ua: of levels 1 to 10."""
    from galva.core.modes import LEVELS, MODES

    names: tuple[str, ...] = ("name", "shape", "biphasic", "period_ms", "session_ms")
    names += ("ramp_up_ms", "ramp_down_ms", "on_ms", "off_ms", "edge_ms", "swap_ms", "start_level")
    return [
        {name: getattr(mode, name) for name in names}
        | {"levels_ua": [mode.level_ua(level + 1) for level in range(LEVELS)]}
        for mode in MODES
    ]


def faults() -> list[dict[str, Any]]:
    """The rules, gravest first; latched: only `clear` ends it; by_test: the self-test."""
    from galva.core.faults import ACTIONS, CLEARS, TABLE, TESTED, TRIP

    return [
        {
            "name": name,
            "when": when,
            "lasts": lasts(in_a_row, what),
            "action": ACTIONS[action],
            "latched": action == TRIP,
            "clear": CLEARS[clear],
            "by_test": clear == TESTED,
            "cure": cure,
        }
        for _bit, name, when, in_a_row, what, action, clear, cure in TABLE
    ]


def settings() -> list[dict[str, Any]]:
    """What a user may set; a text: least and most are lengths. sure: can raise the current."""
    from galva.core.settings import TABLE

    return [
        {
            "name": one.name,
            "least": one.least,
            "most": one.most,
            "unit": one.unit,
            "usual": one.default,
            "what": one.words,
            "sure": one.danger,
        }
        for one in TABLE
    ]


def signals() -> list[dict[str, Any]]:
    """light: [r, g, b, ms] for ever; sound: [Hz, ms] once; todo: "" = nothing."""
    from tools.signals import TABLE

    return [
        {
            "name": name,
            "screen": screen,
            "todo": CURES.get(name, ""),
            "light": [[*colour, ms] for colour, ms in light],
            "sound": [list(tone) for tone in sound],
        }
        for name, (light, sound, screen) in TABLE.items()
    ]


def end_signals() -> dict[str, str]:
    """How a session ended -> the signal that says so, whose `todo` is the cure; "" = none."""
    from galva.app.signals import AT_END
    from galva.core.session import ENDS

    return dict(zip(ENDS, AT_END))


def routines() -> list[dict[str, Any]]:
    """The built-in routines; hold_s: at the lift point, at a step's end."""
    from galva.core.routine import ROUTINES

    return [
        {
            "name": routine.name,
            "total_s": routine.total_s,
            "steps": [
                dict(zip(("zone", "side", "seconds", "stroke_s", "hold_s"), row))
                for row in ((*zone.split(), *rest) for zone, *rest in routine.steps)
            ],
        }
        for routine in ROUTINES
    ]


def usage() -> dict[str, Any]:
    """How much and how often; weeks 0: from then on for ever."""
    from galva.app.usage import LEAST_MS
    from galva.core import limits
    from galva.core.usage import BLIND_MS, PLAN

    return {
        "day_s": limits.DAY_MS // 1000,
        "session_s": limits.SESSION_MS // 1000,
        "blind_s": BLIND_MS // 1000,
        "least_s": LEAST_MS // 1000,
        "plan": [dict(zip(("weeks", "least", "most"), row)) for row in PLAN],
    }


def limits() -> dict[str, int]:
    """core/limits.py, in small letters."""
    from galva.core import limits as module

    return {name.lower(): value for name, value in vars(module).items() if name.isupper()}


def boards() -> dict[str, dict[str, Any]]:
    """By name, what the page has to know of each."""
    fields = ("chip", "front_end", "peak_ua", "area_mm2")
    found = (known.data(name) for name in known.names())
    return {one.name: {name: getattr(one, name) for name in fields} for one in found}


def front_ends() -> dict[str, dict[str, Any]]:
    """Of A and B: the self-test's steps with their windows, and the calibration's bounds."""
    from galva.core.calib import front_end

    return {name: _front_end(front_end(name)) for name in ("A", "B")}


def _front_end(afe: Any) -> dict[str, Any]:
    return {
        "peak_ua": afe.PEAK_UA,
        "regulated": afe.REGULATED,
        "fields": [dict(zip(("name", "unit", "least", "most"), row)) for row in afe.FIELDS],
        "self_test": [_step(row) for row in afe.TABLE],
    }


def _step(row: Any) -> dict[str, Any]:
    """gate: it tries the relay, which USB power forbids."""
    windows = {"ua": row[4:6], "drop_mv": row[6:8], "vt_mv": row[8:10]}
    told = {"name": row[0], "set_ua": row[2], "ms": row[3], "gate": row[0].startswith("G")}
    return told | windows | {"part": row[12]}


def calibration() -> dict[str, Any]:
    """What tools/calibrate refuses and how the record is made; slacks and slips in their order."""
    from galva.core import calib, hold

    return {
        "zero_most_v": entry.ZERO_MOST_V,
        "zero_most_counts": wizard.ZERO_MOST_COUNTS,
        "crowbar_most_counts": wizard.CROWBAR_MOST_COUNTS,
        "uncalibrated": entry.UNCALIBRATED._asdict(),
        "calibrated": entry.CALIBRATED._asdict(),
        "slips": [{"factor": factor, "text": text} for factor, text in entry.SLIPS],
        "low_ua": wizard.LOW_UA,
        "verify": [dict(zip(("name", "ua", "minus"), row)) for row in wizard.VERIFY],
        "agrees": {"part": wizard.AGREES_PART, "ua": wizard.AGREES_UA},
        "vb_pa": calib.VB_PA,
        "code_most": calib.CODE_MOST,
        "hold_ms": hold.MOST_MS,
        "jacks_most_ua": hold.JACKS_UA,
    }
