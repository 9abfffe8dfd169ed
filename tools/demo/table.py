"""The steps of a session as rows of words, for the terminal and the page alike."""

from tools.demo.recording import Done, Recording
from tools.sim.trace import Trace

COLUMNS = (
    ("s", "what happens now", "state", "level", "setpoint µA", "delivered µA")
    + ("contact", "impedance", "signal")
)  # fmt: skip
LAST_US = 1.1e6  # longer than LIFT's pause of 1 s
NOTE = "setpoint and delivered: the most of a step's last 1.1 s; the rest as it was at its end"


def rows(recording: Recording) -> list[tuple[str, ...]]:
    """One row per step; what the next step does at the same instant is not in it."""
    return [_row(recording.trace, done) for done in recording.done]


def _row(trace: Trace, done: Done) -> tuple[str, ...]:
    status = done.status
    end_us = done.end_us - 1
    begin_us = max(done.begin_us, end_us - LAST_US)
    period = [trace.at(begin_us), *trace.between(begin_us, end_us)]
    last = period[-1]
    tones = ", ".join(f"{hz:.0f} Hz" for hz in done.tones_hz)
    return (
        f"{done.end_us / 1e6:.2f}",
        done.now,
        status["state"],
        f"{status['mode']} {status['level']}",
        f"{max(abs(row.setpoint_ua) for row in period):.0f}",
        f"{max(abs(row.delivered_ua) for row in period):.0f}",
        "yes" if last.contact else "no",
        f"{last.impedance_ohm / 1000:.1f} kΩ" if last.contact else "open",
        status["signal"] + (f"; {tones}" if tones else ""),
    )
