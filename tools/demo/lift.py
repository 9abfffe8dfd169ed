"""What the trace shows of lift-off and re-contact."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from tools.demo.finding import NOTHING_UA, PROBE_MOST_UA, Finding
from tools.sim.trace import RUN, Row

LIFT_OFF_US = 2000.0  # the guard looks once a sample of 1 ms
RAMP_US = 500_000.0  # the least after a re-contact
FULL_PART = 0.95
CODE_US = 4000.0


def _lift_offs(rows: Sequence[Row]) -> list[list[Row]]:
    """Per lift-off while armed, the rows from it until skin is touched again."""
    parts = []
    for k, (before, row) in enumerate(pairwise(rows), 1):
        if before.contact and not row.contact and row.relay_closed:
            back = next((j for j in range(k, len(rows)) if rows[j].contact), len(rows))
            parts.append(list(rows[k:back]))
    return parts


def _slowest_us(lift_offs: Sequence[Sequence[Row]], live: Callable[[Row], int]) -> float:
    """The longest wait until a row is not live; inf: never, or there was no lift-off."""
    waits_us = []
    for part in lift_offs:
        zero_us = (row.t_us for row in part if not live(row))
        waits_us.append(next(zero_us, float("inf")) - part[0].t_us)
    return max(waits_us, default=float("inf"))


def crowbarred(rows: Sequence[Row]) -> Finding:
    """From lift-off to RUN low, and to code 0; the slowest of all lift-offs."""
    lift_offs = _lift_offs(rows)
    low_us = _slowest_us(lift_offs, lambda row: row.bridge & RUN)
    zero_us = _slowest_us(lift_offs, lambda row: row.code)
    return Finding(
        "Lift-off to crowbar, to code 0",
        f"{low_us / 1000:.2f} ms, {zero_us / 1000:.2f} ms" if lift_offs else "no lift-off seen",
        f"<= {LIFT_OFF_US / 1000:.1f} ms, {CODE_US / 1000:.1f} ms",
        low_us <= LIFT_OFF_US and zero_us <= CODE_US,
        "from the electrodes leaving the skin to RUN low and to the DAC at 0: the guard looks "
        "once a sample, and the word that is on its way is sent",
    )


def zero_at_the_skin(rows: Sequence[Row]) -> Finding:
    """From lift-off to no current through the skin, which must last until the next contact."""
    lift_offs = _lift_offs(rows)
    waits_us = [0.0]
    for part in lift_offs:
        flows_us = [row.t_us for row in part[1:] if row.peak_ua > NOTHING_UA]
        waits_us.append(max(flows_us, default=part[0].t_us) - part[0].t_us)
    return Finding(
        "Lift-off to 0 µA at the skin, for good",
        f"{max(waits_us) / 1000:.2f} ms" if lift_offs else "no lift-off seen",
        f"<= {LIFT_OFF_US / 1000:.1f} ms",
        bool(lift_offs) and max(waits_us) <= LIFT_OFF_US,
        "an open circuit carries nothing at once; peaks between the rows count until re-contact",
    )


def ramp_again(rows: Sequence[Row]) -> Finding:
    """From the probe's level to the full setpoint after a re-contact; the fastest of all."""
    ramps_us = []
    for k, (before, row) in enumerate(pairwise(rows), 1):
        if row.contact and not before.contact and row.relay_closed:
            lost = (j for j in range(k, len(rows)) if not rows[j].contact)
            ramps_us.append(_ramp_us(rows[k : next(lost, len(rows))]))
    fastest_us = min(ramps_us, default=0.0)
    return Finding(
        "Ramp after re-contact, probe to full setpoint",
        f"{fastest_us / 1e6:.2f} s" if ramps_us else "no re-contact seen",
        f">= {RAMP_US / 1e6:.1f} s",
        fastest_us >= RAMP_US,
        f"delivered, from the last moment at the probe ({PROBE_MOST_UA:.0f} µA) to "
        f"{FULL_PART:.0%} of the largest setpoint that followed",
    )


def _ramp_us(rows: Sequence[Row]) -> float:
    full_ua = FULL_PART * max(abs(row.setpoint_ua) for row in rows)
    above = [k for k, row in enumerate(rows) if k and row.peak_ua > PROBE_MOST_UA]
    top_us = [row.t_us for row in rows[1:] if row.peak_ua >= full_ua]
    return top_us[0] - rows[above[0] - 1].t_us if above and top_us else 0.0
