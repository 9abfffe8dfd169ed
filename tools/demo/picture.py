"""build/demo/session.png: the session as one picture."""

from collections.abc import Sequence
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from tools import png
from tools.demo import style
from tools.demo.finding import Finding
from tools.demo.lift import crowbarred, ramp_again
from tools.demo.recording import Done, Recording
from tools.demo.series import thinned, to_draw
from tools.sim.trace import Row

BUCKETS = 3000  # two for each pixel across
FONT: dict[Any, Any] = {"font.size": 12, "axes.titlesize": 13, "axes.titleweight": "bold"}
LIFT_MS, RAMP_MS = (-8, 12), (-250, 1600)  # of the two close looks


def draw(recording: Recording, findings: Sequence[Finding]) -> bytes:
    """The picture as PNG, 1600 x 1100."""
    with pyplot.rc_context(FONT):
        figure = compose(recording, findings)
        drawn = png.of_figure(figure, 256)
        pyplot.close(figure)
    return drawn


def compose(recording: Recording, findings: Sequence[Finding]) -> Figure:
    """The whole session above, lift-off and re-contact in their own time below."""
    rows = to_draw(recording)
    figure = pyplot.figure(figsize=(16, 11), dpi=100, layout="constrained")
    grid = figure.subplot_mosaic(
        [["current"] * 2, ["skin"] * 2, ["charge"] * 2, ["lift-off", "re-contact"]],
        height_ratios=(3.2, 1.5, 1.2, 2.2),
    )
    whole = thinned(rows, BUCKETS)
    _current(grid["current"], whole, recording)
    _skin(grid["skin"], whole, recording)
    _charge(grid["charge"], whole, recording)
    _close_look(grid["lift-off"], rows, recording.done, "lift-off", LIFT_MS, 1e3)
    _close_look(grid["re-contact"], rows, recording.done, "re-contact", RAMP_MS, 1e6)
    for mark, seen in (("lift-off", crowbarred(rows)), ("re-contact", ramp_again(rows))):
        grid[mark].set_title(f"{seen.name}: {seen.figure}", loc="left")
    _titles(figure, findings)
    _legend_of_states(figure, recording)
    return figure


def _titles(figure: Figure, findings: Sequence[Finding]) -> None:
    passed = sum(finding.ok for finding in findings)
    title = "One LIFT session, from power-on to off\n"
    figure.suptitle(title, fontsize=18, fontweight="bold", x=0.01, ha="left")
    said = f"{style.MEASURED}  {passed} of {len(findings)} findings pass."
    figure.text(0.011, 0.952, said, fontsize=12, color="#444")


def _bands(axes: Axes, recording: Recording) -> None:
    for span in recording.spans:
        colour = style.STATES[span.state].colour
        axes.axvspan(span.begin_us / 1e6, span.end_us / 1e6, color=colour, alpha=0.4, lw=0)
    axes.set_xlim(0, recording.end_us / 1e6)
    axes.grid(alpha=0.25)


def _legend_of_states(figure: Figure, recording: Recording) -> None:
    seen = {span.state for span in recording.spans}
    patches = [
        Patch(color=look.colour, alpha=0.6, label=state)
        for state, look in style.STATES.items()
        if state in seen
    ]
    figure.legend(
        handles=patches,
        ncols=len(patches),
        loc="upper right",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        columnspacing=1.0,
        handlelength=1.2,
    )


def _steps(axes: Axes, rows: Sequence[Row], scale: float, zero_us: float = 0.0) -> None:
    t = [(row.t_us - zero_us) / scale for row in rows]
    for values, colour, width, label in (
        (
            [row.setpoint_ua for row in rows],
            style.LINES["setpoint"],
            2.6,
            "setpoint (the self-test's goes into the dummy load)",
        ),
        (
            [row.delivered_ua for row in rows],
            style.LINES["delivered"],
            1.0,
            "delivered (through the skin)",
        ),
    ):
        axes.step(t, values, where="post", color=colour, lw=width, label=label)


def _current(axes: Axes, rows: Sequence[Row], recording: Recording) -> None:
    _bands(axes, recording)
    _steps(axes, rows, 1e6)
    most_ua = max((abs(row.delivered_ua) for row in rows), default=1.0)
    axes.set_ylim(-1.75 * most_ua, 1.85 * most_ua)
    axes.set_ylabel("current, µA")
    axes.legend(loc="lower left", ncols=2, framealpha=0.9)
    _marks(axes, recording, most_ua)


def _marks(axes: Axes, recording: Recording, most_ua: float) -> None:
    """What the person did, in two rows so that neighbours do not cover each other."""
    for k, done in enumerate(done for done in recording.done if done.mark):
        at_s = done.begin_us / 1e6
        late = done.begin_us > 0.93 * recording.end_us
        axes.axvline(at_s, color="#222", lw=0.9, ls=":")
        axes.annotate(
            done.mark,
            (at_s, most_ua * (1.6 if k % 2 else 1.25)),
            xytext=(-5 if late else 5, 0),
            textcoords="offset points",
            ha="right" if late else "left",
            fontweight="bold",
            bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
        )


def _skin(axes: Axes, rows: Sequence[Row], recording: Recording) -> None:
    _bands(axes, recording)
    t = [row.t_us / 1e6 for row in rows]
    kohm = [row.impedance_ohm / 1000 if row.contact else float("nan") for row in rows]
    axes.step(
        t, kohm, where="post", color=style.LINES["impedance"], lw=2.2, label="skin (model, DC)"
    )
    seen = [(ms / 1000, s["ohm"] / 1000) for ms, s in recording.statuses if s["contact"] != "OPEN"]
    if seen:
        axes.plot(
            *zip(*seen, strict=True),
            ".",
            ms=5,
            color=style.LINES["device"],
            label="device measures",
        )
    _contact(axes, rows)
    axes.set_yscale("log")
    axes.set_ylim(0.5, 100)
    axes.set_yticks([1, 10, 100], ["1 kΩ", "10 kΩ", "100 kΩ"])
    axes.set_ylabel("impedance")
    axes.legend(loc="upper left", ncols=3, framealpha=0.9)


def _contact(axes: Axes, rows: Sequence[Row]) -> None:
    """A band along the lower edge while anything is touched."""
    axes.fill_between(
        [row.t_us / 1e6 for row in rows],
        0,
        0.06,
        where=[bool(row.contact) for row in rows],
        step="post",
        color=style.LINES["impedance"],
        transform=axes.get_xaxis_transform(),
        label="contact",
    )


def _charge(axes: Axes, rows: Sequence[Row], recording: Recording) -> None:
    _bands(axes, recording)
    uc = [row.charge_nc / 1000 for row in rows]
    axes.plot([row.t_us / 1e6 for row in rows], uc, color=style.LINES["charge"], lw=0.9)
    axes.set_ylabel("net charge, µC")
    axes.set_xlabel("emulated time, s")


def _close_look(
    axes: Axes,
    rows: Sequence[Row],
    done: Sequence[Done],
    mark: str,
    window_ms: tuple[int, int],
    scale: float,
) -> None:
    """One event in its own time; scale: us in a unit of the axis (1e3 ms, 1e6 s)."""
    zero_us = next((d.begin_us for d in done if d.mark == mark), 0.0)
    first_us, last_us = (zero_us + ms * 1000 for ms in window_ms)
    near = [row for row in rows if first_us - 50_000 <= row.t_us <= last_us + 50_000]
    _steps(axes, thinned(near, BUCKETS) if near else [], scale, zero_us)
    axes.axvline(0, color="#222", lw=0.9, ls=":")
    axes.set_xlim(*(ms * 1000 / scale for ms in window_ms))
    axes.set_xlabel(f"{'ms' if scale == 1e3 else 's'} from the {mark}")
    axes.set_ylabel("current, µA")
    axes.grid(alpha=0.25)
