"""What the trace shows, each with its bound. The status line gives names of states, no figures."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from galva.core import contact as judged
from galva.core import limits
from tools.demo.finding import NOTHING_UA, PROBE_MOST_UA, Finding
from tools.demo.lift import crowbarred, ramp_again, zero_at_the_skin
from tools.demo.recording import Done, Recording, Span
from tools.sim.trace import RUN, Row, Trace

DWELL_US = limits.DWELL_MS * 1000.0
SETTLED_US = 150.0
TRACK_PART, TRACK_UA = 0.05, 8.0
MEAN_DC_UA = 1.0


def judge(recording: Recording) -> list[Finding]:
    """All findings of a session."""
    rows = list(recording.trace)
    return [
        refused(rows, recording.done),
        before_good(rows),
        tracking(rows, recording.spans),
        crowbarred(rows),
        zero_at_the_skin(rows),
        ramp_again(rows),
        net_charge(recording.trace),
        off(rows),
    ]


def refused(rows: Sequence[Row], done: Sequence[Done]) -> Finding:
    """START without contact: its own sound, and nothing at the skin."""
    refusal = next((d for d in done if d.mark == "refused"), None)
    touch_us = next((row.t_us for row in rows if row.contact), float("inf"))
    peak_ua = max((row.peak_ua for row in rows if row.t_us < touch_us), default=0.0)
    ended = refusal.status["ended"] if refusal else "not seen"
    tones = sorted(set(refusal.tones_hz)) if refusal else []
    heard = ", ".join(f"{hz:.0f} Hz" for hz in tones) or "silent"
    return Finding(
        "START without contact is refused",
        f'"{ended}", {heard}, {peak_ua:.1f} µA',
        '"no contact", a tone, 0 µA',
        ended == "no contact" and bool(tones) and peak_ua < NOTHING_UA,
        "largest current through the skin from power-on to the first contact; the tone is "
        "measured at the buzzer's pin",
    )


def _good(row: Row) -> bool:
    skin = row.contact and row.relay_closed and row.impedance_ohm < judged.NO_OHM
    return bool(skin and judged.classify(int(row.impedance_ohm), judged.OPEN) == judged.GOOD)


def before_good(rows: Sequence[Row]) -> Finding:
    """Largest current while contact was not yet GOOD for the dwell time."""
    most_ua, since_us = 0.0, None
    for row, after in pairwise(rows):
        if not _good(row):
            since_us = None
        elif since_us is None:
            since_us = row.t_us
        if since_us is None or row.t_us < since_us + DWELL_US:
            most_ua = max(most_ua, after.peak_ua)
    return Finding(
        f"Most before contact was GOOD for {limits.DWELL_MS} ms",
        f"{most_ua:.1f} µA",
        f"<= {PROBE_MOST_UA:.0f} µA",
        most_ua <= PROBE_MOST_UA,
        f"only the contact probe may flow: {limits.PROBE_UA} µA, {PROBE_MOST_UA:.0f} with its "
        "tolerance; GOOD is judged on the skin of the model, not on what the device thinks",
    )


def _drive(row: Row) -> tuple[float, ...]:
    return row.setpoint_ua, row.bridge, row.relay_closed, row.contact


def tracking(rows: Sequence[Row], states: Sequence[Span]) -> Finding:
    """Worst error in RUN, against the bound at its own setpoint."""
    runs = [span for span in states if span.state == "RUN"]
    worst = (0.0, 0.0, 0.0)  # (part of the bound, error, setpoint)
    samples, edge_us = 0, 0.0
    for before, row in pairwise(rows):
        if _drive(row) != _drive(before):
            edge_us = row.t_us
        settled = row.contact and row.t_us - edge_us >= SETTLED_US
        if not settled or not any(s.begin_us <= row.t_us < s.end_us for s in runs):
            continue
        samples += 1
        error_ua = abs(row.delivered_ua - row.setpoint_ua)
        if before.t_us - edge_us >= SETTLED_US:  # the peak since then is settled, too
            error_ua = max(error_ua, row.peak_ua - abs(row.setpoint_ua))
        bound_ua = TRACK_PART * abs(row.setpoint_ua) + TRACK_UA
        worst = max(worst, (error_ua / bound_ua, error_ua, abs(row.setpoint_ua)))
    return Finding(
        "Worst |delivered - setpoint| in RUN",
        f"{worst[1]:.1f} µA at {worst[2]:.0f} µA" if samples else "no sample in RUN",
        f"<= 5 % + 8 µA = {TRACK_PART * worst[2] + TRACK_UA:.1f} µA",
        samples > 0 and worst[0] <= 1,
        f"{samples} settled samples: the first {SETTLED_US:.0f} µs after an edge do not count",
    )


def net_charge(trace: Trace) -> Finding:
    """What remains of all the charge that went back and forth, relay closed to released."""
    on = [(row, after) for row, after in pairwise(trace) if row.relay_closed and row.contact]
    net_nc = sum(after.charge_nc - row.charge_nc for row, after in on)
    on_us = sum(after.t_us - row.t_us for row, after in on)
    mean_ua = net_nc / on_us * 1e3 if on_us else 0.0
    return Finding(
        "Net charge of the LIFT session",
        f"{net_nc / 1000:+.2f} µC, mean {mean_ua:+.2f} µA DC" if on else "no session seen",
        f"|mean| <= {MEAN_DC_UA:.0f} µA",
        bool(on) and abs(mean_ua) <= MEAN_DC_UA,
        f"through the skin while the relay connected it ({on_us / 1e6:.1f} s); periods balance, "
        "a lift-off cuts one",
    )


def _last_fall_us(rows: Sequence[Row], high: Callable[[Row], int]) -> float:
    falls = [row.t_us for before, row in pairwise(rows) if high(before) and not high(row)]
    return falls[-1] if falls else 0.0


def off(rows: Sequence[Row]) -> Finding:
    """How the session left the output."""
    last = rows[-1]
    released_us = _last_fall_us(rows, lambda row: row.relay_closed)
    crowbar_us = _last_fall_us(rows, lambda row: row.bridge & RUN)
    since_ua = max((row.peak_ua for row in rows if row.t_us > released_us), default=0.0)
    run = "high" if last.bridge & RUN else "low"
    relay = "closed" if last.relay_closed or last.gate_closed else "open"
    after_ms = (released_us - crowbar_us) / 1000
    return Finding(
        "After the end",
        f"code {last.code}, RUN {run}, relay {relay} {after_ms:.0f} ms after the crowbar",
        "code 0, RUN low, relay open",
        (last.code, run, relay) == (0, "low", "open") and since_ua < NOTHING_UA,
        "the last row of the trace, and no current after the relay was released",
    )
