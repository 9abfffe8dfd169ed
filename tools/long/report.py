"""docs/long.md: one table of figures."""

from dataclasses import dataclass

from tools.long.perform import Lift
from tools.sheets import table

CONDITIONS = (
    "Measured in emulation, never on hardware: the real MicroPython image on an emulated RP2040 "
    "at 125 MHz (rp2040py 0.3.6 and the shims of tools/emulator), LIFT at level 1 on the model "
    "of skin `good`."
)
HOW = (
    "Late: from the instant at which the skin had its due treated time to the tone's first edge "
    "at the buzzer's pin. Early: treated time that was still missing then; the device learns of "
    "a lift-off up to 2 ms after it. Treated time is integrated from the trace of the skin: "
    "touched, relay closed, a current set (DAC and bridge), state RAMP_UP or RUN (told by a pin)."
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


def rows(result: Result) -> list[tuple[str, str]]:
    """(what, figure)."""
    late_ms = result.late_ms
    most_ms = max(max(late_ms), 0.0)
    lost = result.free_boot - result.free_end
    lifts = "; ".join(f"{lift.why}, {lift.away_ms / 1000:g} s" for lift in result.lifts)
    return [
        ("routine", f"{result.routine}, {len(late_ms)} prompts, all heard, in their order"),
        ("lift-offs", lifts),
        ("prompts, latest", f"{most_ms:.1f} ms late"),
        ("prompts, earliest", f"{max(-min(late_ms), 0.0):.1f} ms early"),
        ("prompts, mean", f"{sum(late_ms) / len(late_ms):.1f} ms late"),
        ("treated, by the skin", f"{result.treated_ms / 1000:.3f} s"),
        ("use in all, emulated", f"{result.use_ms / 1000:.0f} s"),
        ("free heap after boot", f"{result.free_boot} bytes"),
        ("free heap at the end", f"{result.free_end} bytes: {lost} fewer"),
        ("a collection takes", f"{result.collect_ms:.1f} ms"),
        ("allocated per tick", f"{result.tick_bytes} bytes, in every state of a session"),
        ("wall time of it", f"{result.wall_s / 60:.1f} min"),
    ]


def markdown(result: Result) -> str:
    """The page."""
    return "\n".join(
        [
            "# A whole routine on the emulated chip\n",
            f"Written by `make long`. {CONDITIONS}\n",
            table(("what", "figure"), rows(result)),
            HOW + "\n",
        ]
    )
