"""The results as a page: summary, faults that matter, all others, fast model (docs/fmea.md)."""

from collections.abc import Iterator, Sequence

from tools.fmea import beside, session
from tools.fmea.campaign import LOADS
from tools.fmea.goals import Goal
from tools.fmea.outcome import Outcome, Results, by_fault
from tools.fmea.session import Seen
from tools.sheets import table

HEAD = """# Single faults of front ends A and B

Written by `make fmea`. **Simulated, never measured on hardware**: ngspice on the project's own
netlists ([A](../boards/afe_a/README.md), [B](../boards/afe_b/README.md)), macro models with
data-sheet values. {headline}.

{goals}
Not in it: the supply but for its voltage, the gate's charge pump (hardware.md section 4), opens
of U2's supply pins one by one, the insides of the microcontroller, two faults at once.

![The current that stays, for each fault](fmea.png)

## How

A fault comes 13 ms into a session of 300 µA, biphasic, 100 Hz. At 36 ms the device stops
(crowbar, DAC 0), at 46 ms it looks for contact with 10 µA, in either polarity, at 66 ms it is
armed at DAC 0, in either polarity, at 86 ms the gate opens. Nothing reacts to a rule: this shows
what would flow. Loads: 500 Ω, 5 kΩ, gel (1 kΩ in series with two of 5 kΩ ‖ 100 nF). The self-test
has the fault from its start.

- Steady: the largest of the readings from 1 ms after the fault to the stop. Peak: the largest
  instant from the fault on, and how long it is above 700 µA at a stretch. DC: mean of a period.
- A fault matters when one load gets more than 330 µA steady, more than 5 µA DC, or more than
  5 µA with the DAC at 0.
- Rules: the firmware's own, `core/judge.py` and `core/flow.py` at each tick of 5 ms and the
  guard's comparisons each millisecond. In brackets: ms
  from the fault to the first rule, in the slowest load. "then": after the stop. What they mean
  is in the table of the [README](../README.md).
- Caught: a rule latches in the session; or one that pauses it fires (LOST, JUMP), and after that,
  crowbarred and probing, another latches or at most 20 µA flows.
- Self-test: the whole of it, by the firmware's own `core/selftest.py`, which stops at the step
  named.
"""


def headline(results: Results) -> str:
    """How much was run."""
    return (
        f"{results.many} runs of ngspice, two at a time, in {results.wall_s:.0f} s "
        f"({results.cpu_s:.0f} s of processor time)"
    )


def page(results: Results, goals: Sequence[Goal]) -> str:
    """docs/fmea.md."""
    rows = [(goal.words, goal.found, "yes" if goal.ok else "**NO**") for goal in goals]
    parts = [HEAD.format(headline=headline(results), goals=table(("goal", "found", "met"), rows))]
    for name, ran in results.runs.items():
        outcomes = by_fault(ran)
        parts += [_totals(name, outcomes), _that_matter(name, outcomes), _others(name, outcomes)]
    parts.append(beside.page(results.apart))
    return "\n".join(parts)


def _totals(name: str, outcomes: Sequence[Outcome]) -> str:
    """Counts, and the worst peaks."""
    noticed = {one.fault for one in outcomes if one.noticed}
    tested = {one.fault for one in outcomes if one.steps}
    silent = [one for one in outcomes if one.fault not in noticed | tested]
    lines = [
        f"## Front end {name}\n",
        f"{len(outcomes)} faults: {len(noticed)} noticed in the session, {len(tested)} by the "
        f"self-test, {len(noticed | tested)} by either; {len(silent)} by none, with at most "
        f"{max((one.worst_ua for one in silent), default=0.0):.0f} µA.\n",
    ]
    rows = list(_peaks(outcomes))
    heads = ("load", "worst steady µA", "worst peak µA", "longest above 700 µA")
    return "\n".join((*lines, table(heads, rows)))


def _peaks(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    for load in LOADS:
        seen = [(one.seen[load], one.fault.name) for one in outcomes if load in one.seen]
        if seen:
            steady = max(seen, key=lambda s: s[0].worst_ua)
            peak = max(seen, key=lambda s: s[0].peak_ua)
            high = max(seen, key=lambda s: s[0].high_us)
            yield (
                load,
                f"{steady[0].worst_ua:.0f} ({steady[1]})",
                f"{peak[0].peak_ua:.0f} ({peak[1]})",
                f"{high[0].high_us:.1f} µs ({high[1]})",
            )


_HEADS: tuple[str, ...] = (
    "part",
    "fault",
    "steady µA 500 / 5k / gel",
    "peak µA (µs > 700)",
    "DC µA",
)
_HEADS += ("probe / DAC 0 / crowbar µA", "rules (ms)", "self-test")


def _that_matter(name: str, outcomes: Sequence[Outcome]) -> str:
    rows = [_row(one) for one in outcomes if one.matters]
    return f"### {name}: faults that matter\n\n{table(_HEADS, rows)}"


def _row(one: Outcome) -> tuple[str, ...]:
    seen = list(one.seen.values())
    peak = max(seen, key=lambda s: s.peak_ua)
    high_us = max(s.high_us for s in seen)
    held = " / ".join(
        f"{max(getattr(s, of) for s in seen):.0f}" for of in ("probe_ua", "armed_ua", "shunt_ua")
    )
    return (
        one.fault.part,
        one.fault.mode,
        " / ".join(f"{s.steady_ua:.0f}" for s in seen),
        f"{peak.peak_ua:.0f} ({high_us:.1f})",
        f"{max(s.dc_ua for s in seen):.0f}",
        held,
        _rules(seen) + (" **not caught**" if one.missed else ""),
        " ".join(one.steps) or "-",
    )


def _rules(seen: Sequence[Seen]) -> str:
    """Those that fire in the session with the slowest first one, then those after the stop."""
    stop_ms = session.STOP_MS - session.FAULT_MS
    in_session = [{n: ms for n, ms in s.rules.items() if ms < stop_ms} for s in seen]
    names = dict.fromkeys(name for of in in_session for name in of)
    late = dict.fromkeys(n for s in seen for n in s.rules if n not in names)
    words = "+".join(names)
    if all(in_session):
        words += f" ({max(min(of.values()) for of in in_session):.1f})"
    return f"{words} then {'+'.join(late)}".strip() if late else words


def _others(name: str, outcomes: Sequence[Outcome]) -> str:
    """One row a part."""
    rest = [one for one in outcomes if not one.matters]
    rows = []
    for part in dict.fromkeys(one.fault.part for one in rest):
        of = [one for one in rest if one.fault.part == part]
        noticed = [one for one in of if one.noticed]
        tested = [one for one in of if one.steps and not one.noticed]
        silent = [one for one in of if not one.noticed and not one.steps]
        worst_ua = f"{max(one.worst_ua for one in of):.0f}"
        rows.append((part, worst_ua, *map(_modes, (noticed, tested, silent))))
    heads = ("part", "steady µA", "noticed in the session", "only by the self-test", "by none")
    return f"### {name}: all others\n\n{table(heads, rows)}"


def _modes(outcomes: Sequence[Outcome]) -> str:
    return ", ".join(one.fault.mode for one in outcomes) or "-"
