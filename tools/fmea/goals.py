"""What must hold of a campaign, and whether it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.fmea import model
from tools.fmea.campaign import Ran
from tools.fmea.circuits import CIRCUITS
from tools.fmea.model import Apart
from tools.fmea.outcome import Outcome, Results, by_fault

# hardware.md section 8
GEL_UA, RESISTOR_UA, FAULT_UA = 5.7, 0.5, 0.7
CHARGE_NC, VT_V = 6.0, 0.11


@dataclass(frozen=True)
class Goal:
    """What must hold, what was found."""

    words: str
    found: str
    ok: bool


def goals(results: Results) -> list[Goal]:
    """All of them, in the order of the page."""
    out = []
    for name, circuit in CIRCUITS.items():
        outcomes = by_fault(results.runs[name])
        worst = max(outcomes, key=lambda outcome: outcome.worst_ua)
        words = f"{name}: worst current that stays, one fault, at most {circuit.goal_ua:.0f} µA"
        found = f"{worst.worst_ua:.0f} µA ({worst.fault.name})"
        out.append(Goal(words, found, worst.worst_ua <= circuit.goal_ua))
        if name == "A":
            out.append(_corner(results.corner, circuit.goal_ua))
        out.append(_caught(name, outcomes))
    out += [_false_alarms(results), _ended(results), *_apart(results.apart)]
    return out


def _corner(ran: Sequence[Ran], goal_ua: float) -> Goal:
    words = f"A: the same at 5 °C, HV 17.94 V, RLIM -1 %, Vbe +18 mV, at most {goal_ua:.0f} µA"
    worst_ua = max((one.seen.worst_ua for one in ran if one.seen), default=0.0)
    return Goal(words, f"{worst_ua:.0f} µA ({len(ran)} faults)", worst_ua <= goal_ua)


def _caught(name: str, outcomes: Sequence[Outcome]) -> Goal:
    important = [outcome for outcome in outcomes if outcome.matters]
    missed = sorted({outcome.fault.name for outcome in important if outcome.missed})
    words = f"{name}: faults that matter are caught in the session"
    found = f"{len(important) - len(missed)} of {len(important)}"
    if missed:
        found += f"; not {', '.join(missed)}"
    return Goal(words, found, not missed)


def _false_alarms(results: Results) -> Goal:
    ran = [one for of in results.quiet.values() for one in of]
    fired = {one.job: (*(one.steps or ()), *(one.seen.rules if one.seen else ())) for one in ran}
    loud = [f"{job.circuit} {job.load}: {', '.join(of)}" for job, of in fired.items() if of]
    early = [
        f"{one.job.fault.name} {one.job.load}: before the fault"
        for of in results.runs.values()
        for one in of
        if one.seen and min(one.seen.rules.values(), default=0.0) < 0
    ]
    found = "; ".join(loud + early) or f"0 in {len(ran)} runs"
    return Goal(
        "no false alarm without a fault, 6 loads (B: 4), self-test",
        found,
        not loud + early,
    )


def _ended(results: Results) -> Goal:
    lists = (*results.quiet.values(), *results.runs.values(), results.corner)
    errors = [one.error for of in lists for one in of if one.error]
    found = "; ".join(errors[:5]) or "all"
    return Goal("every run of ngspice comes to its end", found, not errors)


def _apart(apart: Sequence[Apart]) -> list[Goal]:
    healthy = [one for one in apart if not one.case.fault]
    gels = [one for one in healthy if one.case.load in model.GELS]
    resistors = [one for one in healthy if one.case.load in model.RESISTORS]
    broken = [one for one in apart if one.case.fault]
    of_current = (
        ("gel", gels, GEL_UA),
        ("resistors", resistors, RESISTOR_UA),
        ("faults", broken, FAULT_UA),
    )
    return [
        *(
            _bound(f"current, {words}", max_of(of, "current_ua"), bound, "µA")
            for words, of, bound in of_current
        ),
        _bound("charge of a run", max_of(healthy, "charge_nc"), CHARGE_NC, "nC"),
        _bound("VT", max_of(healthy, "vt_v"), VT_V, "V"),
    ]


def max_of(apart: Sequence[Apart], field_name: str) -> float:
    """The largest of a field."""
    return max((float(getattr(one, field_name)) for one in apart), default=0.0)


def _bound(words: str, found: float, bound: float, unit: str) -> Goal:
    text = f"fast model beside ngspice, {words}: at most {bound:g} {unit}"
    return Goal(text, f"{found:.3g} {unit}", found <= bound)
