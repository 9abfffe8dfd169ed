"""docs/faults.md and the tables on the terminal: what the skin got, and what caught each fault."""

import math
from collections.abc import Iterable, Sequence

from tools.faults.caught import RUNS_ON, by_state
from tools.faults.judge import DC_UA, HARDWARE_UA, WINDOW_MS
from tools.faults.results import Campaign, Case
from tools.faults.stage import LEVELS, LOADS, STATES
from tools.sheets import Sheet, page

CONDITIONS = (
    "Simulated, never measured on hardware. Rows marked fakes: the real hal and application under "
    "CPython in virtual time, the guard being the real guard's code on fakes of its registers. "
    "Rows marked chip: the real MicroPython image on an emulated RP2040. In front of both the "
    "model of front end A and of skin (docs/hardware.md), which leaves out what lasts some µs: "
    "spikes of contact making, charge injection, settling of the dividers."
)


def sheets(run: Campaign) -> list[Sheet]:
    """All of them, the summary first."""
    fast = [one for one in run.cases if one.rig == "fakes"]
    kinds = dict.fromkeys(one.kind for one in fast)
    caught = [
        Sheet(
            f"What caught it: {kind}",
            ("fault", *(state.name for state in STATES)),
            by_state([one for one in fast if one.kind == kind]),
            "",
        )
        for kind in kinds
    ]
    first = (_lifted, _again, _sessions, _removed, _chip)
    summary = [_summary(run)] if run.cases else []
    return summary + [make(run) for make in first] + caught


def _most(values: Iterable[float]) -> float:
    return max(values, default=0.0)


def _summary(run: Campaign) -> Sheet:
    cases, single = run.cases, [one for one in run.cases if not one.double]
    ended = [one.seen for one in cases if one.seen.state == "FAULT"]
    off_ms = [seen.zero_ms for seen in ended if seen.zero_ms < math.inf]
    chip = sum(one.rig == "chip" for one in cases)
    faults = len({one.fault for one in cases})
    missed = sum("MISSED" in one.verdict for one in cases)
    false = sum("FALSE" in one.verdict for one in cases) + sum(bool(s.alarm) for s in run.sessions)
    consequential = sum(c.seen.wrong_ms > 0 or c.seen.dc_phases > 1 for c in cases)
    rows = [
        ("cases", f"{len(cases)}, {chip} of them on the emulated chip; {faults} faults", ""),
        ("worst steady current, single faults", _worst(single, "steady_ua", "µA"), "<= 700 µA"),
        ("worst peak", _worst(cases, "peak_ua", "µA"), ""),
        ("worst steady current after the end", _worst(cases, "after_ua", "µA"), "0 µA"),
        ("worst time to off of those that a fault ended", f"{_most(off_ms):.1f} ms", ""),
        ("most charge after the event, of those", _most_charge(cases), ""),
        ("cases with too much current or direct current", str(consequential), ""),
        ("of them missed, or not told in time", str(missed), "0"),
        ("false alarms", f"{false}, {len(run.sessions)} whole sessions among them", "0"),
        ("wall time", f"{run.wall_s:.0f} s on two processes", ""),
    ]
    note = (
        f"Steady: mean over {WINDOW_MS} ms. Too much: 10 % and 8 µA above what the state "
        f"allows (level {LEVELS['LIFT']} of LIFT, 322 µA; 10 µA in CHECK and HOLD; else 0). "
        f"Direct: more than a phase's charge beyond {DC_UA:.0f} µA of mean. {HARDWARE_UA:.0f} µA "
        "is what the hardware alone allows. Peaks are the skin's own charge coming back."
    )
    return Sheet("In short", ("what", "figure", "goal"), rows, note)


def _worst(cases: Sequence[Case], field: str, unit: str) -> str:
    worst = max(cases, key=lambda one: float(getattr(one.seen, field)))
    return f"{getattr(worst.seen, field):.0f} {unit} ({worst.fault}, {worst.state}, {worst.load})"


def _most_charge(cases: Sequence[Case]) -> str:
    worst = max((c for c in cases if c.seen.state == "FAULT"), key=lambda one: one.seen.charge_uc)
    where = f"{worst.fault}, {worst.state}, {worst.load}"
    return f"{worst.seen.charge_uc:.1f} µC ({where}: off after {worst.seen.zero_ms:.0f} ms)"


def _lifted(run: Campaign) -> Sheet:
    rows = [
        (
            one.rig,
            one.mode,
            str(one.times),
            f"{one.crowbarred_us:.0f} µs",
            f"{one.code_0_us:.0f} µs",
            f"{one.most_us:.0f} µs",
        )
        for one in run.lifted
    ]
    heads = ("rig", "mode", "instants", "crowbarred", "and code 0", "bound, crowbarred")
    note = (
        "The slowest of so many seeded instants, from the loss of contact. Crowbarred, both "
        "electrodes are at one potential: 0 µA whatever the DAC does."
    )
    return Sheet("Lift-off", heads, rows, note)


def _again(run: Campaign) -> Sheet:
    rows = [
        (f"{one.set_ua:.0f} µA", one.load, f"{one.peak_ua:.1f} µA", f"{one.ratio:.3f}")
        for one in sorted(run.again)
    ]
    note = (
        "Electrodes open for 10 s, then contact, at four instants of the probe's period: the "
        "largest current until half a second after it runs again. Goal 1.10. Without the "
        "µs of the cable's 100 pF (docs/hardware.md: up to 10 mA for 1.5 µs, 2.7 nC)."
    )
    return Sheet("Re-contact", ("set", "load", "peak", "of set"), rows, note)


def _sessions(run: Campaign) -> Sheet:
    rows = [
        (one.mode, one.load, f"{one.seconds:.0f} s", one.alarm or "none")
        for one in sorted(run.sessions)
    ]
    heads = ("mode", "load", "until off", "alarm")
    note = "Whole sessions without a fault, at levels " + ", ".join(
        f"{level} of {mode}" for mode, level in LEVELS.items() if mode != "R500"
    )
    return Sheet("Fault-free sessions", heads, rows, note + ".")


def _removed(run: Campaign) -> Sheet:
    rows = [
        (one.rule, f"{one.fault}, {one.state}, {one.load}", one.with_rule or "well", one.without)
        for one in run.removed
    ]
    heads = ("rule", "case", "with the rule", "without it")
    return Sheet("Each rule taken out in turn", heads, rows, "The case that then fails.")


def _chip(run: Campaign) -> Sheet:
    rows = [
        (
            one.fault,
            one.state,
            one.load,
            one.seen.how or RUNS_ON,
            f"{one.seen.steady_ua:.0f} µA",
            f"{one.seen.zero_ms:.1f} ms" if one.seen.zero_ms < math.inf else "",
            f"{one.seen.charge_uc:.1f} µC",
            one.verdict or "well",
        )
        for one in run.cases
        if one.rig == "chip"
    ]
    heads = ("fault", "state", "load", "caught by", "steady", "0 µA after", "charge", "verdict")
    return Sheet("On the emulated chip", heads, rows, "")


def markdown(run: Campaign) -> str:
    """docs/faults.md."""
    loads = ", ".join(
        f"{load.name} ({load.runs} once it runs)" if load.skin != load.runs else load.name
        for load in LOADS
    )
    broken = run.broken()
    words = [
        f"Written by `make faults`. {CONDITIONS}\n",
        f"Loads: {loads}; 500 ohm is below what CHECK refuses as a short, so no mode begins on "
        "it, and where a mode runs the fault `wet: 500 ohm` puts it there. "
        f"`{RUNS_ON}`: the device goes on, and no more flows than may.\n",
        "## Goals that are missed\n" if broken else "All goals are met.\n",
        "".join(f"- {line}\n" for line in broken),
    ]
    told = "\n".join(filter(None, words)).removesuffix("\n")
    return page("What goes wrong, and what comes of it", told, sheets(run))
