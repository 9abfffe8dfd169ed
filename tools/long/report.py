"""What the parts of docs/long.md say of how, and the figures of the routine."""

from dataclasses import dataclass

from tools.long.perform import Lift

WORST_MS = 20.0
_CHIP = (
    "The real MicroPython image on an emulated RP2040 at 125 MHz (rp2040py 0.3.6 and the shims of "
    "tools/emulator), LIFT at level 1 on the model of skin `good`"
)
HOW = (
    f"{_CHIP}: `python -m tools.long routine`. "
    "Late: from the instant at which the skin had its due treated time to the tone's first edge "
    "at the buzzer's pin. Early: treated time that was still missing then; the device learns of "
    "a lift-off up to 2 ms after it. Treated time is integrated from the trace of the skin: "
    "touched, relay closed, a current set (DAC and bridge), state RAMP_UP or RUN (told by a pin)."
)
IDLE = (
    f"{_CHIP}, one power-on: `python -m tools.long idle`. A window is run at each hour and across "
    "the wraps; between two windows the clock leaps: the chip's timer, its armed alarm and the "
    "same instant in the SDK's alarm pool move by the same time, so that the firmware sees its "
    "clock jump and no tick late (tools/long/leap.py). What is leapt over is not run: a fault "
    "that needs uninterrupted hours would not be seen. The clock begins 12 h before 2^30 ms, "
    "where 2^30 us and 2^32 us begin anew too; the engine's count of ticks begins just below "
    "2^29, where it wraps. At the end START wakes the device, and a session is done: of 15 s with "
    "three lift-offs, or of 5 s (`--quick`)."
)
SESSIONS = (
    f"{_CHIP}, one power-on: `python -m tools.long sessions`. Sessions of 15 s with all their "
    "prompts, every other one with three lift-offs, or of 5 s (`--quick`). 2^30 ms, 2^30 us, "
    "2^32 us and the engine's 2^29 ticks are over in the middle of the first."
)


@dataclass
class Result:
    """ms by the rig's clock; bytes of heap after a collection."""

    routine: str
    lifts: list[Lift]
    late_ms: list[float]
    treated_ms: float
    use_ms: float
    wall_s: float
    free_boot: int
    free_end: int
    collect_ms: float
    tick_bytes: int


def checks(result: Result) -> list[tuple[str, str, bool]]:
    """(what, figure, well)."""
    late_ms = result.late_ms
    most_ms, least_ms = max(*late_ms, 0.0), min(*late_ms, 0.0)
    lost = result.free_boot - result.free_end
    lifts = "; ".join(f"{lift.why}, {lift.away_ms / 1000:g} s" for lift in result.lifts)
    return [
        ("routine", f"{result.routine}, {len(late_ms)} prompts, all heard, in their order", True),
        ("lift-offs", lifts, True),
        ("prompts, latest", f"{most_ms:.1f} ms late", most_ms <= WORST_MS),
        ("prompts, earliest", f"{-least_ms:.1f} ms early", -least_ms <= WORST_MS),
        ("prompts, mean", f"{sum(late_ms) / len(late_ms):.1f} ms late", True),
        ("treated, by the skin", f"{result.treated_ms / 1000:.3f} s", True),
        ("use in all, emulated", f"{result.use_ms / 1000:.0f} s", True),
        ("free heap after boot", f"{result.free_boot} bytes", True),
        ("free heap at the end", f"{result.free_end} bytes: {lost} fewer", True),
        ("a collection takes", f"{result.collect_ms:.1f} ms", True),
        (
            "allocated per tick",
            f"{result.tick_bytes} bytes, in every state of a session",
            result.tick_bytes == 0,
        ),
        ("wall time of it", f"{result.wall_s / 60:.1f} min", True),
    ]
