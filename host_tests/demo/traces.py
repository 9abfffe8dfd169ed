"""Small traces made by hand: a whole good session, to be spoilt by the tests."""

from typing import Any

from tools.demo.recording import Done, Recording, Span
from tools.sim.trace import Row, Trace

IN_AIR = Row(0, 0, 0, 0, 0b000, 0, 0, 0, float("inf"), 0, 0)
DONE = Done("refused", "refused", 0, 1e6, {"ended": "no contact"}, (500.0,))

# (ms, changes): what is not named stays; a current flows from its row to the next
GOOD: tuple[tuple[float, dict[str, Any]], ...] = (
    (0, {}),
    (100, {"contact": 1, "impedance_ohm": 10_000}),
    (200, {"gate_closed": 1, "relay_closed": 1}),
    (210, {"bridge": 0b110, "code": 46, "setpoint_ua": 8.4, "delivered_ua": 10}),
    (590, {}),
    (600, {"code": 546, "setpoint_ua": 100, "delivered_ua": 101}),
    (610, {}),
    (700, {"contact": 0, "impedance_ohm": float("inf"), "delivered_ua": 0}),
    (702, {"bridge": 0b000, "code": 0, "setpoint_ua": 0}),
    (800, {"bridge": 0b101, "code": 46, "setpoint_ua": -8.4}),
    (900, {"contact": 1, "impedance_ohm": 5_000, "delivered_ua": -10}),
    (1290, {}),
    (1300, {"code": 300, "setpoint_ua": -50, "delivered_ua": -51}),
    (1800, {"code": 546, "setpoint_ua": -100, "delivered_ua": -101}),
    (1810, {}),
    (1900, {"bridge": 0b000, "code": 0, "setpoint_ua": 0, "delivered_ua": 0}),
    (1930, {"gate_closed": 0, "relay_closed": 0}),
    (2000, {}),
)
SPANS = [Span("RUN", 600e3, 705e3), Span("HOLD", 705e3, 1790e3), Span("RUN", 1790e3, 1.9e6)]


def trace(*spoilt: tuple[float, dict[str, Any]]) -> Trace:
    """The good session with these changes on top (a time that is not there is inserted)."""
    made, row, before = Trace(), IN_AIR, IN_AIR
    changes = {ms: dict(values) for ms, values in GOOD}
    for ms, values in spoilt:
        changes.setdefault(ms, {}).update(values)
    for ms in sorted(changes):
        row = before._replace(**changes[ms], t_us=ms * 1000)
        charge_nc = before.charge_nc + before.delivered_ua * (row.t_us - before.t_us) / 1e3
        hidden_ua = changes[ms].get("peak_ua", 0)
        peak_ua = max(hidden_ua, abs(row.delivered_ua), abs(before.delivered_ua))
        row = row._replace(peak_ua=peak_ua, charge_nc=charge_nc)
        made.append(row)
        before = row
    return made


def recorded(*spoilt: tuple[float, dict[str, Any]], done: Done = DONE) -> Recording:
    """A Recording of trace(*spoilt)."""
    return Recording(trace(*spoilt), SPANS, [], [done])
