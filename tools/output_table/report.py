"""The figures as Markdown: one table a mode, one column a load."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from galva.core import contact
from galva.core.modes import LEVELS, Mode
from tools.output_table.figures import Figures
from tools.sheets import table

OHMS = (500, 2000, 10_000)
HEAD = """# Output table

Written by `make output-table`. Measured in emulation, never on hardware: the real firmware on an
emulated RP2040, buttons pressed up to level {level}, model of front end A
([hardware.md](hardware.md)), a resistor for the skin. The figures are those of the current
through that resistor, from its trace.

Loads and rows are those that the FDA's *Guidance Document for Powered Muscle Stimulator 510(k)s*
(9 June 1999) lists, because users of such devices know them. Galva is not a medical device, and
this table claims no conformity with anything.

- rms: of the worst second. Net charge: over whole periods, mean and worst.
- Maximum output voltage = maximum output current x load.
- Maximum current density = rms current / A; maximum power density = rms current^2 x load / A;
  A = {cm2:g} cm2, the electrode of the board's table. With less of it touching, both rise.
- The device takes less than {short_ohm} ohm for a short and does not run into it, or holds. Such a
  column is what the codes and bridge lines of the next one reach in that load.
- Compliance: the load at which 1 % less is delivered than into 500 ohm, from the model alone.
"""


class Column(NamedTuple):
    """One load of one mode. refused: why the device does not run into it, "" if it does."""

    ohm: int
    figures: Figures
    refused: str = ""


class Context(NamedTuple):
    """What the figures of a column are set against."""

    mode: Mode
    ohm: int
    cm2: float


Words = Callable[[Figures, Context], str]


def _duration(f: Figures, at: Context) -> str:
    if at.mode.biphasic:
        return f"{f.plus_ms:.3f} ms +, {f.minus_ms:.3f} ms -"
    return f"{at.mode.session_ms / 2000:g} s, then reversed (not run to its end)"


def _frequency(f: Figures, at: Context) -> str:
    return f"{f.hz:.4f} Hz" if at.mode.biphasic else "none: direct current"


def _net_charge(f: Figures, at: Context) -> str:
    if at.mode.biphasic:
        return f"mean {f.net_nc:+z.2f} nC, worst {f.worst_net_nc:+z.2f} nC a period"
    return f"{f.mean_ua * 1e3:+.0f} nC a second, until it is reversed"


def _phase_charge(f: Figures, at: Context) -> str:
    if at.mode.biphasic:
        return f"{f.phase_uc:.2f} µC"
    return f"{abs(f.mean_ua) * at.mode.session_ms / 2e6:.1f} mC in the half time, ramps left out"


ROWS: tuple[tuple[str, Words], ...] = (
    ("Maximum output voltage", lambda f, at: f"{f.peak_ua * at.ohm / 1e6:.3f} V"),
    ("Maximum output current", lambda f, at: f"{f.peak_ua:.1f} µA"),
    ("rms current", lambda f, at: f"{f.rms_ua:.1f} µA"),
    ("Pulse (phase) duration", _duration),
    ("Frequency", _frequency),
    ("Net charge", _net_charge),
    ("Maximum phase charge", _phase_charge),
    ("Maximum current density, rms", lambda f, at: f"{f.rms_ua / at.cm2:.1f} µA/cm2"),
    ("Maximum current density, peak", lambda f, at: f"{f.peak_ua / at.cm2:.1f} µA/cm2"),
    ("Maximum power density", lambda f, at: f"{f.rms_ua**2 * at.ohm / at.cm2 / 1e6:.1f} µW/cm2"),
)


def head(area_mm2: int) -> str:
    """What stands above all modes."""
    short_ohm = next(enter_ohm for state, enter_ohm, _ in contact.TABLE if state == contact.SHORT)
    return HEAD.format(level=LEVELS, cm2=area_mm2 / 100, short_ohm=short_ohm)


def of_mode(mode: Mode, columns: Sequence[Column], compliance_ohm: float, area_mm2: int) -> str:
    """One mode's part of the page."""
    heads = ["", *(f"{column.ohm} ohm" for column in columns)]
    rows = [
        [name, *(words(c.figures, Context(mode, c.ohm, area_mm2 / 100)) for c in columns)]
        for name, words in ROWS
    ]
    lines = [f"## {mode.name}\n", f"Waveform: {_waveform(mode)}.\n", table(heads, rows)]
    lines += [_refusal(column) for column in columns if column.refused]
    lines.append(f"Zero net charge: {_zero(mode)}. Compliance: {compliance_ohm / 1e3:.1f} kOhm.\n")
    return "\n".join(lines)


def _waveform(mode: Mode) -> str:
    if not mode.biphasic:
        return "direct current"
    words = f"biphasic {mode.shape}, no pause between the phases"
    if mode.on_ms:
        words += f", {mode.on_ms / 1000:g} s on and {mode.off_ms / 1000:g} s at the probe's level"
    return words


def _zero(mode: Mode) -> str:
    if not mode.biphasic:
        return "the polarity is reversed at half time, through 0"
    words = "two phases of the same samples and opposite polarity, out of one current sink"
    if mode.swap_ms:
        words += f"; which of them comes first changes every {mode.swap_ms / 1000:g} s"
    return words


def _refusal(column: Column) -> str:
    return f"The device does not run into {column.ohm} ohm: {column.refused}.\n"
