"""The results as words, for the terminal and docs/ways-out.md alike, and what failed."""

from collections.abc import Mapping

from tools.sheets import Sheet, page
from tools.ways_out.session import Place, Seen
from tools.ways_out.ways import TIMED_OUT, WAYS, Way

Results = Mapping[tuple[int, Place], Seen]  # by number of the way in WAYS, and place

_HEADS = (
    ("what happens", "RUN low", "code 0", "relay open", "0 µA at the skin", "bounds")
    + ("charge, LIFT", "charge, INFUSE", "then")
)  # fmt: skip
_CONDITIONS = (
    "Measured in emulation, never on hardware: the real MicroPython image and the real firmware "
    "on an emulated RP2040 (rp2040py 0.3.6 and the shims of tools/emulator), front end A and "
    "2 kΩ as a model; the real mpremote 1.29 on a pseudo-terminal in front of the chip's USB."
)
_NOTE = (
    "Each happens in RUN at level 5: in the positive and in the negative phase of LIFT (195 µA) "
    "and in INFUSE (100 µA). Times are from the event on, for good, and the worst of the three; "
    "of mpremote, from its first byte on. Bounds: RUN low, code 0, 0 µA at the skin, in ms; "
    "`make ways-out` fails beyond. Charge: all that flows after the event, in both directions "
    "together. The relay is the last of four barriers: with it open nothing before it matters."
)


def late(way: Way, seen: Seen) -> list[str]:
    """What is beyond its bound, in words."""
    stop = seen.stop
    limits = (
        ("RUN low", stop.run_low_ms, way.run_low_ms),
        ("code 0", stop.code_0_ms, way.code_0_ms),
        ("0 µA at the skin", stop.skin_ms, way.skin_ms),
    )
    wrong = [
        f"{what} after {is_ms:.2f} ms, bound {bound_ms:g} ms"
        for what, is_ms, bound_ms in limits
        if not 0 <= is_ms <= bound_ms
    ]
    reasons = {reason for _ms, reason in seen.resets}
    if reasons != ({way.resets} if way.resets else set()):
        wrong.append(f"resets {seen.resets}, due {way.resets}")
    if seen.armed and not way.resets:
        wrong.append("the watchdog was left running")
    return wrong


def failures(results: Results) -> list[str]:
    """One line each; none: every way out is off in time."""
    return [
        f"{WAYS[number].name}, {place[0]}: {wrong}"
        for (number, place), seen in results.items()
        for wrong in late(WAYS[number], seen)
    ]


def _row(way: Way, seen: Mapping[Place, Seen]) -> tuple[str, ...]:
    stops = [one.stop for one in seen.values()]
    charge = {
        mode: max(
            (one.stop.absolute_uc for place, one in seen.items() if place[0] == mode),
            default=float("nan"),
        )
        for mode in ("LIFT", "INFUSE")
    }
    bounds = f"{way.run_low_ms:g}, {way.code_0_ms:g}, {way.skin_ms:g}"
    return (
        way.name,
        f"{max(stop.run_low_ms for stop in stops):.2f} ms",
        f"{max(stop.code_0_ms for stop in stops):.2f} ms",
        f"{max(stop.relay_ms for stop in stops):.1f} ms",
        f"{max(stop.skin_ms for stop in stops):.2f} ms",
        bounds,
        f"{charge['LIFT']:.3f} µC",
        f"{charge['INFUSE']:.3f} µC",
        _then(way, seen),
    )


def _then(way: Way, seen: Mapping[Place, Seen]) -> str:
    if not way.resets:
        return "stays off"
    last_ms = max((ms for one in seen.values() for ms, _reason in one.resets), default=0.0)
    if way.resets == TIMED_OUT:
        return f"the watchdog resets it {last_ms:.0f} ms later; WATCHDOG latches"
    return "restarts"


def sheet(results: Results) -> Sheet:
    """One row a way out."""
    rows = []
    for number, way in enumerate(WAYS):
        seen = {place: one for (of, place), one in results.items() if of == number}
        if seen:
            rows.append(_row(way, seen))
    return Sheet("Every way out is off", _HEADS, rows, _NOTE)


def markdown(ways: Sheet, others: Sheet) -> str:
    """docs/ways-out.md."""
    words = f"Written by `make ways-out`. {_CONDITIONS}"
    return page("Every way out is off", words, (ways, others))
