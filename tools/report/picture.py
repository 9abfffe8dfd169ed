"""The picture of a journal: minutes by day, the plan of the weeks, impedance, how it ended."""

import io
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.figure import Figure

from tools.journal.records import Journal
from tools.png import of_figure
from tools.report import panels

WORDS = "A report of sessions"
_STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "date.converter": "concise",
    "text.parse_math": False,  # a mode may be called $x$
    "svg.fonttype": "none",
    "svg.hashsalt": "galva",
} | dict.fromkeys(
    ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), panels.INK
)


def png(journal: Journal, caption: str) -> bytes:
    """1400 x 900, on white, under 200 KB."""
    with pyplot.rc_context(_STYLE):
        figure = compose(journal, caption)
        drawn = of_figure(figure, 128)
        pyplot.close(figure)
    return drawn


def svg(journal: Journal) -> str:
    """For a page: its ink is the page's, its ground none; the same for the same journal."""
    drawn = io.StringIO()
    with pyplot.rc_context(_STYLE):
        figure = compose(journal, "")
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
        pyplot.close(figure)
    text = drawn.getvalue()
    return text[text.index("<svg") :].replace(panels.INK, "currentColor")


def compose(journal: Journal, caption: str) -> Figure:
    """Four panels."""
    figure = pyplot.figure(figsize=(14, 9), dpi=100, layout="constrained")
    grid = figure.subplot_mosaic(
        [["days"] * 3, ["weeks", "weeks", "ends"], ["ohm", "ohm", "ends"]],
        height_ratios=(1.1, 0.8, 1.1),
    )
    records = journal.records
    panels.days(grid["days"], records)
    panels.weeks(grid["weeks"], records)
    panels.ohm(grid["ohm"], records)
    panels.ends(grid["ends"], records)
    if caption:
        figure.suptitle(f"{WORDS}\n", fontsize=16, fontweight="bold", x=0.01, ha="left")
        figure.text(0.011, 0.945, caption, fontsize=11, color=panels.INK)
    return figure
