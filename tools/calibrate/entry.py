"""What a maker types as the multimeter's reading: volts, or why it cannot be."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_NUMBER = re.compile(r"([+-]?\d*[.,]?\d+|[+-]?\d+[.,])\s*(m?v)?", re.IGNORECASE)
ZERO_MOST_V = 0.05


class Slack(NamedTuple):
    """What meter and device may differ by: a part of the reading, and uA besides."""

    part: float
    ua: float


UNCALIBRATED = Slack(0.06, 8)  # hardware.md section 7: 4.7 % and 6 uA at the worst
CALIBRATED = Slack(0.02, 2)
SLIPS = (
    (0.001, "millivolts? type 0.498, or 498 mV"),
    (0.1, "one place too many?"),
    (10.0, "one place too few?"),
    (0.01, "two places too many?"),
)


class Implausible(ValueError):
    """One line: what is wrong, and what to do."""


def volts(text: str) -> float:
    """Of "4.5", "4,5", "4.5 V" or "4500 mV", without its sign. Implausible: no such thing."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        raise Implausible(f"{text[:20]!r} is no reading: type volts, such as 4.498")
    number = abs(float(found[1].replace(",", ".")))
    return number / 1000 if (found[2] or "").lower() == "mv" else number


def fitting(
    text: str, set_ua: int, measured_na: int, ohm: float, slack: Slack, others_ua: Iterable[int]
) -> float:
    """The volts, if they go with what the device measured. Implausible: a usual slip, or none.

    others_ua: the other points, whose reading it may be.
    """
    typed = volts(text)
    if not set_ua:
        if typed > ZERO_MOST_V:
            raise Implausible(f"{typed:g} V with no current: meter on DC volts, at the 10 kOhm?")
        return typed
    due_v = measured_na * ohm / 1e9
    most_v = due_v * slack.part + slack.ua * ohm / 1e6
    if abs(typed - due_v) <= most_v:
        return typed
    for ua in others_ua:
        if ua != abs(set_ua) and abs(typed - ua * ohm / 1e6) <= most_v:
            raise Implausible(f"{typed:g} V is that of {ua} µA: this is {abs(set_ua)} µA")
    for factor, slip in SLIPS:
        if abs(typed * factor - due_v) <= most_v:
            raise Implausible(f"{typed:g} V: {slip}: about {due_v:.3f} V is due")
    typed_ua, told_ua = typed / ohm * 1e6, measured_na / 1000
    off = f"{typed:g} V is {typed_ua:.1f} µA, the device measures {told_ua:.1f}"
    raise Implausible(f"{off}: both probes at the 10 kOhm? read again")
