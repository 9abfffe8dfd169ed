"""All blocks by the name that stands in the pages: heads and rows of a table, or a text."""

from collections.abc import Callable, Iterable
from functools import partial

from galva.core.controls import STATES
from tools.docs import boards, device, host, house, rules, states
from tools.guide import tables as guide
from tools.problems import EXIT_CODES
from tools.risk import limits
from tools.sheets import table

Rows = Callable[[], Iterable[Iterable[object]]]

_ORDER = ("pieces", "parts", "value", "what", "order", "instead", "why")
_STEPS = (
    ("step", "PA PB RUN", "set", "I, µA", "VT - VB, V", "VT, V", "DAC (TP6), V")
    + ("simulated: I / VB / VT",)
)  # fmt: skip
_FAILING = ("step", "what it names", "nets to look at")
_BOARDS = (
    ("board", "chip", "front end, at most", "PA, PB, RUN", "CS, SCK, MOSI", "I, VB, VT")
    + ("HV_EN, ALIVE, VBUS", "START, MODE, PLUS, MINUS", "light, buzzer", "SDA, SCL of a screen")
)  # fmt: skip

TABLES: dict[str, tuple[tuple[str, ...], Rows]] = {
    "modes": (("mode", "waveform", "levels 1-10, peak", "session", "ramp"), device.modes),
    "routines": (
        ("routine", "treated", "zones", "stroke", "hold at the lift point"),
        device.routines,
    ),
    "cues": (("prompt", "sound"), device.cues),
    "signals": (("signal", "light", "sound, once", "screen", "do this"), device.signals),
    "settings": (("setting", "values", "default", "what it is", "`--sure`"), device.settings),
    "plan": (("when", "sessions in seven days"), device.plan),
    "faults": (
        ("rule", "condition", "stands for", "action", "cleared when", "meaning and cure"),
        rules.faults,
    ),
    "answers": (
        ("shown as", "means, and what to do", "the device", "goes on when"),
        rules.answers,
    ),
    "limits": (("what", "limit", "source"), limits.rows),
    "buttons": (("buttons", "do"), states.buttons),
    "reactions": (("gesture", *STATES), states.reactions),
    "glossary": (("name", "is"), states.glossary),
    "boards": (_BOARDS, boards.pins),
    "journal": (("field", "unit"), host.journal),
    "commands": (("do", "arguments", "what it does"), host.commands),
    "findings": (("where", "level", "what", "why it matters", "cure"), host.findings),
    "galva": (("command", "what it does"), host.galva),
    "exits": (("exit code", "when"), lambda: EXIT_CODES),
    "layers": (("layer", "files", "may import", "never", "rules of form"), house.layers),
    "tools": (("for", "folders and modules"), house.tools),
    "build order": (_ORDER, partial(guide.order, "A")),
    "build order simple": (_ORDER, partial(guide.order, "B")),
    "build steps": (_STEPS, partial(guide.steps, "A")),
    "build steps simple": (_STEPS, partial(guide.steps, "B")),
    "build failing": (_FAILING, partial(guide.failing, "A")),
    "build failing simple": (_FAILING, partial(guide.failing, "B")),
}
TEXTS: dict[str, Callable[[], str]] = {
    "states": states.diagram,
    "wiring": boards.wiring,
    "example": host.example,
}


def block(name: str) -> str:
    """What belongs between the marks. LookupError: there is none of this name."""
    if name in TEXTS:
        return TEXTS[name]()
    if name not in TABLES:
        raise LookupError(f"no block {name!r}: one of {', '.join((*TABLES, *TEXTS))}")
    heads, rows = TABLES[name]
    return table(heads, rows())
