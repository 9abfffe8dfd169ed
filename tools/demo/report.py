"""build/demo/session.html: the session as one page that needs no network."""

import json
import math
from collections.abc import Sequence
from typing import Any

from tools import ROOT
from tools.demo import style, table
from tools.demo.finding import Finding
from tools.demo.recording import Recording
from tools.demo.series import thinned, to_draw
from tools.sim.trace import Row

UPLOT = ROOT / ".venv" / "node" / "node_modules" / "uplot" / "dist"
PAGE = ROOT / "tools" / "demo" / "page"
BUCKETS = 4000


def parts() -> dict[str, str]:
    """What is inlined into the page. FileNotFoundError names what `make setup` has to bring."""
    files = {
        "UPLOT_CSS": UPLOT / "uPlot.min.css",
        "UPLOT_JS": UPLOT / "uPlot.iife.min.js",
        "PAGE_CSS": PAGE / "page.css",
        "PAGE_JS": PAGE / "page.js",
    }
    return {name: file.read_text(encoding="utf-8") for name, file in files.items()}


def build(recording: Recording, findings: Sequence[Finding], inlined: dict[str, str]) -> bytes:
    """The whole page; inlined: see parts()."""
    page = (PAGE / "page.html").read_text(encoding="utf-8")
    drawn = json.dumps(data(recording, findings), separators=(",", ":"), allow_nan=False)
    for name, text in (*inlined.items(), ("DATA", drawn.replace("</", "<\\/"))):
        page = page.replace(f"/*{name}*/", text)
    return page.encode()


def data(recording: Recording, findings: Sequence[Finding]) -> dict[str, Any]:
    """All that page.js draws. Times in s, currents in uA, impedances in ohm, charge in uC."""
    every = to_draw(recording)
    rows = thinned(every, BUCKETS)
    return {
        "measured": style.MEASURED,
        "thinned": _thinned(recording, len(every), len(rows)),
        "end": recording.end_us / 1e6,
        "findings": [finding._asdict() for finding in findings],
        "rows": _rows(rows),
        "skin": _skin(rows, recording),
        "spans": [
            {"state": s.state, "begin": s.begin_us / 1e6, "end": s.end_us / 1e6}
            for s in recording.spans
        ],
        "states": {name: look._asdict() for name, look in style.STATES.items()},
        "marks": [{"t": d.begin_us / 1e6, "text": d.mark} for d in recording.done if d.mark],
        "events": [
            {"t": e.t_us / 1e6, "kind": e.kind, "text": e.text}
            for e in sorted(recording.trace.events, key=lambda event: event.t_us)
        ],
        "steps": {"columns": table.COLUMNS, "rows": table.rows(recording), "note": table.NOTE},
        "colours": style.LINES,
    }


def _thinned(recording: Recording, every: int, drawn: int) -> str:
    if drawn == every:
        return f"All {every} points of the trace are drawn."
    bucket_ms = recording.end_us / 1000 / BUCKETS
    return (
        f"{drawn} of {every} points of the trace are drawn: of each {bucket_ms:.1f} ms the least "
        "and the most of every curve, so that no peak is missing."
    )


def _rows(rows: Sequence[Row]) -> dict[str, list[Any]]:
    return {
        "t": [round(row.t_us / 1e6, 6) for row in rows],
        "setpoint": [round(row.setpoint_ua, 2) for row in rows],
        "delivered": [round(row.delivered_ua, 2) for row in rows],
        "contact": [row.contact for row in rows],
        "relay": [row.relay_closed for row in rows],
        "charge": [round(row.charge_nc / 1000, 4) for row in rows],
    }


def _skin(rows: Sequence[Row], recording: Recording) -> dict[str, list[Any]]:
    """The skin's own impedance and what the device says of it, on one axis of time."""
    points: dict[float, list[float | None]] = {}
    for row in rows:
        truth = row.impedance_ohm if math.isfinite(row.impedance_ohm) else None
        points[row.t_us / 1e6] = [truth, None]
    truths = iter(sorted(points))
    known, upcoming = None, next(truths, math.inf)
    for t_ms, status in recording.statuses:
        t = t_ms / 1000
        while upcoming <= t:
            known, upcoming = points[upcoming][0], next(truths, math.inf)
        device = status["ohm"] if status["contact"] != "OPEN" else None
        points[t] = [known, device]
    times = sorted(points)
    truth_ohm, device_ohm = zip(*(points[t] for t in times), strict=True)
    return {"t": times, "truth": list(truth_ohm), "device": list(device_ohm)}
