"""The four panels of the picture, each from the records of a journal."""

from collections.abc import Sequence
from itertools import cycle
from statistics import median
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from galva.core.modes import MODES
from galva.core.usage import DAYS
from tools.demo import style
from tools.journal.records import Record
from tools.report import figures

INK = "#1c2026"  # what a page may replace by its own
OWN = "own modes"
_COLOURS = dict(
    zip(
        (mode.name for mode in MODES),
        cycle(style.LINES[k] for k in ("delivered", "device", "charge", "setpoint")),
    )
)
_OTHER = style.LINES["impedance"]
_PLAN, _OVER = "#4fb477", "#e5635c"
_TREND = 5
_ENDS_MOST = 9  # rows; the rest is one row
_WEEKS_MOST = 520  # of the plan


def words(text: str) -> str:
    """A text of a record, as far as a font has it."""
    return "".join(c if " " <= c < "\x7f" or "\xa0" < c <= "\xff" else "?" for c in text)[:24]


def _colour(mode: str) -> str:
    return _COLOURS.get(mode, _OTHER)


def _nothing(axes: Axes, why: str) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(0.5, 0.5, why, transform=axes.transAxes, ha="center", va="center")


def _legend(axes: Axes, records: Sequence[Record], **more: Any) -> None:
    """The modes that there are, one row."""
    modes = {record["mode"] for record in records if figures.treated(record)}
    shown = [Patch(color=c, label=mode) for mode, c in _COLOURS.items() if mode in modes]
    if modes - set(_COLOURS):
        shown.append(Patch(color=_OTHER, label=OWN))
    axes.legend(handles=shown, loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False)


def days(axes: Axes, records: Sequence[Record]) -> None:
    """A bar a day, stacked by mode, below the cap."""
    undated = [r["seq"] for r in records if figures.treated(r) and not figures.day_of(r)]
    without = f" ({len(undated)} sessions without a date are not here)" if undated else ""
    axes.set_title(f"Treated minutes a day, skin only{without}")
    days = figures.by_day(records)
    if not days:
        return _nothing(axes, "no session has a date")
    for day in days:
        bottom = 0.0
        for mode in sorted(day.minutes):
            high = day.minutes[mode]
            axes.bar(np.datetime64(day.day), high, 0.8, bottom, color=_colour(mode))
            bottom += high
    axes.axhline(figures.CAP_MIN, color=_OVER, lw=1.5, ls="--")
    axes.annotate(
        f"no more than {figures.CAP_MIN:.0f} min a day",
        (0, figures.CAP_MIN),
        (4, -4),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        va="top",
    )
    axes.margins(x=0.01)
    axes.set_ylim(0, max(figures.CAP_MIN, *(day.total_min for day in days)) * 1.1)
    axes.set_ylabel("min")
    _legend(axes, records)


def weeks(axes: Axes, records: Sequence[Record]) -> None:
    """A bar a week over the plan's band."""
    axes.set_title("Sessions in seven days, and the plan")
    weeks = figures.by_week(records)
    if not weeks:
        return _nothing(axes, "no session has a date")
    last = (weeks[-1].begin - weeks[0].begin).days // DAYS
    for week in weeks:
        at = (week.begin - weeks[0].begin).days // DAYS
        axes.bar(at + 1, week.sessions, 0.6, color=style.LINES["setpoint"])
    for at in range(min(last, _WEEKS_MOST) + 1):
        least, most = figures.plan_of(at)
        axes.fill_between((at + 0.5, at + 1.5), least, most, color=_PLAN, alpha=0.35, lw=0)
    axes.set_xlim(0.5, last + 1.5)
    axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(f"week from {weeks[0].begin.isoformat()}")
    axes.set_ylabel("sessions")
    band = Patch(color=_PLAN, alpha=0.35, label="plan")
    axes.legend(handles=[band], loc="lower right", bbox_to_anchor=(1, 1), frameon=False)


def ohm(axes: Axes, records: Sequence[Record]) -> None:
    """A line a session from least to most, a dot at its median."""
    axes.set_title(f"Impedance of skin: median, least, most; dashed: median of {_TREND} sessions")
    touched = [r for r in records if figures.treated(r) and 0 < r["ohm_min"] <= r["ohm_max"]]
    if not touched:
        return _nothing(axes, "no session touched skin")
    for record in touched:
        colour, seq = _colour(record["mode"]), record["seq"]
        axes.plot(
            (seq, seq), (record["ohm_min"], record["ohm_max"]), color=colour, lw=2, alpha=0.5
        )
        axes.plot(seq, record["ohm_median"], "o", color=colour, ms=5)
        if record["losses"]:
            place = (seq, record["ohm_max"])
            axes.annotate(f"{record['losses']}", place, (0, 3), textcoords="offset points",
                          ha="center", va="bottom", fontsize=9)  # fmt: skip
    axes.plot(*_trend(touched), color=INK, lw=1, ls="--", alpha=0.7)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda ohm, _at: f"{ohm / 1000:g}"))
    axes.yaxis.set_minor_formatter(FuncFormatter(_minor))
    axes.margins(y=0.15)
    axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
    axes.set_xlabel("number of the session (above it: how often contact was lost)")
    axes.set_ylabel("kΩ")


def _trend(touched: Sequence[Record]) -> tuple[list[int], list[float]]:
    """Median of the medians of the last _TREND sessions, from the first full one on."""
    last = [touched[max(0, end - _TREND) : end] for end in range(_TREND, len(touched) + 1)]
    medians = [median(record["ohm_median"] for record in each) for each in last]
    return [each[-1]["seq"] for each in last], medians


def _minor(ohm: float, _at: int) -> str:
    """2 and 5 of each decade."""
    first = f"{ohm:e}"[0]
    return f"{ohm / 1000:g}" if first in "25" else ""


def ends(axes: Axes, records: Sequence[Record]) -> None:
    """A bar a reason."""
    axes.set_title("How all of them ended")
    rows = figures.ends(records)
    if not rows:
        return _nothing(axes, "no session in this journal")
    shown, rest = rows[:_ENDS_MOST], sum(n for _end, n in rows[_ENDS_MOST:])
    shown += [("others", rest)] if rest else []
    faults = {record["fault"] for record in records}
    for at, (end, n) in enumerate(shown):
        axes.barh(at, n, 0.6, color=_OVER if end in faults else style.LINES["setpoint"])
        axes.annotate(str(n), (n, at), (4, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(shown)), [words(end) for end, _n in shown])
    axes.set_ylim(max(len(shown), 4) - 0.4, -0.6)
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("sessions, refused and bench ones too")
