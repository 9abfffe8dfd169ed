"""Tables that restate code: `python -m tools.docs` writes them, `--check` compares."""

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = (
    *("safety", "usage", "states", "link", "boards", "build", "build-b", "doctor"),
    "architecture",
)
FILES = (ROOT / "README.md", *(ROOT / "docs" / f"{page}.md" for page in PAGES))
BLOCK = re.compile(r"(<!-- table: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)

for _part in (ROOT, ROOT / "firmware", *(ROOT / "lib").iterdir()):
    sys.path.append(str(_part))


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [list(heads), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _monitors(pins: Any) -> tuple[int, ...]:
    """The chip's own converter, or the bus of an MCP3204: CS, SCK, MISO, MOSI."""
    if "adc_i" in pins.gpio:
        return pins.adc_i, pins.adc_vb, pins.adc_vt
    return pins.adc_cs, pins.adc_sck, pins.adc_miso, pins.adc_mosi


def _those(pins: Any, roles: Iterable[str]) -> list[int]:
    """The pins of those of these roles that the board has."""
    return [pins.gpio[role] for role in roles if role in pins.gpio]


def boards() -> str:
    """One row a board module."""
    from galva.core.chips import BUTTONS

    rows = []
    for path in sorted((ROOT / "boards").glob("*.py")):
        board = importlib.import_module(f"boards.{path.stem}").BOARD
        pins = board.pins
        gpios = [
            (pins.pa, pins.pb, pins.run),
            (pins.cs, pins.sck, pins.mosi),
            _monitors(pins),
            _those(pins, ("hv_en", "alive", "vbus")),
            _those(pins, BUTTONS),
            _those(pins, ("red", "green", "blue", "ws2812", "buzzer")),
        ]
        gpios.append(tuple(pins.gpio[role] for role in ("sda", "scl") if role in pins.gpio))
        named = [", ".join(f"GP{gpio}" for gpio in group) or "none" for group in gpios]
        front_end = f"{board.front_end}, {board.peak_ua} µA"
        rows.append([f"`{board.name}`", board.chip, front_end, *named])
    heads = ["board", "chip", "front end, at most", "PA, PB, RUN", "CS, SCK, MOSI", "I, VB, VT"]
    panel = ["HV_EN, ALIVE, VBUS", "START, MODE, PLUS, MINUS", "light, buzzer"]
    panel.append("SDA, SCL of a screen")
    return table(heads + panel, rows)


def wiring() -> str:
    """One section a board module: its docstring."""
    sections = []
    for path in sorted((ROOT / "boards").glob("*.py")):
        doc = importlib.import_module(f"boards.{path.stem}").__doc__ or ""
        sections.append(f"### `{path.stem}`\n{doc.strip()}\n")
    return "\n".join(sections)


def modes() -> str:
    """One row a mode."""
    from galva.core.modes import MODES

    rows = []
    for mode in MODES:
        hz = 1000 / (2 * mode.phase_ms)
        wave = f"biphasic {mode.shape}, {hz:g} Hz" if mode.biphasic else "direct current"
        if mode.on_ms:
            wave += f", {mode.on_ms / 1000:g} s on, {mode.off_ms / 1000:g} s off"
        if mode.swap_ms:
            wave += f", order swapped each {mode.swap_ms // 1000} s"
        if not mode.biphasic:
            wave += ", reversed at half time"
        levels = f"{mode.least_ua}-{mode.most_ua} µA"
        times = f"{mode.session_ms // 60_000} min", f"{mode.ramp_up_ms / 1000:g} s"
        rows.append([mode.name, wave, levels, *times])
    return table(["mode", "waveform", "levels 1-10, peak", "session", "ramp"], rows)


# A session made up, in the order of tools.journal's fields.
EXAMPLE = (
    (7, 826_923_600, 95, "LIFT", 4, "face 5", False, 300, 34_210, 0, 570, 3900, 5200, 7400, 1)
    + ("", "time up", True)
)  # fmt: skip

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


def signals() -> str:
    """One row a signal: what the light, the buzzer and the screen do, and what to do then."""
    from tools.signals import TABLE

    if strangers := CURES.keys() - TABLE.keys():
        raise LookupError(f"CURES has {sorted(strangers)}, which are no signals")

    rows = []
    for name, (light, sound, line) in TABLE.items():
        shown = ", ".join(f"{_colour(colour)} {ms} ms" for colour, ms in light)
        steady = _colour(light[0][0]) if len(light) == 1 else shown
        tones = ", ".join(f"{hz} Hz {ms} ms" if hz else f"{ms} ms pause" for hz, ms in sound)
        rows.append([name, steady, tones or "silent", line, CURES.get(name, "")])
    return table(["signal", "light", "sound, once", "screen", "do this"], rows)


def _colour(rgb: tuple[int, int, int]) -> str:
    names = {"000": "off", "010": "green", "001": "blue", "100": "red", "110": "amber"}
    lit = "".join("1" if part else "0" for part in rgb)
    name = names.get(lit, "white")
    return "dim green" if name == "green" and max(rgb) < 50 else name


def routines() -> str:
    """One row a built-in routine: its zones in their order."""
    from galva.core.routine import ROUTINES

    rows = []
    for routine in ROUTINES:
        zones = ", ".join(f"{zone} {seconds} s" for zone, seconds, *_ in routine.steps)
        _zone, _seconds, stroke_s, hold_s = routine.steps[0]
        prompts = f"each {stroke_s} s", f"last {hold_s} s"
        rows.append([routine.name, f"{routine.total_s / 60:g} min", zones, *prompts])
    return table(["routine", "treated", "zones", "stroke", "hold at the lift point"], rows)


def cues() -> str:
    """One row a prompt of a routine."""
    from galva.app.signals import CUES

    rows = []
    for name, sound in CUES.items():
        tones = ", ".join(f"{hz} Hz {ms} ms" if hz else f"{ms} ms pause" for hz, ms in sound)
        rows.append([name, tones])
    return table(["prompt", "sound"], rows)


def faults() -> str:
    """One row a rule, gravest first."""
    from galva.core.faults import ACTIONS, CLEARS, TABLE

    rows = []
    for _bit, name, condition, in_a_row, what, action, clear, meaning in TABLE:
        lasts = f"{in_a_row} {what}{'s' if in_a_row > 1 else ''}"
        escaped = condition.replace("|", "\\|")
        rows.append([f"`{name}`", escaped, lasts, ACTIONS[action], CLEARS[clear], meaning])
    heads = ["rule", "condition", "stands for", "action", "cleared when", "meaning and cure"]
    return table(heads, rows)


def limits() -> str:
    """One row an absolute limit, with its source."""
    from tools.risk.limits import rows

    return table(["what", "limit", "source"], rows())


def answers() -> str:
    """One row a rule, for whoever uses the device: what it does, what to do."""
    from galva.core.faults import ACTIONS, CLEARS, TABLE

    rows = []
    for _bit, name, _condition, _in_a_row, _what, action, clear, meaning in TABLE:
        rows.append([f"`{name}`", meaning, ACTIONS[action], CLEARS[clear]])
    return table(["shown as", "means, and what to do", "the device", "goes on when"], rows)


def plan() -> str:
    """One row a part of the plan of weeks."""
    from galva.core.usage import PLAN

    rows = []
    for weeks, least, most in PLAN:
        rows.append([f"the first {weeks} weeks" if weeks else "after that", f"{least}-{most}"])
    return table(["when", "sessions in seven days"], rows)


def journal() -> str:
    """One row a field of a session's line."""
    from tools.journal.records import FIELDS

    return table(["field", "unit"], ([f"`{name}`", unit] for name, unit in FIELDS))


def example() -> str:
    """A line of the journal as the device writes it, its check sum right."""
    from crcline import line

    from tools.journal.records import NAMES

    return f"    {line(dict(zip(NAMES, EXAMPLE, strict=True))).strip()}\n"


def commands() -> str:
    """One row a command of the link, its arguments with their ranges."""
    from galva.app import bench
    from galva.app.commands import TABLE

    rows = []
    for name, arguments, words, _function in TABLE + bench.TABLE:
        given = [f"`{each}`: {_span(*span)}" for each, *span in arguments]
        rows.append([f"`{name}`", "; ".join(given), words])
    return table(["do", "arguments", "what it does"], rows)


def findings() -> str:
    """One row a finding of the doctor."""
    from tools.doctor.findings import KINDS

    rows = []
    for kind in KINDS.values():
        texts = (kind.what, kind.why, kind.cure)
        rows.append(
            [kind.group, kind.level, *(text.replace("{", "*").replace("}", "*") for text in texts)]
        )
    return table(["where", "level", "what", "why it matters", "cure"], rows)


def settings() -> str:
    """One row a setting."""
    from galva.core.settings import TABLE

    rows = []
    for one in TABLE:
        span = "a name" if isinstance(one.default, str) else f"{one.least}-{one.most} {one.unit}"
        sure = "yes" if one.danger else ""
        rows.append([f"`{one.name}`", span.strip(), one.default, one.words, sure])
    return table(["setting", "values", "default", "what it is", "`--sure`"], rows)


def _span(kind: type | None, least: int, most: int) -> str:
    number, text = f"whole number {least}..{most}", f"text of {least}..{most} characters"
    return {int: number, str: text}.get(kind or bool, f"whole number or {text}")


def galva() -> str:
    """One row a command of the command line."""
    from tools.cli.app import COMMANDS, name_of

    rows = [(f"`galva {name_of(each)}`", _first_line(each.__doc__)) for each in COMMANDS]
    return table(["command", "what it does"], rows)


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0]


def exits() -> str:
    """One row an exit code of the command line."""
    from tools.problems import EXIT_CODES

    return table(["exit code", "when"], EXIT_CODES)


def buttons() -> str:
    """One row a gesture."""
    from tools import states

    return table(["buttons", "do"], states.buttons())


def states() -> str:
    """The diagram of the states."""
    from tools import states

    return states.diagram()


def glossary() -> str:
    """One row a name of the diagram."""
    from tools import states

    return table(["name", "is"], states.glossary())


def layers() -> str:
    """One row a layer."""
    from tools import parts

    return table(["layer", "files", "may import", "never", "rules of form"], parts.layers())


def tools() -> str:
    """One row a group of the folders of tools/."""
    from tools import parts

    return table(["for", "folders"], parts.tools())


def build(which: str, heads: tuple[str, ...], *arguments: str) -> str:
    """A table of the build guide, by its name in tools/guide/tables.py."""
    from tools.guide import tables

    return table(heads, getattr(tables, which)(*arguments))


def reactions() -> str:
    """One row a gesture, one column a state."""
    from galva.core.controls import STATES
    from tools import states

    return table(["gesture", *STATES], states.reactions())


_ORDER = ("pieces", "parts", "value", "what", "order", "instead", "why")
_STEPS = (
    ("step", "PA PB RUN", "set", "I, µA", "VT - VB, V", "VT, V", "DAC (TP6), V")
    + ("simulated: I / VB / VT",)
)  # fmt: skip
_FAILING = ("step", "what it names", "nets to look at")

TABLES: dict[str, Callable[[], str]] = {
    "glossary": glossary,
    "example": example,
    "build order": lambda: build("order", _ORDER, "A"),
    "build order simple": lambda: build("order", _ORDER, "B"),
    "build steps": lambda: build("steps", _STEPS, "A"),
    "build steps simple": lambda: build("steps", _STEPS, "B"),
    "build failing": lambda: build("failing", _FAILING, "A"),
    "build failing simple": lambda: build("failing", _FAILING, "B"),
    "buttons": buttons,
    "states": states,
    "reactions": reactions,
    "layers": layers,
    "tools": tools,
    "boards": boards,
    "wiring": wiring,
    "modes": modes,
    "routines": routines,
    "cues": cues,
    "signals": signals,
    "faults": faults,
    "limits": limits,
    "answers": answers,
    "plan": plan,
    "journal": journal,
    "commands": commands,
    "findings": findings,
    "galva": galva,
    "exits": exits,
    "settings": settings,
}


def filled(text: str) -> str:
    """The text with every block written anew. KeyError for a block without a table."""
    return BLOCK.sub(lambda m: m.group(1) + TABLES[m.group("name")]() + m.group(3), text)


def main() -> int:
    """0 when all is well; 1 when a table cannot be made or --check finds one out of date."""
    try:
        wrong = [line for path in FILES for line in _renewed(path, "--check" in sys.argv)]
    except (LookupError, OSError, ValueError) as error:  # ValueError: a refused board, mode, ...
        wrong = [f"docs: {error}"]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _renewed(path: Path, check: bool) -> Iterator[str]:
    """The file with its tables made anew; with check: what is wrong instead."""
    name = path.relative_to(ROOT)
    if not path.exists():
        yield f"{name} is missing: git checkout {name}"
        return
    text = path.read_text(encoding="utf-8")
    new = filled(text)
    if not check:
        path.write_text(new, encoding="utf-8")
    elif new != text:
        yield f"{name}: a table is out of date with the code; run `make docs`"


if __name__ == "__main__":
    sys.exit(main())
