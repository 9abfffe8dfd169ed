"""Tables that restate code: `python -m tools.docs` writes them, `--check` compares."""

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FILES = (ROOT / "README.md", ROOT / "docs" / "safety.md")
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


def boards() -> str:
    """One row a board module."""
    rows = []
    for path in sorted((ROOT / "boards").glob("*.py")):
        board = importlib.import_module(f"boards.{path.stem}").BOARD
        pins = board.pins
        gpios = [
            (pins.pa, pins.pb, pins.run),
            (pins.cs, pins.sck, pins.mosi),
            _monitors(pins),
            (pins.hv_en, pins.alive, pins.vbus),
            (pins.start, pins.mode, pins.plus, pins.minus),
            (pins.red, pins.green, pins.blue, pins.buzzer),
        ]
        gpios.append(tuple(pins.gpio[role] for role in ("sda", "scl") if role in pins.gpio))
        named = [", ".join(f"GP{gpio}" for gpio in group) or "none" for group in gpios]
        rows.append([f"`{board.name}`", board.chip, board.front_end, *named])
    heads = ["board", "chip", "front end", "PA, PB, RUN", "CS, SCK, MOSI", "I, VB, VT"]
    panel = ["HV_EN, ALIVE, VBUS", "START, MODE, PLUS, MINUS", "red, green, blue, buzzer"]
    panel.append("SDA, SCL of a screen")
    return table(heads + panel, rows)


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


def signals() -> str:
    """One row a signal: what the light and the buzzer do."""
    from galva.app.signals import TABLE

    rows = []
    for name, (light, sound) in TABLE.items():
        shown = ", ".join(f"{_colour(colour)} {ms} ms" for colour, ms in light)
        steady = _colour(light[0][0]) if len(light) == 1 else shown
        tones = ", ".join(f"{hz} Hz {ms} ms" if hz else f"{ms} ms pause" for hz, ms in sound)
        rows.append([name, steady, tones or "silent"])
    return table(["signal", "light", "sound, once"], rows)


def _colour(rgb: tuple[int, int, int]) -> str:
    names = {"000": "off", "010": "green", "001": "blue", "100": "red", "110": "amber"}
    lit = "".join("1" if part else "0" for part in rgb)
    name = names.get(lit, "white")
    return "dim green" if name == "green" and max(rgb) < 50 else name


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


TABLES: dict[str, Callable[[], str]] = {
    "boards": boards,
    "modes": modes,
    "signals": signals,
    "faults": faults,
    "limits": limits,
    "answers": answers,
}


def filled(text: str) -> str:
    """The text with every block written anew. KeyError for a block without a table."""
    return BLOCK.sub(lambda m: m.group(1) + TABLES[m.group("name")]() + m.group(3), text)


def main() -> int:
    """0 when all is well; 1 when a table cannot be made or --check finds one out of date."""
    try:
        wrong = [line for path in FILES for line in _renewed(path, "--check" in sys.argv)]
    except (LookupError, OSError) as error:
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
